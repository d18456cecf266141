/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render/rendered.h"

#include "base/text.h"
#include "model/edit.h"
#include "store/db.h"
#include "store/snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The database alone: sound is read where it is. */
static enum status
copy_database(const char *from_folder, const char *to_folder, struct fault *fault)
{
    char from_path[4096 + 16], to_path[128];
    sqlite3 *from = NULL, *to = NULL;

    if (snprintf(from_path, sizeof from_path, "%s/project.db", from_folder)
        >= (int)sizeof from_path)
        return fault_set(fault, ST_RANGE, from_folder, _("the path is too long"));
    snprintf(to_path, sizeof to_path, "%s/project.db", to_folder);
    enum status status = snapshot_take(&from, from_folder, from_path, fault);
    if (!status)
        status = db_open(&to, to_path, DB_NEW, fault);
    if (!status)
        status = snapshot_copy(to, from, to_folder, fault);
    sqlite3_close(from);
    if (sqlite3_close(to) != SQLITE_OK && !status)
        status = fault_errno(fault, EIO, to_folder);
    return status;
}

static void
remove_folder(const char *folder)
{
    DIR *dir = opendir(folder);

    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        const char *name = entry->d_name;

        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0
            && unlinkat(dirfd(dir), name, 0) != 0)
            unlinkat(dirfd(dir), name, AT_REMOVEDIR);
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
}

static enum status
travel(struct past *past, const char *folder, int64_t step, struct fault *fault)
{
    struct edit *edit = NULL;
    enum status status = copy_database(folder, past->folder, fault);

    if (!status)
        status = store_open(&past->store, past->folder, STORE_WRITE, fault);
    if (!status && store_here(past->store) != step)
        status = store_goto(past->store, step, &edit, fault);
    edit_free(edit);
    return status;
}

enum status
past_open(struct past *past, const char *folder, int64_t step, struct fault *fault)
{
    const char *tmp = getenv("TMPDIR");

    *past = (struct past){0};
    if (!tmp || strlen(tmp) > 32)
        tmp = "/tmp";
    snprintf(past->folder, sizeof past->folder, "%s/remanence-past-XXXXXX", tmp);
    if (!mkdtemp(past->folder)) {
        const int error = errno;

        past->folder[0] = '\0';
        return fault_errno(fault, error, tmp);
    }
    const enum status status = travel(past, folder, step, fault);
    if (status) {
        past_close(past);
        if (fault && status == ST_NOT_FOUND)
            snprintf(fault->where, sizeof fault->where, "%s", folder);
    }
    return status;
}

void
past_close(struct past *past)
{
    store_close(past->store);
    if (past->folder[0])
        remove_folder(past->folder);
    *past = (struct past){0};
}

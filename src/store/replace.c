/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/replace.h"

#include "base/text.h"
#include "store/db.h"
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
remove_with_log(const char *path)
{
    char name[PATH_MAX];
    static const char *const ENDS[] = {"", "-journal", "-wal", "-shm"};

    for (size_t i = 0; i < COUNT(ENDS); i++) {
        snprintf(name, sizeof name, "%s%s", path, ENDS[i]);
        unlink(name);
    }
}

enum status
replace_begin(struct replace *replace, const char *path, const char *where,
              struct fault *fault)
{
    *replace = (struct replace){.where = where};
    replace->path = strdup(path);
    if (!replace->path || asprintf(&replace->made, "%s.new", path) < 0) {
        replace->made = NULL;
        return fault_errno(fault, ENOMEM, where);
    }
    remove_with_log(replace->made); /* what a crash has left of another attempt */
    enum status status = db_open(&replace->db, replace->made, DB_NEW, fault);

    if (status == ST_OK)
        status = db_exec(replace->db, "PRAGMA journal_mode=WAL", where, fault);
    return status;
}

static enum status
check_new(struct replace *replace, struct fault *fault)
{
    struct head head;
    enum status status = verify(replace->db, &head, replace->where, fault);

    if (status == ST_OK)
        status = db_exec(replace->db, "PRAGMA wal_checkpoint(TRUNCATE)",
                         replace->where, fault);
    return status;
}

enum status
folder_sync(const char *path, struct fault *fault)
{
    char name[PATH_MAX];
    enum status status = ST_OK;

    snprintf(name, sizeof name, "%s", path);
    const int fd = open(dirname(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        status = fault_errno(fault, errno, path);
    if (fd >= 0)
        close(fd);
    return status;
}

/* A second name for the file, that nothing has yet. */
static enum status
keep(struct replace *replace, const char *suffix, struct fault *fault)
{
    char name[PATH_MAX], log[PATH_MAX + 8], kept_log[PATH_MAX + 8];
    int n = 1;

    for (;;) {
        if (n == 1)
            snprintf(name, sizeof name, "%s.%s", replace->path, suffix);
        else
            snprintf(name, sizeof name, "%s.%s-%d", replace->path, suffix, n);
        if (link(replace->path, name) == 0)
            break;
        if (errno == ENOENT)
            return ST_OK; /* there is none to keep */
        if (errno != EEXIST || ++n > 999)
            return fault_errno(fault, errno, name);
    }
    snprintf(log, sizeof log, "%s-wal", replace->path);
    snprintf(kept_log, sizeof kept_log, "%s-wal", name);
    if (rename(log, kept_log) != 0 && errno != ENOENT)
        return fault_errno(fault, errno, log);
    snprintf(replace->kept, sizeof replace->kept, "%s", basename(name));
    return folder_sync(replace->path, fault);
}

static enum status
put_in_place(struct replace *replace, const char *suffix, struct fault *fault)
{
    char shared[PATH_MAX];
    enum status status = keep(replace, suffix, fault);

    if (status != ST_OK)
        return status;
    snprintf(shared, sizeof shared, "%s-shm", replace->path);
    unlink(shared);
    if (rename(replace->made, replace->path) != 0)
        return fault_errno(fault, errno, replace->path);
    return folder_sync(replace->path, fault);
}

enum status
replace_end(struct replace *replace, enum status status, const char *suffix,
            struct fault *fault)
{
    if (status == ST_OK)
        status = check_new(replace, fault);
    db_close(replace->db);
    if (status == ST_OK)
        status = put_in_place(replace, suffix, fault);
    if (status != ST_OK && replace->made)
        remove_with_log(replace->made);
    free(replace->made);
    free(replace->path);
    replace->db = NULL;
    replace->made = replace->path = NULL;
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/lock.h"
#include "store/orphans.h"
#include "store/replace.h"
#include "store/salvage.h"
#include "store/schema.h"
#include "store/snapshot.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct mending {
    char path[PATH_MAX]; /* of the database */
    const char *folder;
    const struct repair_files *files;
    struct repair *report;
    struct fault *fault;
    sqlite3 *damaged; /* a copy; NULL where SQLite can't open it */
    bool sound;
};

/* A project whose database is gone altogether still has its folders. */
static enum status
find_project(struct mending *mending)
{
    struct stat file;
    char *whole = realpath(mending->folder, NULL);
    char folder[PATH_MAX + 16];
    bool found;

    if (!whole)
        return fault_errno(mending->fault, errno, mending->folder);
    const int length =
        snprintf(mending->path, sizeof mending->path, "%s/project.db", whole);

    found = length < (int)sizeof mending->path && stat(mending->path, &file) == 0;
    if (found) {
        found = S_ISREG(file.st_mode);
    } else {
        snprintf(folder, sizeof folder, "%s/audio", whole);
        found = stat(folder, &file) == 0 && S_ISDIR(file.st_mode);
        snprintf(folder, sizeof folder, "%s/bounces", whole);
        found = found && stat(folder, &file) == 0 && S_ISDIR(file.st_mode);
    }
    free(whole);
    return found ? ST_OK
                 : fault_set(mending->fault, ST_KIND, mending->folder,
                             _("not a Remanence project"));
}

static enum status
look(struct mending *mending)
{
    struct head head;
    int64_t version = 0, application = 0;
    enum status status = snapshot_take(&mending->damaged, mending->folder,
                                       mending->path, mending->fault);

    if (status == ST_DAMAGED || status == ST_NOT_FOUND)
        return ST_OK;
    if (status != ST_OK)
        return status;
    if (db_int(mending->damaged, "PRAGMA user_version", &version) != SQLITE_OK
        || db_int(mending->damaged, "PRAGMA application_id", &application)
               != SQLITE_OK)
        return ST_OK;
    const bool speaks
        = head_read(mending->damaged, &head, mending->folder, NULL) == ST_OK;

    if (application == SCHEMA_APPLICATION && version != SCHEMA_VERSION && !speaks)
        return fault_set(
            mending->fault, version > SCHEMA_VERSION ? ST_NEWER : ST_KIND,
            mending->folder, _("made by another version, which can mend it"));
    status = verify(mending->damaged, &head, mending->folder, NULL);
    mending->sound = status == ST_OK && snapshot_may_be_written(mending->path)
                     && application == SCHEMA_APPLICATION
                     && version == SCHEMA_VERSION;
    return status == ST_NO_MEM
               ? fault_errno(mending->fault, ENOMEM, mending->folder)
               : ST_OK;
}

/* With nothing there that could be kept, the new one is simply put there. */
static enum status
build(struct mending *mending)
{
    struct replace replace;
    char *author = user_name();
    enum status status =
        replace_begin(&replace, mending->path, mending->folder, mending->fault);

    if (status == ST_OK && !author)
        status = fault_errno(mending->fault, ENOMEM, mending->folder);
    if (status == ST_OK)
        status = salvage(replace.db, mending->damaged, mending->path,
                         mending->folder, author, mending->report, mending->fault);
    if (status == ST_OK && mending->files)
        status = orphans_place(replace.db, mending->files, mending->folder, author,
                               &mending->report->takes_from_files, mending->fault);
    status = replace_end(&replace, status, "damaged", mending->fault);
    snprintf(mending->report->kept, sizeof mending->report->kept, "%s",
             replace.kept);
    free(author);
    return status;
}

enum status
store_repair(const char *folder, const struct repair_files *files,
             struct repair *report, struct fault *fault)
{
    struct mending mending = {
        .folder = folder, .files = files, .report = report, .fault = fault};
    struct lock *lock = NULL;
    enum status status = find_project(&mending);

    *report = (struct repair){0};
    if (status == ST_OK)
        status = lock_take(&lock, folder, fault);
    if (status == ST_OK)
        status = look(&mending);
    if (status == ST_OK && !mending.sound)
        status = build(&mending);
    db_close(mending.damaged);
    lock_free(lock);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/snapshot.h"

#include "base/text.h"
#include "store/db.h"
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum status
snapshot_copy(sqlite3 *to, sqlite3 *from, const char *where, struct fault *fault)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

    if (!backup)
        return db_fault(to, sqlite3_extended_errcode(to), where, fault);
    int rc = sqlite3_backup_step(backup, -1);
    const int end = sqlite3_backup_finish(backup);

    if (rc == SQLITE_DONE)
        rc = end;
    return db_fault(to, rc, where, fault);
}

static enum status
copy_through(sqlite3 **out, const char *folder, const char *path, enum db_how how,
             struct fault *fault)
{
    sqlite3 *from = NULL, *to = NULL;
    enum status status = db_open(&from, path, how, fault);

    *out = NULL;
    if (status == ST_OK)
        status = db_open(&to, NULL, DB_MEMORY, fault);
    if (status == ST_OK)
        status = snapshot_copy(to, from, folder, fault);
    db_close(from);
    if (status == ST_OK)
        *out = to;
    else
        db_close(to);
    return status;
}

static bool
copy_file(const char *from, const char *to)
{
    char bytes[65536];
    const int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    ssize_t got = in < 0 || out < 0 ? -1 : 1;

    while (got > 0) {
        got = read(in, bytes, sizeof bytes);
        for (ssize_t done = 0, put; done < got; done += put) {
            put = write(out, bytes + done, (size_t)(got - done));
            if (put < 0) {
                got = -1;
                break;
            }
        }
    }
    if (in >= 0)
        close(in);
    if (out >= 0 && close(out) != 0)
        got = -1;
    return got == 0;
}

static const char *const LOGS[] = {"-wal", "-journal"};

static bool
has(const char *path, const char *end)
{
    struct stat log;
    char name[4200];

    snprintf(name, sizeof name, "%s%s", path, end);
    return stat(name, &log) == 0 && log.st_size > 0;
}

static bool
copy_with_logs(const char *from, const char *to)
{
    char from_log[4200], to_log[600];
    bool copied = copy_file(from, to);

    for (size_t i = 0; i < COUNT(LOGS) && copied; i++) {
        snprintf(from_log, sizeof from_log, "%s%s", from, LOGS[i]);
        snprintf(to_log, sizeof to_log, "%s%s", to, LOGS[i]);
        if (has(from, LOGS[i]))
            copied = copy_file(from_log, to_log);
    }
    return copied;
}

/* A log that was left by a crash, on a disk where SQLite can't make what it needs
 * to read it: read both elsewhere. */
static enum status
copy_elsewhere(sqlite3 **out, const char *folder, const char *path,
               struct fault *fault)
{
    static const char *const MADE[] = {"", "-wal", "-shm", "-journal"};
    const char *temporary = getenv("TMPDIR");
    char place[512], database[560], name[600];
    enum status status;

    *out = NULL;
    snprintf(place, sizeof place, "%s/remanence-XXXXXX",
             temporary && temporary[0] ? temporary : "/tmp");
    if (!mkdtemp(place))
        return fault_errno(fault, errno, place);
    snprintf(database, sizeof database, "%s/project.db", place);
    if (copy_with_logs(path, database))
        status = copy_through(out, folder, database, DB_WRITE, fault);
    else
        status = fault_errno(fault, errno ? errno : EIO, place);
    for (size_t i = 0; i < COUNT(MADE); i++) {
        snprintf(name, sizeof name, "%s%s", database, MADE[i]);
        unlink(name);
    }
    rmdir(place);
    return status;
}

enum status
snapshot_take(sqlite3 **out, const char *folder, const char *path,
              struct fault *fault)
{
    struct lock *lock = lock_share(folder);
    const bool may_write = faccessat(AT_FDCWD, folder, W_OK, AT_EACCESS) == 0;
    const bool log = has(path, LOGS[0]) || has(path, LOGS[1]);
    enum status status;

    if (!log && (lock || !may_write)) {
        status = copy_through(out, folder, path, DB_IMMUTABLE, fault);
    } else {
        status = copy_through(out, folder, path, DB_READ, fault);
        if (status == ST_READ_ONLY || (status != ST_OK && log && !may_write))
            status = copy_elsewhere(out, folder, path, fault);
    }
    lock_free(lock);
    return status;
}

bool
snapshot_may_be_written(const char *path)
{
    unsigned char head[20];
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    const ssize_t got = fd < 0 ? -1 : read(fd, head, sizeof head);

    if (fd >= 0)
        close(fd);
    return got < (ssize_t)sizeof head
           || ((head[18] == 1 || head[18] == 2)
               && (head[19] == 1 || head[19] == 2));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/lock.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

struct lock {
    int fd;
    bool writer;
};

/* Readers hold it for milliseconds: a writer waits that long, and no longer. */
enum { TRIES = 50, PAUSE_NS = 2000000 };

static int
open_lock(const char *folder, int flags)
{
    char *path;
    int fd;

    if (asprintf(&path, "%s/project.lock", folder) < 0) {
        errno = ENOMEM;
        return -1;
    }
    /* O_NONBLOCK: a FIFO in its place must not hold us. */
    fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    const int error = errno;

    free(path);
    errno = error;
    return fd;
}

/* «process 123 on studio since 21 Nov 14:03», from what the owner has written. */
static enum status
say_busy(int fd, const char *folder, struct fault *fault)
{
    char text[256] = "";
    char host[128] = "?";
    long pid = 0;
    long long since = 0;
    const ssize_t got = pread(fd, text, sizeof text - 1, 0);

    if (got > 0
        && sscanf(text, "process %ld\nhost %127[^\n]\nsince %lld", &pid, host,
                  &since)
               == 3
        && pid > 0) {
        char when[64] = "";
        const time_t start = (time_t)since;
        struct tm local;

        if (localtime_r(&start, &local))
            strftime(when, sizeof when, "%c", &local);
        fault_set(fault, ST_BUSY, folder,
                  _("open in Remanence (process %ld on %s, since %s)"), pid, host,
                  when);
    } else {
        fault_set(fault, ST_BUSY, folder, _("open in another program"));
    }
    fault_remedy(fault, _("close it there, or open it read-only here"));
    return ST_BUSY;
}

static void
sign(int fd)
{
    char host[128] = "?";
    char text[256];

    gethostname(host, sizeof host - 1);
    const int length
        = snprintf(text, sizeof text, "process %ld\nhost %s\nsince %lld\n",
                   (long)getpid(), host, (long long)time(NULL));

    /* Only for people: where it fails, the message has no name, and that is all. */
    if (ftruncate(fd, 0) == 0 && length > 0
        && pwrite(fd, text, (size_t)length, 0) < 0)
        return;
}

static bool
hold(int fd, int operation, int tries)
{
    const struct timespec pause = {0, PAUSE_NS};

    for (;;) {
        if (flock(fd, operation | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK || --tries <= 0)
            return false;
        nanosleep(&pause, NULL);
        errno = EWOULDBLOCK;
    }
}

enum status
lock_take(struct lock **out, const char *folder, struct fault *fault)
{
    struct lock *lock = malloc(sizeof *lock);

    *out = NULL;
    if (!lock)
        return fault_errno(fault, ENOMEM, folder);
    lock->writer = true;
    lock->fd = open_lock(folder, O_RDWR | O_CREAT);
    if (lock->fd < 0) {
        const enum status status = fault_errno(fault, errno, folder);

        if (status == ST_READ_ONLY)
            fault_remedy(fault,
                         _("open it read-only, or copy it to where you may write"));
        free(lock);
        return status;
    }
    if (!hold(lock->fd, LOCK_EX, TRIES)) {
        const enum status status = errno == EWOULDBLOCK
                                       ? say_busy(lock->fd, folder, fault)
                                       : fault_errno(fault, errno, folder);

        close(lock->fd);
        free(lock);
        return status;
    }
    sign(lock->fd);
    *out = lock;
    return ST_OK;
}

struct lock *
lock_share(const char *folder)
{
    struct lock *lock = malloc(sizeof *lock);

    if (!lock)
        return NULL;
    lock->writer = false;
    lock->fd = open_lock(folder, O_RDONLY);
    if (lock->fd >= 0 && hold(lock->fd, LOCK_SH, 1))
        return lock;
    if (lock->fd >= 0)
        close(lock->fd);
    free(lock);
    return NULL;
}

void
lock_free(struct lock *lock)
{
    if (!lock)
        return;
    /* So that nobody is named who has gone.  If it fails, the lock is free all the
     * same. */
    const int unsigned_now = lock->writer ? ftruncate(lock->fd, 0) : 0;

    (void)unsigned_now;
    close(lock->fd);
    free(lock);
}

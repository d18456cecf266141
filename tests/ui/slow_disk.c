/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slow_disk.c: preloaded by window_open.py: a disk that takes its time.  A song's database is
 * opened when there is no file «held» beside it any more; «asked» is there from then on when
 * somebody has asked for it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef int open_fn(const char *path, int flags, ...);

static int
really(const char *name, const char *path, int flags, mode_t mode)
{
    open_fn *const open = (open_fn *)dlsym(RTLD_NEXT, name);

    return open(path, flags, mode);
}

static void
wait_for(const char *path)
{
    static const char NAME[] = "/project.db";
    const size_t length = strlen(path), end = sizeof NAME - 1;
    char held[4096], asked[4096];

    if (length < end || length > 4000 || strcmp(path + length - end, NAME) != 0)
        return;
    snprintf(held, sizeof held, "%.*s/held", (int)(length - end), path);
    snprintf(asked, sizeof asked, "%.*s/asked", (int)(length - end), path);
    if (access(held, F_OK) == 0)
        close(really("open", asked, O_CREAT | O_WRONLY | O_CLOEXEC, 0666));
    while (access(held, F_OK) == 0)
        usleep(1000);
}

#define OPENS(name)                                                                         \
    int name(const char *path, int flags, ...)                                              \
    {                                                                                       \
        va_list list;                                                                       \
                                                                                            \
        va_start(list, flags);                                                              \
        const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;       \
        va_end(list);                                                                       \
        wait_for(path);                                                                     \
        return really(#name, path, flags, mode);                                            \
    }

OPENS(open)
OPENS(open64)

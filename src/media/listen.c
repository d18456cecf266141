/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/listen.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More marks than that are forgotten, oldest first: a loop of a tenth of a second
 * for half an hour. */
enum { MARKS_MAX = 16384, CHUNK = 4096, SECONDS_MAX = 24 * 3600 };

struct listen_channel {
    int fd;         /* -1: none yet */
    int64_t since;  /* its first frame */
    int64_t claimed; /* frames before this one are there or being written; */
    int64_t end;    /* before this one, there */
};

struct listen {
    char *folder;
    int64_t size; /* frames */
    pthread_mutex_t lock; /* guards channels and marks; nothing waits for a disk in it */
    struct listen_channel channels[LISTEN_MAX_CHANNELS];
    struct listen_mark marks[MARKS_MAX]; /* a ring */
    uint64_t n_marks;
};

/* --- files -------------------------------------------------------------------- */

static void
name_of(const struct listen *listen, unsigned channel, char *path, size_t size)
{
    snprintf(path, size, "%s/%03u.ring", listen->folder, channel);
}

static bool
is_ring(const char *name)
{
    return strlen(name) == 8 && strspn(name, "0123456789") == 3
           && strcmp(name + 3, ".ring") == 0;
}

static void
remove_rings(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    if (!dir)
        return;
    while ((entry = readdir(dir)))
        if (is_ring(entry->d_name))
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
}

enum status
listen_open(struct listen **out, const char *folder, uint32_t rate,
            uint32_t seconds, struct fault *fault)
{
    *out = NULL;
    if (seconds == 0)
        seconds = LISTEN_SECONDS;
    if (rate == 0 || seconds > SECONDS_MAX)
        return fault_set(fault, ST_RANGE, folder, _("%u seconds cannot be kept"),
                         seconds);
    if (mkdir(folder, 0777) && errno != EEXIST)
        return fault_errno(fault, errno, folder);
    remove_rings(folder);

    struct listen *listen = calloc(1, sizeof *listen);
    char *copy = strdup(folder);
    if (!listen || !copy) {
        free(listen);
        free(copy);
        return fault_errno(fault, ENOMEM, folder);
    }
    listen->folder = copy;
    listen->size = (int64_t)rate * seconds;
    pthread_mutex_init(&listen->lock, NULL);
    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++)
        listen->channels[i].fd = -1;
    *out = listen;
    return ST_OK;
}

void
listen_close(struct listen *listen)
{
    if (!listen)
        return;
    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++)
        if (listen->channels[i].fd >= 0)
            close(listen->channels[i].fd);
    remove_rings(listen->folder);
    rmdir(listen->folder);
    pthread_mutex_destroy(&listen->lock);
    free(listen->folder);
    free(listen);
}

/* All its room at once, so that it is there when it is needed; where the file
 * system has no such call, it grows as it is written. */
static enum status
make_file(const struct listen *listen, unsigned channel, int *out,
          struct fault *fault)
{
    const off_t bytes = listen->size * (off_t)sizeof(float);
    char path[4096];

    name_of(listen, channel, path, sizeof path);
    const int fd =
        open(path, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return fault_errno(fault, errno, path);
    int error = fallocate(fd, 0, 0, bytes) ? errno : 0;
    if (error == EOPNOTSUPP)
        error = ftruncate(fd, bytes) ? errno : 0;
    if (error) {
        close(fd);
        unlink(path);
        return fault_errno(fault, error, path);
    }
    *out = fd;
    return ST_OK;
}

/* --- write -------------------------------------------------------------------- */

static enum status
write_run(int fd, const void *bytes, size_t size, int64_t at, const char *path,
          struct fault *fault)
{
    const char *from = bytes;

    while (size > 0) {
        const ssize_t done = pwrite(fd, from, size, at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return fault_errno(fault, done < 0 ? errno : ENOSPC, path);
        from += done;
        at += done;
        size -= (size_t)done;
    }
    return ST_OK;
}

/* `x` has a whole ring at most. */
static enum status
write_ring(const struct listen *listen, const struct listen_channel *channel,
           int64_t input, const float *x, size_t n, struct fault *fault)
{
    const int64_t at = input % listen->size, left = listen->size - at;
    const size_t run = (int64_t)n < left ? n : (size_t)left;
    enum status status = write_run(channel->fd, x, run * sizeof *x,
                                   at * (int64_t)sizeof *x, listen->folder, fault);

    if (!status && run < n)
        status = write_run(channel->fd, x + run, (n - run) * sizeof *x, 0,
                           listen->folder, fault);
    return status;
}

static void
set_bounds(struct listen *listen, struct listen_channel *channel, int64_t claimed,
           int64_t end)
{
    pthread_mutex_lock(&listen->lock);
    channel->claimed = claimed;
    channel->end = end;
    pthread_mutex_unlock(&listen->lock);
}

static enum status
append(struct listen *listen, struct listen_channel *channel, const float *x,
       size_t n, struct fault *fault)
{
    const int64_t at = channel->end;

    set_bounds(listen, channel, at + (int64_t)n, at);
    const enum status status = write_ring(listen, channel, at, x, n, fault);
    if (!status)
        set_bounds(listen, channel, at + (int64_t)n, at + (int64_t)n);
    return status;
}

/* Silence where frames were left out; after too many of them it begins anew. */
static enum status
fill_gap(struct listen *listen, struct listen_channel *channel, int64_t input,
         struct fault *fault)
{
    static const float silence[CHUNK];
    enum status status = ST_OK;

    if (input - channel->end >= listen->size) {
        pthread_mutex_lock(&listen->lock);
        channel->since = channel->claimed = channel->end = input;
        pthread_mutex_unlock(&listen->lock);
    }
    while (!status && channel->end < input) {
        const int64_t left = input - channel->end;

        status =
            append(listen, channel, silence, left < CHUNK ? left : CHUNK, fault);
    }
    return status;
}

enum status
listen_frames(struct listen *listen, unsigned number, int64_t input, const float *x,
              size_t frames, struct fault *fault)
{
    if (number >= LISTEN_MAX_CHANNELS || input < 0)
        return fault_set(fault, ST_RANGE, listen->folder,
                         _("no channel has the number %u"), number);

    struct listen_channel *channel = &listen->channels[number];
    enum status status = ST_OK;
    if (channel->fd < 0) {
        int fd;

        status = make_file(listen, number, &fd, fault);
        if (status)
            return status;
        pthread_mutex_lock(&listen->lock);
        *channel = (struct listen_channel){fd, input, input, input};
        pthread_mutex_unlock(&listen->lock);
    }
    status = fill_gap(listen, channel, input, fault);
    for (size_t done = 0; done < frames && !status;) {
        const size_t n = frames - done < CHUNK ? frames - done : CHUNK;

        /* What has been told already is not told otherwise. */
        if (input + (int64_t)done >= channel->end)
            status = append(listen, channel, x + done, n, fault);
        done += n;
    }
    return status;
}

void
listen_mark(struct listen *listen, const struct listen_mark *mark)
{
    pthread_mutex_lock(&listen->lock);
    listen->marks[listen->n_marks++ % MARKS_MAX] = *mark;
    pthread_mutex_unlock(&listen->lock);
}

/* --- read --------------------------------------------------------------------- */

/* With the lock. */
static int64_t
oldest(const struct listen *listen, const struct listen_channel *channel)
{
    const int64_t first = channel->claimed - listen->size;

    return first > channel->since ? first : channel->since;
}

bool
listen_span(struct listen *listen, unsigned number, int64_t *from, int64_t *end)
{
    if (number >= LISTEN_MAX_CHANNELS)
        return false;

    const struct listen_channel *channel = &listen->channels[number];
    pthread_mutex_lock(&listen->lock);
    const bool has = channel->fd >= 0 && channel->end > channel->since;
    if (has) {
        *from = oldest(listen, channel);
        *end = channel->end;
    }
    pthread_mutex_unlock(&listen->lock);
    return has;
}

static enum status
read_run(int fd, void *bytes, size_t size, int64_t at, const char *path,
         struct fault *fault)
{
    char *to = bytes;

    while (size > 0) {
        const ssize_t done = pread(fd, to, size, at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return fault_errno(fault, done < 0 ? errno : EIO, path);
        to += done;
        at += done;
        size -= (size_t)done;
    }
    return ST_OK;
}

/* From `from` to `end`, which is a ring's length at most. */
static enum status
read_ring(const struct listen *listen, int fd, int64_t from, int64_t end, float *x,
          struct fault *fault)
{
    const int64_t at = from % listen->size, left = listen->size - at,
                  n = end - from;
    const int64_t run = n < left ? n : left;
    const int64_t each = sizeof *x;
    enum status status
        = read_run(fd, x, run * each, at * each, listen->folder, fault);

    if (!status && run < n)
        status = read_run(fd, x + run, (n - run) * each, 0, listen->folder, fault);
    return status;
}

enum status
listen_read(struct listen *listen, unsigned number, int64_t from, float *x,
            size_t frames, size_t *missing, struct fault *fault)
{
    const int64_t end = from + (int64_t)frames;
    int64_t first, last;

    memset(x, 0, frames * sizeof *x);
    *missing = frames;
    if (!listen_span(listen, number, &first, &last))
        return ST_OK;
    first = first > from ? first : from;
    last = last < end ? last : end;
    if (first >= last)
        return ST_OK;

    const struct listen_channel *channel = &listen->channels[number];
    const enum status status
        = read_ring(listen, channel->fd, first, last, x + (first - from), fault);
    if (status)
        return status;

    /* What has been overwritten meanwhile is gone. */
    pthread_mutex_lock(&listen->lock);
    int64_t now = oldest(listen, channel);
    pthread_mutex_unlock(&listen->lock);
    now = now > last ? last : now;
    if (now > first) {
        memset(x + (first - from), 0, (size_t)(now - first) * sizeof *x);
        first = now;
    }
    *missing = frames - (size_t)(last - first);
    return ST_OK;
}

/* --- marks -------------------------------------------------------------------- */

/* With the lock: how many are known, and one of them, the newest first. */
static uint64_t
known(const struct listen *listen)
{
    return listen->n_marks < MARKS_MAX ? listen->n_marks : MARKS_MAX;
}

static const struct listen_mark *
back(const struct listen *listen, uint64_t i)
{
    return &listen->marks[(listen->n_marks - 1 - i) % MARKS_MAX];
}

struct listen_mark
listen_at(struct listen *listen, int64_t input)
{
    struct listen_mark mark = {0};

    pthread_mutex_lock(&listen->lock);
    for (uint64_t i = 0; i < known(listen); i++) {
        mark = *back(listen, i);
        if (mark.input <= input)
            break;
    }
    pthread_mutex_unlock(&listen->lock);
    return mark;
}

bool
listen_last_roll(struct listen *listen, int64_t input, struct listen_mark *mark,
                 int64_t *end)
{
    bool found = false;

    *end = input;
    pthread_mutex_lock(&listen->lock);
    for (uint64_t i = 0; i < known(listen) && !found; i++) {
        *mark = *back(listen, i);
        found = mark->rolls && mark->input < *end;
        if (!found && mark->input < *end)
            *end = mark->input;
    }
    pthread_mutex_unlock(&listen->lock);
    return found;
}

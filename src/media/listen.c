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

enum { HEAD = 4096 };

/* At the head of a channel's file, in this machine's byte order. */
struct ring_head {
    char magic[8];
    uint32_t rate, channel;
    int64_t size, since, end;
};

/* A slot of the file of marks, aligned to its size: it is never written in part. */
struct ring_mark {
    int64_t input, at;
    uint64_t number; /* from 1 */
    uint32_t latency, rolls;
};

static const char MAGIC[8] = "RemRing1";
static const char MARKS[] = "marks";

struct listen_channel {
    int fd;         /* -1: none yet */
    int64_t since;  /* its first frame */
    int64_t claimed; /* frames before this one are there or being written; */
    int64_t end;    /* before this one, there */
};

struct listen {
    char *folder;
    uint32_t rate;
    int64_t size; /* frames */
    int marks_fd; /* the writer's; -1: none */
    /* guards channels and marks; nothing waits for a disk in it */
    pthread_mutex_t lock;
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

/* How many there are; `remove`: were. */
static unsigned
count_rings(const char *folder, bool remove)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    unsigned count = 0;

    if (!dir)
        return 0;
    while ((entry = readdir(dir)))
        if (is_ring(entry->d_name)) {
            count++;
            if (remove)
                unlinkat(dirfd(dir), entry->d_name, 0);
        }
    if (remove)
        unlinkat(dirfd(dir), MARKS, 0);
    closedir(dir);
    return count;
}

static struct listen *
make_listen(const char *folder)
{
    struct listen *listen = calloc(1, sizeof *listen);

    if (!listen)
        return NULL;
    listen->folder = strdup(folder);
    if (!listen->folder) {
        free(listen);
        return NULL;
    }
    pthread_mutex_init(&listen->lock, NULL);
    listen->marks_fd = -1;
    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++)
        listen->channels[i].fd = -1;
    return listen;
}

static int
open_marks(const char *folder, int flags)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, MARKS);
    return open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0666);
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
    if (count_rings(folder, false) > 0)
        return fault_set(fault, ST_EXISTS, folder,
                         _("holds what was played before"));

    struct listen *listen = make_listen(folder);
    if (!listen)
        return fault_errno(fault, ENOMEM, folder);
    listen->rate = rate;
    listen->size = (int64_t)rate * seconds;
    listen->marks_fd = open_marks(folder, O_WRONLY | O_CREAT | O_TRUNC);
    if (listen->marks_fd < 0) {
        const int error = errno;

        listen_leave(listen);
        return fault_errno(fault, error, folder);
    }
    *out = listen;
    return ST_OK;
}

void
listen_leave(struct listen *listen)
{
    if (!listen)
        return;
    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++)
        if (listen->channels[i].fd >= 0)
            close(listen->channels[i].fd);
    if (listen->marks_fd >= 0)
        close(listen->marks_fd);
    pthread_mutex_destroy(&listen->lock);
    free(listen->folder);
    free(listen);
}

void
listen_discard(const char *folder)
{
    count_rings(folder, true);
    rmdir(folder);
}

void
listen_close(struct listen *listen)
{
    if (!listen)
        return;
    listen_discard(listen->folder);
    listen_leave(listen);
}

uint32_t
listen_rate(const struct listen *listen)
{
    return listen->rate;
}

/* Of its size at once, without the room for it: what is not played takes none. */
static enum status
make_file(const struct listen *listen, unsigned channel, int *out,
          struct fault *fault)
{
    const off_t bytes = HEAD + listen->size * (off_t)sizeof(float);
    char path[4096];

    name_of(listen, channel, path, sizeof path);
    const int fd =
        open(path, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return fault_errno(fault, errno, path);
    if (ftruncate(fd, bytes)) {
        const int error = errno;

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
    enum status status
        = write_run(channel->fd, x, run * sizeof *x,
                    HEAD + at * (int64_t)sizeof *x, listen->folder, fault);

    if (!status && run < n)
        status = write_run(channel->fd, x + run, (n - run) * sizeof *x, HEAD,
                           listen->folder, fault);
    return status;
}

/* The head is behind what it tells of, by an append at most. */
static enum status
write_head(const struct listen *listen, const struct listen_channel *channel,
           struct fault *fault)
{
    struct ring_head head = {.rate = listen->rate,
                             .channel = (uint32_t)(channel - listen->channels),
                             .size = listen->size,
                             .since = channel->since,
                             .end = channel->end};

    memcpy(head.magic, MAGIC, sizeof head.magic);
    return write_run(channel->fd, &head, sizeof head, 0, listen->folder, fault);
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
    if (status)
        return status;
    set_bounds(listen, channel, at + (int64_t)n, at + (int64_t)n);
    return write_head(listen, channel, fault);
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
        status = write_head(listen, channel, fault);
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
    const uint64_t n = listen->n_marks++;
    listen->marks[n % MARKS_MAX] = *mark;
    pthread_mutex_unlock(&listen->lock);

    const struct ring_mark slot
        = {mark->input, mark->at, n + 1, mark->latency, mark->rolls};
    struct fault ignored; /* this process knows it all the same */

    if (listen->marks_fd >= 0)
        (void)!write_run(listen->marks_fd, &slot, sizeof slot,
                         (int64_t)(n % MARKS_MAX * sizeof slot), listen->folder,
                         &ignored);
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
        = read_run(fd, x, run * each, HEAD + at * each, listen->folder, fault);

    if (!status && run < n)
        status
            = read_run(fd, x + run, (n - run) * each, HEAD, listen->folder, fault);
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

struct listen_mark *
listen_marks(struct listen *listen, size_t *count)
{
    struct listen_mark *marks = malloc(MARKS_MAX * sizeof *marks);

    *count = 0;
    if (!marks)
        return NULL;
    pthread_mutex_lock(&listen->lock);
    const uint64_t n = listen->n_marks;
    const uint64_t known = n < MARKS_MAX ? n : MARKS_MAX;
    for (uint64_t i = 0; i < known; i++)
        marks[i] = listen->marks[(n - known + i) % MARKS_MAX];
    pthread_mutex_unlock(&listen->lock);
    *count = known;
    return marks;
}

int64_t
listen_growth(struct listen *listen, unsigned more)
{
    int64_t frames = (int64_t)more * listen->size;

    pthread_mutex_lock(&listen->lock);
    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++) {
        const struct listen_channel *channel = &listen->channels[i];
        const int64_t filled = channel->end - channel->since;

        if (channel->fd >= 0 && filled < listen->size)
            frames += listen->size - filled;
    }
    pthread_mutex_unlock(&listen->lock);
    return frames * (int64_t)sizeof(float);
}

/* --- what another left -------------------------------------------------------- */

static bool
is_sound_head(const struct ring_head *head, unsigned channel)
{
    return memcmp(head->magic, MAGIC, sizeof MAGIC) == 0 && head->channel == channel
           && head->rate > 0 && head->size > 0
           && head->size <= (int64_t)head->rate * SECONDS_MAX && head->since >= 0
           && head->end >= head->since && head->end <= INT64_C(1) << 53;
}

/* What may have been half overwritten counts as gone. */
static void
load_channel(struct listen *listen, unsigned number)
{
    struct listen_channel *channel = &listen->channels[number];
    struct ring_head head;
    struct fault ignored;
    struct stat file;
    char path[4096];

    name_of(listen, number, path, sizeof path);
    const int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    if (read_run(fd, &head, sizeof head, 0, path, &ignored)
        || !is_sound_head(&head, number) || fstat(fd, &file)
        || file.st_size < HEAD + head.size * (off_t)sizeof(float)
        || (listen->size > 0 && listen->size != head.size)) {
        close(fd);
        return;
    }
    listen->rate = head.rate;
    listen->size = head.size;
    *channel = (struct listen_channel){fd, head.since, head.end + CHUNK, head.end};
}

static void
load_marks(struct listen *listen)
{
    struct ring_mark slot;
    struct fault ignored;
    const int fd = open_marks(listen->folder, O_RDONLY);

    if (fd < 0)
        return;
    for (unsigned i = 0; i < MARKS_MAX; i++) {
        if (read_run(fd, &slot, sizeof slot, (int64_t)(i * sizeof slot), MARKS,
                     &ignored))
            break;
        if (slot.number % MARKS_MAX != (i + 1) % MARKS_MAX)
            continue;
        listen->marks[i] = (struct listen_mark){slot.input, slot.at, slot.latency,
                                                slot.rolls != 0};
        if (slot.number > listen->n_marks)
            listen->n_marks = slot.number;
    }
    close(fd);
}

enum status
listen_load(struct listen **out, const char *folder, struct fault *fault)
{
    *out = NULL;
    struct listen *listen = make_listen(folder);
    if (!listen)
        return fault_errno(fault, ENOMEM, folder);
    for (unsigned i = 0; i < LISTEN_MAX_CHANNELS; i++)
        load_channel(listen, i);
    if (listen->size == 0) {
        listen_leave(listen);
        return fault_set(fault, ST_NOT_FOUND, folder,
                         _("holds nothing that was played"));
    }
    load_marks(listen);
    *out = listen;
    return ST_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/recording.h"

#include "base/text.h"
#include "media/soundhead.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHANNELS_MAX = 32, CHUNK = 4096, HEAD_MAX = 65536 };

struct recording {
    char *path, *title;
    int fd;
    bool named; /* the folder's entry is on the disk */
    struct soundhead_spec spec;
    struct sound_origin origin;
    size_t frame;  /* bytes */
    size_t head;   /* bytes before the first frame */
    int64_t frames;
    unsigned char *chunk;
};

static enum status
write_at(int fd, const void *bytes, size_t size, int64_t at, const char *path,
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

/* The whole head at once: it lies in a page or two, so that it is never half of
 * two. */
static enum status
write_head(struct recording *recording, int64_t frames, struct fault *fault)
{
    size_t size;
    void *head = soundhead_make(&recording->spec, frames, &size);

    if (!head)
        return fault_errno(fault, ENOMEM, recording->path);
    const enum status status
        = write_at(recording->fd, head, size, 0, recording->path, fault);
    recording->head = size;
    free(head);
    return status;
}

/* --- begin -------------------------------------------------------------------- */

static void
free_recording(struct recording *recording)
{
    if (recording->fd >= 0)
        close(recording->fd);
    free(recording->chunk);
    free(recording->title);
    free(recording->path);
    free(recording);
}

static enum status
make(struct recording *recording, const char *path,
     const struct recording_spec *spec, struct fault *fault)
{
    recording->fd = -1;
    recording->path = strdup(path);
    recording->title = strdup(spec->title ? spec->title : "");
    recording->frame = spec->channels * sizeof(float);
    recording->chunk = malloc(CHUNK * recording->frame);
    if (!recording->path || !recording->title || !recording->chunk)
        return fault_errno(fault, ENOMEM, path);
    if (spec->origin)
        recording->origin = *spec->origin;
    recording->spec = (struct soundhead_spec){
        .form = SOUNDHEAD_WAV,
        .format = SAMPLE_F32LE,
        .rate = spec->rate,
        .channels = spec->channels,
        .tags = {[SOUND_TITLE] = recording->title},
        .origin = spec->origin ? &recording->origin : NULL,
    };
    recording->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (recording->fd < 0)
        return fault_errno(fault, errno, path);

    const enum status status = write_head(recording, 0, fault);
    if (status)
        unlink(path);
    return status;
}

enum status
recording_begin(struct recording **out, const char *path,
                const struct recording_spec *spec, struct fault *fault)
{
    *out = NULL;
    if (spec->channels < 1 || spec->channels > CHANNELS_MAX || spec->rate == 0)
        return fault_set(fault, ST_RANGE, path, _("a take of %u channels at %u Hz"),
                         spec->channels, spec->rate);

    struct recording *recording = calloc(1, sizeof *recording);
    if (!recording)
        return fault_errno(fault, ENOMEM, path);
    const enum status status = make(recording, path, spec, fault);
    if (status) {
        free_recording(recording);
        return status;
    }
    *out = recording;
    return ST_OK;
}

/* --- write -------------------------------------------------------------------- */

static int64_t
place(const struct recording *recording, int64_t frames)
{
    return (int64_t)recording->head + frames * (int64_t)recording->frame;
}

/* As it was: what was written in part is no frame of ours. */
static void
take_back(struct recording *recording)
{
    if (ftruncate(recording->fd, place(recording, recording->frames)))
        /* the head does not count it, and recording_recover() may find it */
        return;
}

static enum status
append(struct recording *recording, const float *const planar[], size_t frames,
       struct fault *fault)
{
    for (size_t done = 0; done < frames;) {
        const size_t n = frames - done < CHUNK ? frames - done : CHUNK;
        const float *from[CHANNELS_MAX];

        for (unsigned c = 0; c < recording->spec.channels; c++)
            from[c] = planar[c] + done;
        convert_write(recording->chunk, SAMPLE_F32LE, from,
                      recording->spec.channels, n);
        const enum status status
            = write_at(recording->fd, recording->chunk, n * recording->frame,
                       place(recording, recording->frames + (int64_t)done),
                       recording->path, fault);
        if (status)
            return status;
        done += n;
    }
    return ST_OK;
}

enum status
recording_write(struct recording *recording, const float *const planar[],
                size_t frames, struct fault *fault)
{
    enum status status = append(recording, planar, frames, fault);

    if (!status)
        status = write_head(recording, recording->frames + (int64_t)frames, fault);
    if (status)
        take_back(recording);
    else
        recording->frames += (int64_t)frames;
    return status;
}

enum status
recording_silence(struct recording *recording, int64_t frames, struct fault *fault)
{
    enum status status = ST_OK;

    if (ftruncate(recording->fd, place(recording, recording->frames + frames)))
        status = fault_errno(fault, errno, recording->path);
    else
        status = write_head(recording, recording->frames + frames, fault);
    if (status)
        take_back(recording);
    else
        recording->frames += frames;
    return status;
}

/* --- sync and end ------------------------------------------------------------- */

static enum status
sync_folder(const struct recording *recording, struct fault *fault)
{
    char *folder = strdup(recording->path);

    if (!folder)
        return fault_errno(fault, ENOMEM, recording->path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    const int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = fd < 0 || fsync(fd) ? errno : 0;
    if (fd >= 0)
        close(fd);
    free(folder);
    /* Some file systems do not sync a folder. */
    return error && error != EINVAL ? fault_errno(fault, error, recording->path)
                                    : ST_OK;
}

enum status
recording_sync(struct recording *recording, struct fault *fault)
{
    if (fdatasync(recording->fd))
        return fault_errno(fault, errno, recording->path);
    if (recording->named)
        return ST_OK;
    const enum status status = sync_folder(recording, fault);
    recording->named = !status;
    return status;
}

enum status
recording_close(struct recording *recording, struct fault *fault)
{
    enum status status = recording_sync(recording, fault);
    const int fd = recording->fd;

    recording->fd = -1;
    if (close(fd) && !status)
        status = fault_errno(fault, errno, recording->path);
    free_recording(recording);
    return status;
}

void
recording_abort(struct recording *recording, bool remove)
{
    if (!recording)
        return;
    if (remove)
        unlink(recording->path);
    free_recording(recording);
}

int64_t
recording_frames(const struct recording *recording)
{
    return recording->frames;
}

/* --- what was cut off --------------------------------------------------------- */

static uint64_t
number(const unsigned char *bytes, unsigned size)
{
    uint64_t value = 0;

    while (size-- > 0)
        value = value << 8 | bytes[size];
    return value;
}

static void
set_number(unsigned char *bytes, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (unsigned char)(value >> 8 * i);
}

/* Where things stand in a head of ours (soundhead.c): the place of ds64 is the
 * first chunk. */
struct places {
    size_t fact, data; /* of the chunks' contents; 0: none */
    size_t frame;
};

static bool
find_places(const unsigned char *head, size_t size, struct places *places)
{
    *places = (struct places){0};
    if (size < 48 || (memcmp(head, "RIFF", 4) != 0 && memcmp(head, "RF64", 4) != 0)
        || memcmp(head + 8, "WAVE", 4) != 0 || number(head + 16, 4) != 28)
        return false;
    for (size_t at = 12; at + 8 <= size;) {
        const uint64_t length = number(head + at + 4, 4);

        if (memcmp(head + at, "data", 4) == 0) {
            places->data = at + 8;
            return places->frame > 0;
        }
        if (memcmp(head + at, "fmt ", 4) == 0 && length >= 16 && at + 24 <= size)
            places->frame = number(head + at + 8 + 12, 2);
        if (memcmp(head + at, "fact", 4) == 0)
            places->fact = at + 8;
        at += 8 + length + length % 2;
    }
    return false;
}

/* The sizes as soundhead_make() puts them; returns whether any was another. */
static bool
put_right(unsigned char *head, const struct places *places, int64_t frames)
{
    unsigned char before[HEAD_MAX];
    const uint64_t data = (uint64_t)frames * places->frame;
    const uint64_t all = places->data - 8 + data;
    const bool large = all > UINT32_MAX - 65536 || memcmp(head, "RF64", 4) == 0;

    memcpy(before, head, places->data);
    memcpy(head, large ? "RF64" : "RIFF", 4);
    set_number(head + 4, large ? UINT32_MAX : all, 4);
    memcpy(head + 12, large ? "ds64" : "JUNK", 4);
    memset(head + 20, 0, 28);
    if (large) {
        set_number(head + 20, all, 8);
        set_number(head + 28, data, 8);
        set_number(head + 36, (uint64_t)frames, 8);
    }
    if (places->fact)
        set_number(head + places->fact, frames < UINT32_MAX ? frames : UINT32_MAX,
                   4);
    set_number(head + places->data - 4, large ? UINT32_MAX : data, 4);
    return memcmp(before, head, places->data) != 0;
}

static enum status
mend(const char *path, unsigned char *head, const struct places *places,
     int64_t frames, bool wrong, bool rest, struct fault *fault)
{
    if (!wrong && !rest)
        return ST_OK;

    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(fault, errno, path);
    enum status status = ST_OK;
    if (rest
        && ftruncate(fd, (int64_t)places->data + frames * (int64_t)places->frame))
        status = fault_errno(fault, errno, path);
    if (!status)
        status = write_at(fd, head, places->data, 0, path, fault);
    if (!status && fdatasync(fd))
        status = fault_errno(fault, errno, path);
    close(fd);
    return status;
}

enum status
recording_recover(const char *path, int64_t *frames, struct fault *fault)
{
    unsigned char head[HEAD_MAX];
    struct places places;
    struct stat is;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    *frames = 0;
    if (fd < 0)
        return fault_errno(fault, errno, path);
    const int error = fstat(fd, &is) ? errno : 0;
    const ssize_t size = error ? 0 : pread(fd, head, sizeof head, 0);
    close(fd);
    if (error || size < 0)
        return fault_errno(fault, error ? error : errno, path);
    if (!S_ISREG(is.st_mode) || !find_places(head, (size_t)size, &places))
        return fault_set(fault, ST_KIND, path, _("no recording of a take"));

    const int64_t bytes = is.st_size - (int64_t)places.data;
    *frames = bytes / (int64_t)places.frame;
    const bool wrong = put_right(head, &places, *frames);
    return mend(path, head, &places, *frames, wrong,
                bytes % (int64_t)places.frame != 0, fault);
}

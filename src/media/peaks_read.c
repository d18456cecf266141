/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "media/peaks_priv.h"
#include "media/peakscan.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { WINDOW = 8192 };

struct peaks {
    const char *map;
    size_t size;
    struct peaks_head head; /* a copy: what was checked stays what it was */
};

/* --- opening ----------------------------------------------------------------- */

static bool
levels_hold(const struct peaks_head *head, const char *map, size_t size)
{
    unsigned l = 0;

    if (head->levels > PEAKS_LEVELS || (head->levels == 0) != (head->frames == 0))
        return false;
    for (; l < head->levels; l++) {
        const struct peaks_level *level = &head->level[l];
        uint64_t bytes;

        if (level->buckets != peaks_buckets(head->frames, l)
            || __builtin_mul_overflow(level->buckets,
                                      head->channels * sizeof(struct peaks_record),
                                      &bytes)
            || level->offset % 64 != 0 || level->offset > size
            || bytes > size - level->offset
            || XXH3_64bits(map + level->offset, bytes) != level->checksum)
            return false;
    }
    return l == 0 || head->level[l - 1].buckets <= PEAKS_TOP;
}

static enum status
check(const char *map, size_t size, const struct peaks_key *key, const char *path,
      struct fault *fault)
{
    const struct peaks_head *head = (const struct peaks_head *)map;

    if (memcmp(head->magic, "RemPeaks", 8) != 0)
        return fault_set(fault, ST_KIND, path, "%s", _("is no peak file"));
    if (head->endian == PEAKS_ENDIAN && head->version > PEAKS_VERSION)
        return fault_set(fault, ST_NEWER, path, "%s",
                         _("was written by a newer version"));
    if (XXH3_64bits(head, offsetof(struct peaks_head, checksum)) != head->checksum
        || head->version != PEAKS_VERSION || head->endian != PEAKS_ENDIAN
        || head->bucket != PEAKS_FRAMES || head->step != PEAKS_STEP
        || head->channels < 1 || head->channels > PEAKS_MAX_CHANNELS
        || head->frames < 0 || head->frames > INT64_C(1) << 48
        || !levels_hold(head, map, size))
        return fault_set(fault, ST_DAMAGED, path, "%s",
                         _("its checksum does not fit"));
    if (key
        && (head->source_bytes != key->bytes
            || (key->hash[0] && head->source_hash[0]
                && strncmp(head->source_hash, key->hash, sizeof key->hash) != 0)))
        return fault_set(fault, ST_DIFFERS, path, "%s",
                         _("belongs to another sound"));
    return ST_OK;
}

static enum status
map_file(struct peaks *peaks, const char *path, struct fault *fault)
{
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat st;
    enum status status = ST_OK;

    if (fd < 0)
        return fault_errno(fault, errno, path);
    if (fstat(fd, &st) != 0) {
        status = fault_errno(fault, errno, path);
    } else if (!S_ISREG(st.st_mode)) {
        status = fault_set(fault, ST_KIND, path, "%s", _("is no peak file"));
    } else if (st.st_size < (off_t)sizeof peaks->head) {
        status = fault_set(fault, ST_DAMAGED, path, "%s", _("is cut short"));
    } else {
        void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);

        if (map == MAP_FAILED) {
            status = fault_errno(fault, errno, path);
        } else {
            peaks->map = map;
            peaks->size = (size_t)st.st_size;
        }
    }
    close(fd);
    return status;
}

enum status
peaks_open(struct peaks **out, const char *path, const struct peaks_key *key,
           struct fault *fault)
{
    struct peaks *peaks = calloc(1, sizeof *peaks);
    enum status status;

    *out = NULL;
    if (!peaks)
        return fault_errno(fault, ENOMEM, path);
    status = map_file(peaks, path, fault);
    if (status == ST_OK)
        status = check(peaks->map, peaks->size, key, path, fault);
    if (status != ST_OK) {
        peaks_close(peaks);
        return status;
    }
    memcpy(&peaks->head, peaks->map, sizeof peaks->head);
    *out = peaks;
    return ST_OK;
}

void
peaks_close(struct peaks *peaks)
{
    if (!peaks)
        return;
    if (peaks->map)
        munmap((void *)peaks->map, peaks->size);
    free(peaks);
}

unsigned
peaks_channels(const struct peaks *peaks)
{
    return peaks->head.channels;
}

int64_t
peaks_frames(const struct peaks *peaks)
{
    return peaks->head.frames;
}

/* --- columns ----------------------------------------------------------------- */

/* Frames from `first` up to `end`, within the sound; empty: first >= end. */
struct span {
    int64_t first;
    int64_t end;
};

static struct span
column_span(const struct peaks *peaks, double start, double width, size_t index)
{
    const double most = (double)peaks->head.frames;
    double first = floor(start + (double)index * width);
    double end = ceil(start + (double)(index + 1) * width);

    if (end <= first)
        end = first + 1;
    return (struct span){(int64_t)fmin(fmax(first, 0), most),
                         (int64_t)fmin(fmax(end, 0), most)};
}

static unsigned
level_for(const struct peaks *peaks, double width)
{
    unsigned level = 0;

    while (level + 1 < peaks->head.levels
           && (double)peaks_width(level + 1) * PEAKS_STEP <= width)
        level++;
    return level;
}

static struct peak
from_buckets(const struct peaks *peaks, unsigned level, unsigned channel,
             struct span span)
{
    const size_t channels = peaks->head.channels;
    const int64_t width = peaks_width(level);
    const struct peaks_record *records
        = (const struct peaks_record *)(peaks->map
                                        + peaks->head.level[level].offset);
    struct peak peak = {INFINITY, -INFINITY, 0};
    double energy = 0;
    int64_t sum = 0;

    for (int64_t b = span.first / width; b * width < span.end; b++) {
        const struct peaks_record *record
            = records + (size_t)b * channels + channel;
        const float rms = half_float(record->rms);
        const int64_t left = peaks->head.frames - b * width;
        const int64_t n = left < width ? left : width;

        peak.min = fminf(peak.min, half_float(record->min));
        peak.max = fmaxf(peak.max, half_float(record->max));
        energy += (double)rms * rms * (double)n;
        sum += n;
    }
    peak.rms = (float)sqrt(energy / (double)sum);
    return peak;
}

/* Samples of one channel in memory, on their way past. */
struct window {
    const struct soundfile *file;
    int64_t first;
    int64_t end;
    void *raw;
    float *samples; /* WINDOW */
};

static bool
window_new(struct window *window, const struct soundfile *file)
{
    const struct soundfile_info *info = soundfile_info(file);

    *window = (struct window){.file = file};
    window->raw
        = malloc(WINDOW * (size_t)info->channels * sample_bytes(info->format));
    window->samples = malloc(WINDOW * sizeof(float));
    return window->raw && window->samples;
}

/* No span is longer than a window.  What cannot be read is silence. */
static struct peak
from_samples(struct window *window, unsigned channel, struct span span)
{
    const struct soundfile_info *info = soundfile_info(window->file);
    struct peakscan found;

    if (span.first < window->first || span.end > window->end) {
        int64_t got
            = soundfile_read_raw(window->file, span.first, WINDOW, window->raw);

        if (got < 0)
            got = 0;
        convert_read(&window->samples, channel, 1, window->raw, info->format,
                     info->channels, (size_t)got);
        memset(window->samples + got, 0, (size_t)(WINDOW - got) * sizeof(float));
        window->first = span.first;
        window->end = span.first + WINDOW;
    }
    const int64_t frames = span.end - span.first;

    peakscan(window->samples + (span.first - window->first), (size_t)frames,
             &found);
    return (struct peak){found.min, found.max,
                         (float)sqrt(found.energy / (double)frames)};
}

void
peaks_columns(const struct peaks *peaks, const struct soundfile *file,
              unsigned channel, double start, double frames_a_column, size_t count,
              struct peak columns[])
{
    const unsigned level = level_for(peaks, frames_a_column);
    struct window window = {.file = NULL};
    bool exact = file && frames_a_column < PEAKS_FRAMES && soundfile_info(file)->raw
                 && channel < soundfile_info(file)->channels;

    assert(channel < peaks->head.channels && frames_a_column > 0);
    if (exact)
        exact = window_new(&window, file); /* no memory: whole buckets will do */
    for (size_t i = 0; i < count; i++) {
        const struct span span = column_span(peaks, start, frames_a_column, i);

        if (span.first >= span.end)
            columns[i] = (struct peak){0, 0, 0};
        else if (exact)
            columns[i] = from_samples(&window, channel, span);
        else
            columns[i] = from_buckets(peaks, level, channel, span);
    }
    free(window.raw);
    free(window.samples);
}

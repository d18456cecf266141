/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peaks.h: what a sound looks like from far away: minimum, maximum and RMS.
 *
 * A peak file is a cache beside the song (peaks/): a pyramid whose first level has
 * a bucket for every PEAKS_FRAMES frames of each channel, and every further one for
 * PEAKS_STEP buckets of the level below.  It may be deleted at any time; when it is
 * missing, damaged or stale, peaks_build() makes it anew from the sound. The file's
 * format stands at the head of peaks.c. */
#ifndef MEDIA_PEAKS_H
#define MEDIA_PEAKS_H

#include "base/fault.h"
#include "dsp/convert.h"
#include "media/soundfile.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PEAKS_FRAMES = 256,
    PEAKS_STEP = 4,
    PEAKS_MAX_CHANNELS = 32,
    PEAKS_PATH_SIZE = 4096,
};

/* The sound that peaks belong to: the size of its file and the XXH3-128 of the
 * file's bytes, in hexadecimal («» matches any, where nobody knows it). */
struct peaks_key {
    int64_t bytes;
    char hash[33];
};

struct peak {
    float min;
    float max;
    float rms;
};

/* --- building ---------------------------------------------------------------- */

struct peaks_builder;

/* Any thread, one at a time for a builder: begin a peak file at `path` (written
 * under a temporary name beside it).  The caller owns *out and ends it with _finish
 * or _abort.  Fails: ST_RANGE (channels), ST_NO_MEM, and what the disk says. */
NODISCARD enum status peaks_builder_new(struct peaks_builder **out,
                                        const char *path, unsigned channels,
                                        uint32_t rate, struct fault *fault);

/* The same thread: the next frames, one array each channel, however they are cut:
 * the result does not depend on it.  Failing disks are told by
 * peaks_builder_finish(). */
void peaks_builder_feed(struct peaks_builder *builder, const float *const planar[],
                        size_t frames);

/* The same thread: the same from raw bytes.  Returns how many samples were not
 * finite (they count as 0). */
size_t peaks_builder_feed_raw(struct peaks_builder *builder, const void *raw,
                              enum sample_format format, size_t frames);

/* The same thread: write the coarser levels and the checksums and give the file its
 * name, replacing an older one; `path`, in the same folder, if not NULL, instead of
 * that it began with.  Frees the builder in any case; where it fails (ST_NO_SPACE,
 * ST_IO, …), no file is left behind. */
NODISCARD enum status peaks_builder_finish(struct peaks_builder *builder,
                                           const char *path,
                                           const struct peaks_key *key,
                                           struct fault *fault);
void peaks_builder_abort(struct peaks_builder *builder);

/* Any thread: read the sound at `source` once, and make its peaks at `path`; `key`,
 * if not NULL, gets what was found.  `cancel` may be NULL.  Fails as
 * soundfile_open() and the two above, ST_CANCELLED, ST_UNSUPPORTED (more than
 * PEAKS_MAX_CHANNELS). */
NODISCARD enum status peaks_build(const char *source, const char *path,
                                  struct peaks_key *key, const atomic_bool *cancel,
                                  struct fault *fault);

/* Any thread: where the peaks of a source lie in the project's folder: «peaks/» and
 * the file's name for audio/…, or a hash of an absolute path.  Fails with ST_RANGE
 * if too long. */
NODISCARD enum status peaks_path(const char *project, const char *source,
                                 char path[PEAKS_PATH_SIZE]);

/* --- reading ----------------------------------------------------------------- */

struct peaks;

/* Any thread: map the peaks at `path`; the caller owns *out.  Fails, *out NULL:
 * ST_NOT_FOUND, ST_DAMAGED (checksums, sizes), ST_NEWER, ST_DIFFERS (another
 * sound's than `key`; NULL asks nothing), ST_KIND, ST_IO: after each, peaks_build()
 * mends. */
NODISCARD enum status peaks_open(struct peaks **out, const char *path,
                                 const struct peaks_key *key, struct fault *fault);
void peaks_close(struct peaks *peaks);

unsigned peaks_channels(const struct peaks *peaks);
int64_t peaks_frames(const struct peaks *peaks);

/* Any thread, several at once: `count` columns of one channel, column i over the
 * frames from start + i * frames_a_column up to start + (i + 1) * frames_a_column
 * (edges rounded outwards to whole frames; what lies before or behind the sound is
 * 0).  Minimum and maximum never understate.  With `file` (the raw sound itself, or
 * NULL), columns finer than PEAKS_FRAMES are read from it and are exact; without,
 * and above, a column takes in whole buckets, each no wider than PEAKS_FRAMES or a
 * quarter of the column, and so overstates by less than a bucket on each side. */
void peaks_columns(const struct peaks *peaks, const struct soundfile *file,
                   unsigned channel, double start, double frames_a_column,
                   size_t count, struct peak columns[]);

#endif

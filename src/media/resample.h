/* SPDX-License-Identifier: GPL-3.0-or-later */
/* resample.h: whole sounds to another rate (soxr, VHQ, linear phase).
 *
 * What comes out begins where the sound began, and has round(frames * to / from)
 * frames, halves upwards.  The result does not depend on how the sound is cut. */
#ifndef MEDIA_RESAMPLE_H
#define MEDIA_RESAMPLE_H

#include "base/fault.h"

#include <stdint.h>

struct resampler;

/* Who takes what comes out, one array a channel; a status that is not ST_OK ends
 * the call in which it happens, and is its answer. */
struct resample_sink {
    enum status (*take)(void *user, float *const planar[], size_t frames,
                        struct fault *fault);
    void *user;
};

/* Any thread, one at a time: from `from` Hz to `to` Hz, 1 … 1024 channels.
 * ST_NO_MEM, ST_UNSUPPORTED. */
NODISCARD enum status resampler_new(struct resampler **out, unsigned channels,
                                    uint32_t from, uint32_t to,
                                    struct resample_sink sink, struct fault *fault);
NODISCARD enum status resampler_push(struct resampler *resampler,
                                     float *const planar[], size_t frames,
                                     struct fault *fault);

/* The sound is over: what is left comes out. */
NODISCARD enum status resampler_end(struct resampler *resampler,
                                    struct fault *fault);
void resampler_free(struct resampler *resampler);

/* Any thread: round(frames * to / from), halves upwards; INT64_MAX if that is too
 * much. */
int64_t resampled_frames(int64_t frames, uint32_t from, uint32_t to);

#endif

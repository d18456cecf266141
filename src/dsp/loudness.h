/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loudness.h: how loud it is, after ITU-R BS.1770-4 and EBU R 128 (Tech 3341), and
 * its true peak.
 *
 * Momentary (400 ms) and short-term (3 s) are brought up to date every 100 ms.
 * Integrated is gated twice (-70 LUFS, and 10 LU below what the first leaves);
 * blocks are kept as a histogram of 0.1 LU with the exact power in each step, so
 * that an hour costs as much memory as a second, and only the second gate is
 * rounded, to 0.1 LU.
 *
 * The range (LRA, EBU Tech 3342) is what lies between the 10th and the 95th
 * percentile of all short-term loudnesses, ten a second, that are above -70 LUFS
 * and not more than 20 LU below their mean power; they are kept in the same way. */
#ifndef DSP_LOUDNESS_H
#define DSP_LOUDNESS_H

#include "base/base.h"

#include <stdint.h>

struct loudness;

struct loudness_reading {
    float momentary;     /* LUFS; -HUGE_VALF: silence, or nothing yet */
    float shortterm;
    float integrated;
    float max_momentary; /* the greatest since the last reset */
    float max_shortterm;
    float range;         /* LU; -HUGE_VALF: nothing yet, or all of it too quiet */
    /* linear, a channel each, the greatest since the last reset */
    float true_peak[2];
};

/* Main thread: for 1 or 2 channels.  Takes all the memory it will ever need.
 * Fails, *out NULL: ST_NO_MEM, ST_RANGE (rate not 8000 … 384000). */
NODISCARD enum status loudness_new(struct loudness **out, uint32_t rate,
                                   unsigned channels);

/* Main thread; NULL is allowed. */
void loudness_free(struct loudness *loudness);

/* Process thread: as new. */
RT void loudness_reset(struct loudness *loudness);

/* Process thread: add `frames` frames.  Samples that are not finite count as 0. */
RT void loudness_process(struct loudness *loudness, const float *const in[],
                         size_t frames);

/* Process thread: the reading as of the last frame (loudness, of the last full 100
 * ms). */
RT void loudness_read(const struct loudness *loudness,
                      struct loudness_reading *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* limiter_rt.h: the state that limiter.c makes and limiter_rt.c runs.
 *
 *   in ─ drive ─┬──────────── line: latency frames ─────────────────────────× ─ out
 *               └─ true peak ─ least of the window ─ release ─ two means ───┘
 *
 * A peak's wish for gain is known half the taps after it came in.  The least of the
 * last `window` wishes holds it until the peak has gone out; the means, whose
 * lengths together are the look-ahead, have by then come down to it on a smooth
 * curve, and cannot be above it from LIMITER_HOLD frames before the peak to as many
 * after. */
#ifndef DSP_LIMITER_RT_H
#define DSP_LIMITER_RT_H

#include "dsp/limiter.h"
#include "dsp/truepeak.h"

#include <stdbool.h>

enum {
    LIMITER_BLOCK = 64,     /* frames at a time */
    LIMITER_TAPS = 48,      /* of each phase between two samples */
    LIMITER_CENTRE = LIMITER_TAPS / 2,
    LIMITER_HOLD = 8,
    LIMITER_MEAN_MAX = 512, /* the longest mean: 1 ms at 384 kHz */
    LIMITER_LINE_MAX = 2 * LIMITER_MEAN_MAX + LIMITER_CENTRE + LIMITER_HOLD,
    LIMITER_WINDOW_MAX = 2 * LIMITER_MEAN_MAX + 2 * LIMITER_HOLD,
    LIMITER_ONE = 1 << 30,  /* a gain of 1: gains are integers, their sums exact */
    LIMITER_GLIDE = 512,    /* frames in which the drive gets there */
};

struct limiter {
    float phases[3][LIMITER_TAPS];
    struct truepeak meter; /* what the meters see */
    uint32_t rate, latency;
    unsigned window; /* frames over which the least wish counts */
    unsigned mean;   /* frames of each of the two means */
    double mean_scale;

    float set[LIMITER_CONTROLS];
    float threshold;
    uint32_t release; /* share of the way to 1 in a frame, of 2^32 */
    float drive, drive_from, drive_to;
    unsigned glide; /* frames that are left of it */

    float line[2][LIMITER_LINE_MAX + LIMITER_BLOCK];
    /* the last window - 1, and the new */
    int32_t wish[LIMITER_WINDOW_MAX + LIMITER_BLOCK];
    int32_t gain[LIMITER_MEAN_MAX + LIMITER_BLOCK]; /* released: the last mean, … */
    /* of `mean` gains: the last mean, … */
    int64_t sum[LIMITER_MEAN_MAX + LIMITER_BLOCK];
    int64_t gain_sum, sum_sum;
    float least; /* gain, since it was taken */
};

#endif

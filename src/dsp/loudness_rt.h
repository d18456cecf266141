/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loudness_rt.h: the state that loudness.c makes and loudness_rt.c runs. */
#ifndef DSP_LOUDNESS_RT_H
#define DSP_LOUDNESS_RT_H

#include "dsp/loudness.h"
#include "dsp/truepeak.h"

enum {
    LOUDNESS_STEPS = 30, /* of 100 ms: short-term */
    LOUDNESS_GATE = 4,   /* of 100 ms: momentary, and a gating block */
    LOUDNESS_BINS = 1000,/* of 0.1 LU from -70 LUFS up */
    LOUDNESS_BLOCK = 64, /* frames at a time */
};

/* Four filters side by side: the first stage of left and right, and the second,
 * which is given what the first made of the frame before. */
typedef double quad __attribute__((vector_size(32)));

struct weighting {
    quad b0, b1, b2, a1, a2;
};

/* How many blocks there were of each loudness, and the power of all of them. */
struct loudness_blocks {
    uint64_t count[LOUDNESS_BINS];
    double power[LOUDNESS_BINS];
};

struct loudness {
    struct weighting weighting;
    quad s1, s2, last, power;  /* states; what came out last; its squares' sum */
    unsigned channels;
    uint32_t step_frames;      /* frames of 100 ms */
    uint32_t frame;            /* of these, done */
    unsigned step;             /* where the next step's power goes */
    uint64_t steps;            /* done since the reset */
    double steps_power[LOUDNESS_STEPS];
    struct loudness_blocks gating; /* of 400 ms */
    struct loudness_blocks shortterm;
    struct loudness_reading reading;
    struct truepeak truepeak;
    int32_t peak[2]; /* bits */
    float recent[2][TRUEPEAK_HISTORY + LOUDNESS_BLOCK];
};

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reverb_rt.h: the state that reverb.c makes, reverb_set.c steers and reverb_rt.c
 * runs.
 *
 *   in ─ cuts ─ history ─┬─ early: 18 reflections a side ───────────────┬─ width ─
 *     wet ─ out
 *        (2 channels)    └─ 4 allpasses a side ─┬─────────┐             │
 *                           ┌─ 16 lines ─ decay ┴ ± sums ─┼─ late ──────┘
 *                           └──── Hadamard / 4 ───── + ───┘
 *
 * Frames are collected into blocks of REVERB_BLOCK, counted from the reset; what a
 * block makes is heard during the next one, which is 64 frames of the pre-delay.
 * So nothing can depend on how the caller cuts.  A block is run in steps of 16
 * frames: short enough that no line's output depends on its own step's input, so
 * that lines, taps and allpasses are computed many frames at a time, and only the
 * decay's filters one frame at a time, there with the 16 lines as lanes. */
#ifndef DSP_REVERB_RT_H
#define DSP_REVERB_RT_H

#include "dsp/reverb.h"

#include <stdbool.h>

enum {
    REVERB_LINES = 16,
    REVERB_BLOCK = 64,
    REVERB_STEP = 16,
    REVERB_EARLY_TAPS = 18,
    REVERB_DIFFUSERS = 4,
    REVERB_POINTS = 8,  /* of the interpolation of a line that wanders */
    REVERB_GUARD = 32,  /* frames that stand at both ends of a ring */
    REVERB_FADE = 1024, /* frames in which the taps move over */
};

typedef float v8 __attribute__((vector_size(32)));
typedef int32_t v8i __attribute__((vector_size(32)));
typedef float v4 __attribute__((vector_size(16)));

/* The last frames of something, at time & mask; the first REVERB_GUARD once more
 * behind the end, so that a span need not look for it. */
struct reverb_ring {
    float *x;
    uint32_t mask;
};

/* A state variable filter (A. Simper, «Solving the continuous SVF equations using
 * trapezoidal integration», Cytomic 2013): what it computes with, and its shape. */
struct reverb_svf8 {
    v8 a1, a2, a3, m0, m1, m2;
};

struct reverb_svf4 {
    v4 a1, a2, a3, m0, m1, m2;
};

struct reverb_taps {
    uint32_t early[2][REVERB_EARLY_TAPS]; /* frames back from now */
    uint32_t late;
};

/* Factors that go straight from one block's to the next's. */
struct reverb_gains {
    float early, late, side, dry, diffusion;
};

struct reverb {
    struct reverb_svf8 low[2], high[2]; /* 16 lines in two halves */
    v8 low_1[2], low_2[2], high_1[2], high_2[2];
    /* low cut of left and right, high cut of left and right */
    struct reverb_svf4 cuts;
    v4 cuts_1, cuts_2, cuts_last;

    uint32_t rate;
    float set[REVERB_CONTROLS], now[REVERB_CONTROLS];
    bool moving;   /* now is not yet where it is set */
    bool retap;    /* pre-delay or size have been set */
    float glide;   /* share of the way a control goes in a block */

    int64_t frame;  /* of the next block's first, since the reset */
    unsigned fill;  /* frames of it that are in */
    float in[2][REVERB_BLOCK], wet[2][REVERB_BLOCK];
    struct reverb_gains from, to;

    struct reverb_ring history[2];
    struct reverb_taps taps, next_taps;
    unsigned fade; /* frames that are left of it */

    struct reverb_ring diffuser[2][REVERB_DIFFUSERS];
    uint32_t diffuser_frames[2][REVERB_DIFFUSERS];

    struct reverb_ring line[REVERB_LINES];
    int32_t length[REVERB_LINES], length_set[REVERB_LINES]; /* frames */
    uint32_t longest;
    uint32_t phase[REVERB_LINES], turn[REVERB_LINES]; /* of 2^32; a step's */
    float depth, depth_now;    /* frames */
    float wander[REVERB_LINES]; /* frames, at the end of the step before */

    uint8_t *prime; /* whether a length is one, to longest */
    float *memory;  /* of all rings */
    size_t floats;
};

/* Steer: the next block's values, from where the controls are now. */
RT void reverb_steer(struct reverb *reverb);

#endif

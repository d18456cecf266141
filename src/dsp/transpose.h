/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transpose.h: between planar channels and lanes.  As lanes.h, for kernels alone.
 *
 * LANE_WIDTH rows of as many floats are turned over in registers: shuffles of two
 * rows move single elements, then pairs, then fours (fours twice, of 16 lanes). */
#ifndef DSP_TRANSPOSE_H
#define DSP_TRANSPOSE_H

#include "dsp/lanes.h"

#include <string.h>

/* What each shuffle takes of its two rows, which are counted through. */
#if LANE_WIDTH == 4
#define ONES_LOW 0, 4, 1, 5
#define ONES_HIGH 2, 6, 3, 7
#define TWOS_LOW 0, 1, 4, 5
#define TWOS_HIGH 2, 3, 6, 7
#elif LANE_WIDTH == 8
#define ONES_LOW 0, 8, 1, 9, 4, 12, 5, 13
#define ONES_HIGH 2, 10, 3, 11, 6, 14, 7, 15
#define TWOS_LOW 0, 1, 8, 9, 4, 5, 12, 13
#define TWOS_HIGH 2, 3, 10, 11, 6, 7, 14, 15
#define FOURS_LOW 0, 1, 2, 3, 8, 9, 10, 11
#define FOURS_HIGH 4, 5, 6, 7, 12, 13, 14, 15
#else
#define ONES_LOW 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define ONES_HIGH 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define TWOS_LOW 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define TWOS_HIGH 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define FOURS_LOW 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27
#define FOURS_HIGH 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31
#endif

/* row[i] becomes column i. */
INLINE void
lanes_transpose(lanes row[LANE_WIDTH])
{
    lanes one[LANE_WIDTH];

    for (int i = 0; i < LANE_WIDTH; i += 4) {
        for (int j = i; j < i + 4; j += 2) {
            one[j] = __builtin_shufflevector(row[j], row[j + 1], ONES_LOW);
            one[j + 1] = __builtin_shufflevector(row[j], row[j + 1], ONES_HIGH);
        }
        for (int j = 0; j < 2; j++) {
            const lanes a = one[i + j], b = one[i + j + 2];

            row[i + 2 * j] = __builtin_shufflevector(a, b, TWOS_LOW);
            row[i + 2 * j + 1] = __builtin_shufflevector(a, b, TWOS_HIGH);
        }
    }
    /* Now row[4 i + c] has, in its block k, column 4 k + c of rows 4 i on. */
#if LANE_WIDTH == 8
    for (int c = 0; c < 4; c++) {
        const lanes a = row[c], b = row[c + 4];

        row[c] = __builtin_shufflevector(a, b, FOURS_LOW);
        row[c + 4] = __builtin_shufflevector(a, b, FOURS_HIGH);
    }
#elif LANE_WIDTH == 16
    for (int c = 0; c < 4; c++) {
        const lanes even_ab
            = __builtin_shufflevector(row[c], row[c + 4], FOURS_LOW);
        const lanes odd_ab
            = __builtin_shufflevector(row[c], row[c + 4], FOURS_HIGH);
        const lanes even_cd
            = __builtin_shufflevector(row[c + 8], row[c + 12], FOURS_LOW);
        const lanes odd_cd
            = __builtin_shufflevector(row[c + 8], row[c + 12], FOURS_HIGH);

        row[c] = __builtin_shufflevector(even_ab, even_cd, FOURS_LOW);
        row[c + 4] = __builtin_shufflevector(odd_ab, odd_cd, FOURS_LOW);
        row[c + 8] = __builtin_shufflevector(even_ab, even_cd, FOURS_HIGH);
        row[c + 12] = __builtin_shufflevector(odd_ab, odd_cd, FOURS_HIGH);
    }
#endif
}

/* frame[i] of n (LANE_WIDTH at most) takes channel[lane][i]; the rest is
 * unspecified. */
INLINE void
lanes_gather(lanes frame[LANE_WIDTH], const float *const channel[LANE_WIDTH],
             uint32_t n)
{
    lanes row[LANE_WIDTH];

    if (n >= LANE_WIDTH) {
        for (int i = 0; i < LANE_WIDTH; i++)
            row[i] = lanes_load(channel[i]);
    } else {
        for (int i = 0; i < LANE_WIDTH; i++) {
            row[i] = lanes_of(0);
            memcpy(&row[i], channel[i], n * sizeof(float));
        }
    }
    lanes_transpose(row);
    memcpy(frame, row, sizeof row);
}

/* The way back: n frames and no more are written. */
INLINE void
lanes_scatter(float *const channel[LANE_WIDTH], const lanes frame[LANE_WIDTH],
              uint32_t n)
{
    lanes row[LANE_WIDTH];

    memcpy(row, frame, sizeof row);
    lanes_transpose(row);
    if (n >= LANE_WIDTH) {
        for (int i = 0; i < LANE_WIDTH; i++)
            lanes_store(channel[i], row[i]);
    } else {
        for (int i = 0; i < LANE_WIDTH; i++)
            memcpy(channel[i], &row[i], n * sizeof(float));
    }
}

#endif

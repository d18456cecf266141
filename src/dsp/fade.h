/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fade.h: how a gain goes from 0 to 1, and back.
 *
 * With x from 0 to 1 over the fade, the gain is
 *
 *   FADE_CURVE_LINEAR       x
 *   FADE_CURVE_EQUAL_POWER  sin(x pi/2)        the power of a crossfade stays
 *   FADE_CURVE_SLOW         x^3                rises late
 *   FADE_CURVE_FAST         1 - (1 - x)^3      rises early
 *   FADE_CURVE_S            3 x^2 - 2 x^3      leaves and arrives softly
 *
 * Frame i of a fade-in of `length` frames stands at x = (i + 1/2) / length, and a
 * fade-out is the mirror image in time of a fade-in: no table, so no memory, and
 * the same bits however the fade is cut into blocks. */
#ifndef DSP_FADE_H
#define DSP_FADE_H

#include "base/base.h"

#include <stdint.h>

/* The numbers are those of enum fade_shape in model/rows.h. */
enum fade_curve {
    FADE_CURVE_LINEAR,
    FADE_CURVE_EQUAL_POWER,
    FADE_CURVE_SLOW,
    FADE_CURVE_FAST,
    FADE_CURVE_S,
};

/* Any thread: the formula at x, 0 … 1 (beyond that, its end); within 1e-6 of it. */
RT float fade_gain(enum fade_curve curve, double x);

/* Process thread: multiply n frames, the first of which is frame `at` of a fade-in
 * (fade-out) that is `length` frames long.  0 <= at, and at + n <= length. */
void fade_in(enum fade_curve curve, float *x, uint32_t n, int32_t at,
             int32_t length);
void fade_out(enum fade_curve curve, float *x, uint32_t n, int32_t at,
              int32_t length);

#endif

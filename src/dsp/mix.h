/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mix.h: sums of planar floats.
 *
 * All of it for the process thread.  `in` and `out` are n floats each and do not
 * overlap; a mono track reaches its bus through one mix_pan, a stereo track through
 * two mix_add.  A ramp's gain at frame i is start + step * (index + i), whatever
 * the blocks: `index` counts from the frame where the ramp began. */
#ifndef DSP_MIX_H
#define DSP_MIX_H

#include "base/base.h"

#include <stdint.h>

struct mix_ramp {
    float start;
    float step;
    int32_t index; /* of the first frame of this call */
};

struct mix_level {
    float peak;   /* the largest |x| */
    float square; /* the sum of x^2 */
};

void mix_clear(float *out, uint32_t n);

/* out = in * gain */
void mix_copy(float *restrict out, const float *restrict in, float gain,
              uint32_t n);

/* out += in * gain */
void mix_add(float *restrict out, const float *restrict in, float gain, uint32_t n);

/* left += in * gain_left, right += in * gain_right */
void mix_pan(float *restrict left, float *restrict right, const float *restrict in,
             float gain_left, float gain_right, uint32_t n);

/* x *= gain */
void mix_scale(float *x, float gain, uint32_t n);

/* The same four with gains that move. */
void mix_copy_ramp(float *restrict out, const float *restrict in,
                   struct mix_ramp gain, uint32_t n);
void mix_add_ramp(float *restrict out, const float *restrict in,
                  struct mix_ramp gain, uint32_t n);
void mix_pan_ramp(float *restrict left, float *restrict right,
                  const float *restrict in, struct mix_ramp gain_left,
                  struct mix_ramp gain_right, uint32_t n);
void mix_scale_ramp(float *x, struct mix_ramp gain, uint32_t n);

/* Both figures of n frames, for meters.  A NaN is no peak, but shows in the sum. */
struct mix_level mix_measure(const float *x, uint32_t n);

#endif

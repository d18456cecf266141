/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mix.c: loops that the compiler turns into vectors, once for each kind of
 * processor.  Each frame is treated by itself, so the vector's width is nothing to
 * the result; but for mix_measure, whose sums are therefore as wide on each. */
#include "dsp/mix.h"

#include <string.h>

INLINE float
ramp_at(struct mix_ramp ramp, uint32_t i)
{
    return ramp.start + ramp.step * (float)(ramp.index + (int32_t)i);
}

RT_CLONES void
mix_clear(float *out, uint32_t n)
{
    memset(out, 0, n * sizeof *out);
}

RT_CLONES void
mix_copy(float *restrict out, const float *restrict in, float gain, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = in[i] * gain;
}

RT_CLONES void
mix_add(float *restrict out, const float *restrict in, float gain, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] += in[i] * gain;
}

RT_CLONES void
mix_pan(float *restrict left, float *restrict right, const float *restrict in,
        float gain_left, float gain_right, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        left[i] += in[i] * gain_left;
        right[i] += in[i] * gain_right;
    }
}

RT_CLONES void
mix_scale(float *x, float gain, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        x[i] *= gain;
}

RT_CLONES void
mix_copy_ramp(float *restrict out, const float *restrict in, struct mix_ramp gain,
              uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = in[i] * ramp_at(gain, i);
}

RT_CLONES void
mix_add_ramp(float *restrict out, const float *restrict in, struct mix_ramp gain,
             uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] += in[i] * ramp_at(gain, i);
}

RT_CLONES void
mix_pan_ramp(float *restrict left, float *restrict right, const float *restrict in,
             struct mix_ramp gain_left, struct mix_ramp gain_right, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        left[i] += in[i] * ramp_at(gain_left, i);
        right[i] += in[i] * ramp_at(gain_right, i);
    }
}

RT_CLONES void
mix_scale_ramp(float *x, struct mix_ramp gain, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        x[i] *= ramp_at(gain, i);
}

/* Four sums of four, each a vector that all processors have. */
typedef float four __attribute__((vector_size(16)));
typedef float four_unaligned __attribute__((vector_size(16), aligned(4)));
typedef int32_t four_bits __attribute__((vector_size(16)));

INLINE void
measure_four(four v, four *peak, four *square)
{
    const four size = (four)((four_bits)v & 0x7fffffff);
    const four_bits more = size > *peak;

    *peak = (four)((more & (four_bits)size) | (~more & (four_bits)*peak));
    *square += v * v;
}

RT struct mix_level
mix_measure(const float *x, uint32_t n)
{
    struct mix_level level = {0, 0};
    four peak[4] = {0}, square[4] = {0};
    uint32_t i = 0;

    for (; i + 16 <= n; i += 16)
        for (int j = 0; j < 4; j++)
            measure_four(*(const four_unaligned *)(x + i + 4 * j), &peak[j],
                         &square[j]);
    for (int j = 0; i < n; i++, j = (j + 1) % 4)
        measure_four((four){x[i]}, &peak[j], &square[j]);
    for (int j = 0; j < 16; j++) {
        level.peak
            = peak[j / 4][j % 4] > level.peak ? peak[j / 4][j % 4] : level.peak;
        level.square += square[j / 4][j % 4];
    }
    return level;
}

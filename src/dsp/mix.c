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

/* Sixteen sums, in vectors of eight. */
typedef float eight __attribute__((vector_size(32)));
typedef float eight_unaligned __attribute__((vector_size(32), aligned(4)));
typedef int32_t eight_bits __attribute__((vector_size(32)));

INLINE void
measure_eight(eight v, eight *peak, eight *square)
{
    const eight size = (eight)((eight_bits)v & 0x7fffffff);
    const eight_bits more = size > *peak;

    *peak = (eight)((more & (eight_bits)size) | (~more & (eight_bits)*peak));
    *square += v * v;
}

RT_CLONES struct mix_level
mix_measure(const float *x, uint32_t n)
{
    eight peak[2] = {0}, square[2] = {0};
    uint32_t i = 0;

    for (; i + 16 <= n; i += 16) {
        measure_eight(*(const eight_unaligned *)(x + i), &peak[0], &square[0]);
        measure_eight(*(const eight_unaligned *)(x + i + 8), &peak[1], &square[1]);
    }
    for (; i < n; i++)
        measure_eight((eight){x[i]}, &peak[i % 2], &square[i % 2]);

    const eight_bits more = peak[1] > peak[0];
    const eight most = (eight)((more & (eight_bits)peak[1])
                               | (~more & (eight_bits)peak[0]));
    const eight sum = square[0] + square[1];
    struct mix_level level = {0, 0};

    for (int j = 0; j < 8; j++) {
        level.peak = most[j] > level.peak ? most[j] : level.peak;
        level.square += sum[j];
    }
    return level;
}

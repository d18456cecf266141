/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/meter.h"

#include <string.h>

typedef float v4f __attribute__((vector_size(16)));
typedef int32_t v4i __attribute__((vector_size(16)));
typedef double v4d __attribute__((vector_size(32)));

enum { TURN = 8 };

/* Four samples' magnitudes into the greatest so far, and their squares into the sum. */
INLINE void
add_four(const float *in, v4i *peak, v4d *squares)
{
    v4f x;

    memcpy(&x, in, sizeof x);
    x = (v4f)((v4i)x & (x == x));
    const v4i size = (v4i)x & 0x7fffffff, more = size > *peak;
    const v4d wide = __builtin_convertvector(x, v4d);
    *peak = (more & size) | (~more & *peak);
    *squares += wide * wide;
}

INLINE float
magnitude(int32_t bits)
{
    float x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Eight at a time; then the lanes in their order. */
RT_CLONES static void
add_turns(struct meter *meter, const float *in, size_t n)
{
    v4i peak[2] = {};
    v4d squares[2] = {};

    for (size_t i = 0; i < n; i += TURN) {
        add_four(in + i, &peak[0], &squares[0]);
        add_four(in + i + 4, &peak[1], &squares[1]);
    }
    for (unsigned k = 0; k < TURN; k++) {
        const float most = magnitude(peak[k / 4][k % 4]);
        meter->peak = most > meter->peak ? most : meter->peak;
        meter->squares += squares[k / 4][k % 4];
    }
}

RT void
meter_add(struct meter *meter, const float *in, size_t frames)
{
    const size_t whole = frames - frames % TURN;

    if (whole)
        add_turns(meter, in, whole);
    for (size_t i = whole; i < frames; i++) {
        const float x = in[i] == in[i] ? in[i] : 0, size = x < 0 ? -x : x;
        meter->peak = size > meter->peak ? size : meter->peak;
        meter->squares += (double)x * (double)x;
    }
    meter->frames += frames;
}

RT struct level
meter_take(struct meter *meter)
{
    struct level level = {.peak = meter->peak};

    if (meter->frames)
        level.rms = (float)__builtin_sqrt(meter->squares / (double)meter->frames);
    *meter = (struct meter){0};
    return level;
}

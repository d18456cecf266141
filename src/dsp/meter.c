/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/meter.h"

#include <string.h>

typedef float v16f __attribute__((vector_size(64)));
typedef int32_t v16i __attribute__((vector_size(64)));
typedef float v4f __attribute__((vector_size(16)));
typedef int32_t v4i __attribute__((vector_size(16)));

/* A lane adds up so few squares that float is good enough; then double goes on. */
enum { LANES = 16, PART = 16 * LANES };

INLINE v4i
greater(v4i a, v4i b)
{
    const v4i more = a > b;

    return (more & a) | (~more & b);
}

/* The lanes, four by four. */
INLINE void
gather(struct meter *meter, v16i peak, v16f squares)
{
    v4i most[4];
    v4f sums[4];

    memcpy(most, &peak, sizeof most);
    memcpy(sums, &squares, sizeof sums);
    most[0] = greater(greater(most[0], most[1]), greater(most[2], most[3]));
    sums[0] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    const v4f size = (v4f)most[0];
    const float one = size[0] > size[1] ? size[0] : size[1];
    const float two = size[2] > size[3] ? size[2] : size[3];
    const float all = one > two ? one : two;
    meter->peak = all > meter->peak ? all : meter->peak;
    meter->squares
        += ((double)sums[0][0] + sums[0][1]) + ((double)sums[0][2] + sums[0][3]);
}

/* Whole rows of lanes, PART samples at most. */
RT_CLONES static void
add_rows(struct meter *meter, const float *in, size_t n)
{
    v16i peak = {};
    v16f squares = {};

    for (size_t i = 0; i < n; i += LANES) {
        v16f x;

        memcpy(&x, in + i, sizeof x);
        x = (v16f)((v16i)x & (x == x));
        const v16i size = (v16i)x & 0x7fffffff, more = size > peak;
        peak = (more & size) | (~more & peak);
        squares += x * x;
    }
    gather(meter, peak, squares);
}

RT void
meter_add(struct meter *meter, const float *in, size_t frames)
{
    const size_t rows = frames - frames % LANES;
    size_t n;

    for (size_t i = 0; i < rows; i += n) {
        n = rows - i < PART ? rows - i : PART;
        add_rows(meter, in + i, n);
    }
    for (size_t i = rows; i < frames; i++) {
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

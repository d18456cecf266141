/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/peakscan.h"

#include <stdint.h>

enum { WIDTH = 16 };

typedef float vector __attribute__((vector_size(WIDTH * 4), aligned(4)));
typedef int32_t mask __attribute__((vector_size(WIDTH * 4)));

INLINE vector
choose(mask which, vector a, vector b)
{
    return (vector)((which & (mask)a) | (~which & (mask)b));
}

INLINE float
least(float a, float b)
{
    return a < b ? a : b;
}

INLINE float
most(float a, float b)
{
    return a > b ? a : b;
}

/* Squares are added in sixteen floats a kibisample at most, and those in a
 * double. */
RT_CLONES static void
scan(const float *samples, size_t count, struct peakscan *out)
{
    vector low = samples[0] - (vector){};
    vector high = low;
    double energy = 0;
    size_t at = 0;

    while (at + WIDTH <= count) {
        const size_t end = count - at > 1024 ? at + 1024 : count;
        vector squares = {};

        for (; at + WIDTH <= end; at += WIDTH) {
            const vector x = *(const vector *)(samples + at);

            low = choose(x < low, x, low);
            high = choose(x > high, x, high);
            squares += x * x;
        }
        for (int i = 0; i < WIDTH; i++)
            energy += squares[i];
    }
    float min = low[0];
    float max = high[0];
    for (int i = 1; i < WIDTH; i++) {
        min = least(min, low[i]);
        max = most(max, high[i]);
    }
    for (; at < count; at++) {
        min = least(min, samples[at]);
        max = most(max, samples[at]);
        energy += (double)samples[at] * samples[at];
    }
    out->min = min;
    out->max = max;
    out->energy = energy;
}

RT void
peakscan(const float *samples, size_t count, struct peakscan *out)
{
    scan(samples, count, out);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/meter.h"
#include "dsp/lanes.h"

#include <string.h>

typedef double lanes_wide __attribute__((vector_size(2 * LANE_BYTES)));

/* Sixteen at a time; then the lanes in their order. */
RT_CLONES static void
add_lanes(struct meter *meter, const float *in, size_t n)
{
    lanes peak = {};
    lanes_wide squares = {};

    for (size_t i = 0; i + LANE_WIDTH <= n; i += LANE_WIDTH) {
        lanes x;
        memcpy(&x, in + i, sizeof x);
        peak = lanes_max(lanes_abs(x), peak);
        x = lanes_select(x == x, x, (lanes){});
        const lanes_wide wide = __builtin_convertvector(x, lanes_wide);
        squares += wide * wide;
    }
    for (unsigned k = 0; k < LANE_WIDTH; k++) {
        meter->peak = peak[k] > meter->peak ? peak[k] : meter->peak;
        meter->squares += squares[k];
    }
}

RT void
meter_add(struct meter *meter, const float *in, size_t frames)
{
    const size_t whole = frames - frames % LANE_WIDTH;

    if (whole)
        add_lanes(meter, in, whole);
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

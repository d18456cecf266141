/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ramp.h: a signal that tells of each of its frames which one it is: (n mod 2^22) /
 * 2^22
 * - 1/2, exact in float and in 24 bits. */
#ifndef TESTS_DRIVERS_RAMP_H
#define TESTS_DRIVERS_RAMP_H

#include <stdint.h>

enum { RAMP_PERIOD = 1 << 22 };

static inline float
ramp_at(uint64_t n)
{
    return (float)(n % RAMP_PERIOD) / RAMP_PERIOD - 0.5f;
}

/* Which frame of the period it is; -1: of none. */
static inline int64_t
ramp_index(float sample)
{
    const double n = ((double)sample + 0.5) * RAMP_PERIOD;

    return n >= 0 && n < RAMP_PERIOD && n == (int64_t)n ? (int64_t)n : -1;
}

#endif

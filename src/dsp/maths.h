/* SPDX-License-Identifier: GPL-3.0-or-later */
/* maths.h: functions of a double for control values in the cycle, where libm may
 * not be called: by their series, the same bits on every machine, right to 1e-13 or
 * better.  Not for every sample: those are dsp/poly.h's. */
#ifndef DSP_MATHS_H
#define DSP_MATHS_H

#include "base/base.h"

#include <stdint.h>
#include <string.h>

#define MATHS_PI 3.14159265358979323846

/* 2^x, x held within -1000 … 1000; exactly 1 at 0. */
INLINE double
maths_exp2(double x)
{
    const double held = x > 1000 ? 1000 : x > -1000 ? x : -1000;
    const int whole = (int)(held + (held < 0 ? -0.5 : 0.5));
    const double t = (held - whole) * 0.69314718055994530942;
    const uint64_t bits = (uint64_t)(whole + 1023) << 52;
    double sum = 1, power;

    for (int k = 14; k > 0; k--)
        sum = 1 + sum * t / k;
    memcpy(&power, &bits, sizeof power);
    return sum * power;
}

/* Of a positive, normal x: by the series of atanh about sqrt(1/2) … sqrt(2). */
INLINE double
maths_log2(double x)
{
    uint64_t bits;
    double m, sum = 0;

    memcpy(&bits, &x, sizeof bits);
    const int64_t e = ((int64_t)bits - 0x3fe6a09e667f3bcd) >> 52;
    bits -= (uint64_t)e << 52;
    memcpy(&m, &bits, sizeof m);
    const double s = (m - 1) / (m + 1), square = s * s;
    for (int k = 23; k > 0; k -= 2)
        sum = 1.0 / k + sum * square;
    return (double)e + 2.88539008177792681472 * s * sum;
}

/* 10^(db / 20). */
INLINE double
maths_gain(double db)
{
    return maths_exp2(db * 0.16609640474436811739);
}

/* Of an angle from -2 to 2. */
INLINE double
maths_sin(double x)
{
    double sum = 1;

    for (int k = 22; k > 0; k -= 2)
        sum = 1 - sum * x * x / (k * (k + 1));
    return x * sum;
}

INLINE double
maths_cos(double x)
{
    double sum = 1;

    for (int k = 22; k > 0; k -= 2)
        sum = 1 - sum * x * x / (k * (k - 1));
    return sum;
}

INLINE double
maths_tan(double x)
{
    return maths_sin(x) / maths_cos(x);
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* truepeak.h: peaks between the samples, for the kernels of src/dsp.
 *
 * ITU-R BS.1770-4, annex 2: to 192 kHz by a polyphase filter, then the greatest
 * magnitude.  The filter is a sinc of 49 taps under a Hann window, as in
 * libebur128, so that both tell the same figure: fourfold below 96 kHz, twofold
 * below 192 kHz, none above.  Of each frame, the first phase is the sample
 * itself. */
#ifndef DSP_TRUEPEAK_H
#define DSP_TRUEPEAK_H

#include "base/base.h"

#include <stdint.h>

enum {
    TRUEPEAK_TAPS = 36,    /* of all phases but the first: 3 times 12, or 24 */
    TRUEPEAK_HISTORY = 24, /* samples that are kept before the first of a block */
};

struct truepeak {
    unsigned factor; /* 4, 2 or 1 */
    float h[TRUEPEAK_TAPS];
};

/* Main thread: the filter for `rate`. */
void truepeak_design(struct truepeak *filter, uint32_t rate);

/* Magnitudes are compared as integers: for floats that are not negative the order
 * of their bits is their own, and whole vectors know the greatest integer. */
INLINE int32_t
magnitude_bits(float x)
{
    union {
        float x;
        int32_t bits;
    } v = {.x = x};

    return v.bits & 0x7fffffff;
}

INLINE float
magnitude(int32_t bits)
{
    const union {
        int32_t bits;
        float x;
    } v = {.bits = bits};

    return v.x;
}

/* The greatest magnitude, as bits, of a phase of `taps` taps around each of the `n`
 * samples from x[0] on; it looks back to x[1 - taps]. */
INLINE int32_t
truepeak_phase(const float *x, const float *h, unsigned taps, size_t n)
{
    int32_t peak = 0;

    for (size_t i = 0; i < n; i++) {
        float sum = 0;
#pragma GCC unroll 24
        for (unsigned k = 0; k < taps; k++)
            sum += h[k] * x[(ptrdiff_t)i - (ptrdiff_t)k];
        const int32_t bits = magnitude_bits(sum);
        peak = bits > peak ? bits : peak;
    }
    return peak;
}

/* The true peak, as bits, of `n` samples from x[0] on, which TRUEPEAK_HISTORY
 * others precede. */
INLINE int32_t
truepeak_block(const struct truepeak *filter, const float *x, size_t n)
{
    int32_t peak = 0;

    for (size_t i = 0; i < n; i++) {
        const int32_t bits = magnitude_bits(x[i]);
        peak = bits > peak ? bits : peak;
    }
    for (unsigned phase = 0; filter->factor == 4 && phase < 3; phase++) {
        const int32_t bits = truepeak_phase(x, filter->h + 12 * phase, 12, n);
        peak = bits > peak ? bits : peak;
    }
    if (filter->factor == 2) {
        const int32_t bits = truepeak_phase(x, filter->h, 24, n);
        peak = bits > peak ? bits : peak;
    }
    return peak;
}

#endif

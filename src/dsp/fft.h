/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fft.h: the power spectrum of real sound.  Any thread, each with an fft of its
 * own.
 *
 * In radix 2 by decimation in time, of half the length: two frames are one complex
 * number, and what they share is parted afterwards (Press et al., «Numerical
 * Recipes», 12.3). */
#ifndef DSP_FFT_H
#define DSP_FFT_H

#include "base/base.h"

#include <stddef.h>

struct fft;

/* For `length` frames: a power of two, 4 … 65536.  Fails, *out NULL: ST_RANGE,
 * ST_NO_MEM. */
NODISCARD enum status fft_new(struct fft **out, size_t length);
void fft_free(struct fft *fft); /* NULL is allowed */

/* Power of the bins 0 … length / 2, of `length` frames under a Hann window: 1 where
 * a sine of full scale stands in the middle of a bin. */
void fft_power(struct fft *fft, const float *x, float *power);

#endif

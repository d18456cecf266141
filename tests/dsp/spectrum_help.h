/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spectrum_help.h: what sounds are made of, and sounds to try things on. */
#ifndef TESTS_DSP_SPECTRUM_HELP_H
#define TESTS_DSP_SPECTRUM_HELP_H

#include <stddef.h>
#include <stdint.h>

/* The power of n (a power of two) samples under a Hann window at n/2 + 1
 * frequencies, so that white noise of variance 1 has power 1 in each, and a sine of
 * amplitude a has a^2 n / 6 in its own. */
void spectrum_power(double *power, const float *x, size_t n);

/* In place, re and im apart; n is a power of two. */
void spectrum_fft(double *re, double *im, size_t n);

/* Even noise from -1 to 1; `seed` goes on. */
float noise_even(uint32_t *seed);

#endif

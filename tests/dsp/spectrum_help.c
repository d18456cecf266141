/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/dsp/spectrum_help.h"

#include <math.h>
#include <stdlib.h>

static void
reverse_bits(double *re, double *im, size_t n)
{
    for (size_t i = 1, j = 0; i < n; i++) {
        size_t bit = n >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            const double a = re[i], b = im[i];
            re[i] = re[j], im[i] = im[j];
            re[j] = a, im[j] = b;
        }
    }
}

void
spectrum_fft(double *re, double *im, size_t n)
{
    reverse_bits(re, im, n);
    for (size_t len = 2; len <= n; len *= 2)
        for (size_t k = 0; k < len / 2; k++) {
            const double w = -2 * M_PI * (double)k / (double)len;
            const double c = cos(w), s = sin(w);
            for (size_t i = k; i < n; i += len) {
                const size_t j = i + len / 2;
                const double a = re[j] * c - im[j] * s, b = re[j] * s + im[j] * c;
                re[j] = re[i] - a, im[j] = im[i] - b;
                re[i] += a, im[i] += b;
            }
        }
}

void
spectrum_power(double *power, const float *x, size_t n)
{
    double *re = calloc(n, sizeof *re), *im = calloc(n, sizeof *im);

    for (size_t i = 0; i < n; i++)
        re[i] = (double)x[i] * (0.5 - 0.5 * cos(2 * M_PI * (double)i / (double)n));
    spectrum_fft(re, im, n);
    for (size_t i = 0; i <= n / 2; i++)
        power[i] = (re[i] * re[i] + im[i] * im[i]) / ((double)n * 0.375);
    free(re);
    free(im);
}

float
noise_even(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (float)((int32_t)*seed >> 8) * 0x1p-23f;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/fft.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

struct fft {
    size_t length;
    float *window;         /* with the factor that makes a sine of full scale 1 */
    float complex *turns;  /* exp(-2 pi i k / length), k < length / 2 */
    float complex *values; /* length / 2 */
};

static void
set_up(struct fft *fft)
{
    const size_t n = fft->length;

    for (size_t i = 0; i < n; i++) {
        const double angle = 2 * M_PI * (double)i / (double)n;

        fft->window[i] = (float)((0.5 - 0.5 * cos(angle)) * 4 / (double)n);
        if (i < n / 2)
            fft->turns[i] = (float)cos(angle) - I * (float)sin(angle);
    }
}

enum status
fft_new(struct fft **out, size_t length)
{
    *out = NULL;
    if (length < 4 || length > 65536 || (length & (length - 1)) != 0)
        return ST_RANGE;
    struct fft *fft = calloc(1, sizeof *fft);
    if (!fft)
        return ST_NO_MEM;
    fft->length = length;
    fft->window = calloc(length, sizeof *fft->window);
    fft->turns = calloc(length / 2, sizeof *fft->turns);
    fft->values = calloc(length / 2, sizeof *fft->values);
    if (!fft->window || !fft->turns || !fft->values) {
        fft_free(fft);
        return ST_NO_MEM;
    }
    set_up(fft);
    *out = fft;
    return ST_OK;
}

void
fft_free(struct fft *fft)
{
    if (!fft)
        return;
    free(fft->window);
    free(fft->turns);
    free(fft->values);
    free(fft);
}

/* Two frames a value, each where its number read backwards in bits says. */
static void
scatter(struct fft *fft, const float *x)
{
    const size_t n = fft->length / 2;

    for (size_t i = 0, back = 0; i < n; i++) {
        fft->values[back] = x[2 * i] * fft->window[2 * i]
                            + I * (x[2 * i + 1] * fft->window[2 * i + 1]);
        size_t bit = n >> 1;
        for (; bit & back; bit >>= 1)
            back ^= bit;
        back |= bit;
    }
}

static void
transform(struct fft *fft)
{
    const size_t n = fft->length / 2;

    for (size_t half = 1; half < n; half *= 2) {
        const size_t step = fft->length / (2 * half); /* of the turns */

        for (size_t at = 0; at < n; at += 2 * half)
            for (size_t k = 0; k < half; k++) {
                float complex *low = &fft->values[at + k], *high = low + half;
                const float complex turned = *high * fft->turns[k * step];

                *high = *low - turned;
                *low += turned;
            }
    }
}

static float
power_of(float complex value)
{
    return crealf(value) * crealf(value) + cimagf(value) * cimagf(value);
}

void
fft_power(struct fft *fft, const float *x, float *power)
{
    const size_t n = fft->length / 2;
    const float complex *values = fft->values;

    scatter(fft, x);
    transform(fft);
    power[0] = powf(crealf(values[0]) + cimagf(values[0]), 2) / 4;
    power[n] = powf(crealf(values[0]) - cimagf(values[0]), 2) / 4;
    for (size_t k = 1; k < n; k++) {
        const float complex mirrored = conjf(values[n - k]);
        const float complex even = (values[k] + mirrored) * 0.5f;
        const float complex odd = (values[k] - mirrored) * (-0.5f * I);

        power[k] = power_of(even + odd * fft->turns[k]);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* limiter.c: main thread: the filter between the samples, and the lengths. */
#include "dsp/limiter_rt.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>

const struct control limiter_controls[LIMITER_CONTROLS] = {
    [LIMITER_DRIVE] = {"drive", N_("Drive"), "dB", 0, 24, 0, CONTROL_LINEAR},
    [LIMITER_CEILING] = {"ceiling", N_("Ceiling"), "dB", -24, 0, -1,
                         CONTROL_LINEAR},
    [LIMITER_RELEASE] = {"release", N_("Release"), "ms", 10, 1000, 100,
                         CONTROL_LOG},
};

/* Bessel's I0, for Kaiser's window. */
static double
bessel(double x)
{
    double sum = 1, term = 1;

    for (int k = 1; k < 40; k++) {
        term *= x / 2 / k * (x / 2 / k);
        sum += term;
    }
    return sum;
}

/* The value a quarter, a half and three quarters after the middle sample: a sinc
 * under a Kaiser window, each phase with a sum of 1.  It is what a good converter
 * does: flat to 0.45 of the rate, 70 dB down from 0.55 on. */
static void
design(struct limiter *l)
{
    const double half = LIMITER_TAPS / 2, beta = 6.8;

    for (int phase = 0; phase < 3; phase++) {
        double h[LIMITER_TAPS], sum = 0;
        for (int k = 0; k < LIMITER_TAPS; k++) {
            const double t = k - (half - 1) - (phase + 1) / 4.0;
            h[k] = sin(M_PI * t) / (M_PI * t)
                   * bessel(beta * sqrt(1 - t / half * (t / half)));
            sum += h[k];
        }
        for (int k = 0; k < LIMITER_TAPS; k++)
            l->phases[phase][k] = (float)(h[k] / sum);
    }
}

enum status
limiter_new(struct limiter **out, uint32_t rate)
{
    struct limiter *l;

    *out = NULL;
    if (rate < 8000 || rate > 384000)
        return ST_RANGE;
    l = calloc(1, sizeof *l);
    if (!l)
        return ST_NO_MEM;
    l->rate = rate;
    l->mean = rate < 20000 ? 20 : (rate + 500) / 1000;
    l->mean_scale = 1 / ((double)l->mean * l->mean * LIMITER_ONE);
    l->latency = LIMITER_CENTRE + 2 * l->mean - 2 + LIMITER_HOLD;
    l->window = 2 * l->mean - 1 + 2 * LIMITER_HOLD;
    design(l);
    truepeak_design(&l->meter, rate);
    for (unsigned i = 0; i < LIMITER_CONTROLS; i++)
        limiter_set(l, i, limiter_controls[i].initial);
    limiter_reset(l);
    *out = l;
    return ST_OK;
}

void
limiter_free(struct limiter *l)
{
    free(l);
}

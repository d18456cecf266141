/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/trial_rt.h"

#include "base/rt.h"

#include <string.h>

RT static float
peak_of(const float *x, uint32_t frames)
{
    float peak = 0;

    for (uint32_t i = 0; i < frames; i++) {
        const float size = x[i] < 0 ? -x[i] : x[i];

        peak = size > peak ? size : peak;
    }
    return peak;
}

/* The main thread may take one between these two: then it is told twice, and no
 * peak is lost. */
RT static void
look(struct trial_cycle *self, unsigned channel, const float *x, uint32_t frames)
{
    const float peak = peak_of(x, frames);

    if (peak > atomic_load_explicit(&self->peaks[channel], memory_order_relaxed))
        atomic_store_explicit(&self->peaks[channel], peak, memory_order_relaxed);
}

RT static float
towards(float value, float goal, float step)
{
    if (value < goal)
        return value + step < goal ? value + step : goal;
    return value - step > goal ? value - step : goal;
}

/* A point that turns on a circle; rounding pushes it off, so it is put back. */
RT static void
turn(struct trial_cycle *self)
{
    const float re = self->re * self->turn_re - self->im * self->turn_im;
    const float im = self->re * self->turn_im + self->im * self->turn_re;
    const float back = 1.5f - 0.5f * (re * re + im * im);

    self->re = re * back;
    self->im = im * back;
}

RT static void
play(struct trial_cycle *self, float *const *out, unsigned n_out, uint32_t frames)
{
    const unsigned tone = atomic_load_explicit(&self->tone, memory_order_relaxed);

    for (uint32_t i = 0; i < frames; i++) {
        turn(self);
        for (unsigned c = 0; c < n_out && c < TRIAL_OUTPUTS; c++) {
            self->gain[c] = towards(self->gain[c], tone >> c & 1 ? self->level : 0,
                                    self->step);
            out[c][i] = self->im * self->gain[c];
        }
    }
}

RT void
trial_run(void *user, const float *const *in, unsigned n_in, float *const *out,
          unsigned n_out, uint32_t frames)
{
    struct trial_cycle *self = user;

    rt_flush_denormals();
    for (unsigned c = 0; c < n_in && c < TRIAL_INPUTS; c++)
        look(self, c, in[c], frames);
    for (unsigned c = 0; c < n_out; c++)
        memset(out[c], 0, frames * sizeof *out[c]);
    play(self, out, n_out, frames);
}

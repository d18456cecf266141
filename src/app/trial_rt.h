/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial_rt.h: what a trial does in the process thread: look at what comes in, and
 * play a tone. */
#ifndef APP_TRIAL_RT_H
#define APP_TRIAL_RT_H

#include "app/trial.h"

#include <stdatomic.h>

struct trial_cycle {
    /* Set up before the driver starts: a frame's turn of the tone, how much its
     * gain changes in one, and its level. */
    float turn_re, turn_im;
    float step, level;

    /* Main thread to process thread, and back. */
    _Atomic unsigned tone;
    _Atomic float peaks[TRIAL_INPUTS];

    /* Process thread alone: where the tone is, of length 1, and its gains. */
    float re, im;
    float gain[TRIAL_OUTPUTS];
};

/* driver_cycle; `user` is the struct trial_cycle. */
RT void trial_run(void *user, const float *const *in, unsigned n_in,
                  float *const *out, unsigned n_out, uint32_t frames);

#endif

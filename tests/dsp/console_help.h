/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_help.h: sixteen strips to send sound through. */
#ifndef TESTS_DSP_CONSOLE_HELP_H
#define TESTS_DSP_CONSOLE_HELP_H

#include "dsp/console_layout.h"

struct help_console {
    struct console_coefs coefs[CONSOLE_LANES];
    struct console_state state[CONSOLE_LANES];
    struct console_group group;
};

static const double HELP_RATES[] = {44100, 48000, 88200, 96000, 176400, 192000};

/* A strip with all sections off, and every value of theirs sensible. */
struct console_params help_params(void);

/* One with all sections on; `seed` makes it another. */
struct console_params help_busy_params(unsigned seed);

/* Fresh strips, the first `count` lanes of which are in use. */
void help_console_start(struct help_console *console,
                        const struct console_params *params, int count,
                        double rate);

/* Send n frames through a kernel (NULL: console_run), in blocks of `block`; x[lane]
 * is changed in place.  The first frame stands at `at` on the timeline. */
void help_console_run(struct help_console *console,
                      const struct console_kernel *kernel,
                      float *const x[CONSOLE_LANES], uint32_t at, uint32_t n,
                      uint32_t block);

/* Noise between -size and size; the same for the same seed. */
void help_noise(float *x, uint32_t n, float size, unsigned seed);

#endif

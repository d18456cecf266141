/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/dsp/console_help.h"

#include <string.h>

struct console_params
help_params(void)
{
    struct console_params p = {
        .highpass_hz = 80,
        .gate_threshold_db = -40,
        .gate_range_db = -40,
        .gate_attack_ms = 1,
        .gate_hold_ms = 20,
        .gate_release_ms = 100,
        .comp_threshold_db = -18,
        .comp_ratio = 4,
        .comp_knee_db = 6,
        .comp_attack_ms = 10,
        .comp_release_ms = 100,
    };

    for (int i = 0; i < CONSOLE_BANDS; i++)
        p.eq[i] = (struct console_band){false, CONSOLE_BELL, 100 << 2 * i, 0, 1};
    return p;
}

struct console_params
help_busy_params(unsigned seed)
{
    struct console_params p = help_params();

    p.trim_db = (int)(seed % 7) - 3;
    p.polarity = seed % 2;
    p.highpass_on = p.eq_on = p.gate_on = p.comp_on = true;
    p.highpass_hz = 30 + 7 * (seed % 16);
    for (unsigned i = 0; i < CONSOLE_BANDS; i++)
        p.eq[i] = (struct console_band){
            .on = true,
            .kind = (seed + i) % 6,
            .hz = 60.0 * (1 << 2 * i) + 11 * seed,
            .db = (int)((seed * 5 + i * 3) % 19) - 9,
            .q = 0.4 + (seed * 3 + i) % 5 * 0.7,
        };
    p.gate_threshold_db = -12 - (int)(seed % 9);
    p.gate_hold_ms = seed % 3 * 4;
    p.gate_release_ms = 5 + seed % 11 * 9;
    p.comp_threshold_db = -30 + (int)(seed % 13);
    p.comp_ratio = 1.5 + seed % 5;
    p.comp_knee_db = seed % 4 * 4;
    p.comp_attack_ms = 0.1 + seed % 6;
    p.comp_makeup_db = seed % 5;
    return p;
}

void
help_console_start(struct help_console *console,
                   const struct console_params *params, int count, double rate)
{
    memset(console, 0, sizeof *console);
    for (int l = 0; l < count; l++) {
        console_prepare(&params[l], rate, &console->coefs[l]);
        console_reset(&console->state[l]);
        console->group.lane[l] = (struct console_lane){
            NULL, &console->state[l], &console->coefs[l], &console->coefs[l]};
    }
}

void
help_console_run(struct help_console *console, const struct console_kernel *kernel,
                 float *const x[CONSOLE_LANES], uint32_t at, uint32_t n,
                 uint32_t block)
{
    for (uint32_t done = 0; done < n;) {
        const uint32_t count = n - done < block ? n - done : block;
        const uint32_t place = (at + done) % CONSOLE_QUANTUM;

        for (int l = 0; l < CONSOLE_LANES; l++)
            console->group.lane[l].x = x[l] ? x[l] + done : NULL;
        if (kernel)
            kernel->run(&console->group, place, count);
        else
            console_run(&console->group, place, count);
        done += count;
    }
}

void
help_noise(float *x, uint32_t n, float size, unsigned seed)
{
    uint32_t r = seed * 2654435761u + 1;

    for (uint32_t i = 0; i < n; i++) {
        r ^= r << 13;
        r ^= r >> 17;
        r ^= r << 5;
        x[i] = (float)(int32_t)r * 0x1p-31f * size;
    }
}

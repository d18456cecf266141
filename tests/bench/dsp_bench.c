/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dsp_bench.c: what the console and the mix kernels cost, in ns a sample
 * a channel. */
#include "base/rt.h"
#include "dsp/console_layout.h"
#include "dsp/fade.h"
#include "dsp/mix.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 4096, SAMPLES = 1 << 24 };
enum { APART = 16 }; /* else all channels share the same lines of the cache */

static float sound[CONSOLE_LANES][MOST + APART];
static float out[2][MOST + APART];

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static void
fill(void)
{
    for (int l = 0; l < CONSOLE_LANES; l++)
        for (int i = 0; i < MOST; i++)
            sound[l][i] = (float)rand() / RAND_MAX - 0.5f;
}

static struct console_params
params_of(bool highpass, int bands, bool gate, bool comp)
{
    struct console_params p = {
        .highpass_on = highpass,
        .highpass_hz = 80,
        .eq_on = bands > 0,
        .gate_on = gate,
        .gate_threshold_db = -40,
        .gate_range_db = -30,
        .gate_attack_ms = 1,
        .gate_hold_ms = 20,
        .gate_release_ms = 100,
        .comp_on = comp,
        .comp_threshold_db = -12,
        .comp_ratio = 1.5,
        .comp_knee_db = 6,
        .comp_attack_ms = 10,
        .comp_release_ms = 100,
        .comp_makeup_db = 1.3,
    };

    for (int i = 0; i < bands; i++)
        p.eq[i] = (struct console_band){true, CONSOLE_BELL, 100 << 2 * i,
                                        i % 2 ? 2 : -2, 1};
    return p;
}

static double
time_console(const struct console_kernel *kernel,
             const struct console_params *params, const struct console_params *to,
             uint32_t n)
{
    static struct console_state state[CONSOLE_LANES];
    struct console_coefs from, end;
    struct console_group group = {.linked = 0x5555};
    double best = INFINITY;

    console_prepare(params, 48000, &from);
    console_prepare(to, 48000, &end);
    fill();
    for (int l = 0; l < CONSOLE_LANES; l++) {
        console_reset(&state[l]);
        group.lane[l] = (struct console_lane){sound[l], &state[l], &from,
                                              params == to ? &from : &end};
    }
    for (int turn = 0; turn < 8; turn++) {
        const uint32_t runs = SAMPLES / 8 / n / CONSOLE_LANES;
        const double start = now();

        for (uint32_t i = 0; i < runs; i++)
            kernel->run(&group, 0, n);
        best = fmin(best, (now() - start) / runs / n / CONSOLE_LANES);
    }
    return best;
}

static void
bench_console(const struct console_kernel *kernel)
{
    static const struct {
        const char *name;
        bool highpass;
        int bands;
        bool gate;
        bool comp;
    } what[] = {
        {"trim only", false, 0, false, false},
        {"high-pass", true, 0, false, false},
        {"4 bands", false, 4, false, false},
        {"high-pass, 4 bands", true, 4, false, false},
        {"gate", false, 0, true, false},
        {"compressor", false, 0, false, true},
        {"4 bands, compressor", false, 4, false, true},
        {"all of it", true, 4, true, true},
    };

    for (size_t i = 0; i < COUNT(what); i++) {
        const struct console_params p = params_of(what[i].highpass, what[i].bands,
                                                  what[i].gate, what[i].comp);

        printf("console, %-8s  %-21s", kernel->name, what[i].name);
        for (uint32_t n = 64; n <= 4096; n *= 64)
            printf("  n = %4u: %5.2f", n, time_console(kernel, &p, &p, n));
        printf("\n");
    }
    const struct console_params p = params_of(true, 4, true, true);
    struct console_params to = p;

    to.eq[0].db = 3;
    printf("console, %-8s  %-21s  n =   64: %5.2f\n", kernel->name,
           "all, one band gliding", time_console(kernel, &p, &to, 64));
}

static void
run_mix(int what, uint32_t n)
{
    switch (what) {
    case 0:
        mix_clear(out[0], n);
        break;
    case 1:
        mix_copy(out[0], sound[0], 0.5f, n);
        break;
    case 2:
        mix_add(out[0], sound[0], 0.5f, n);
        break;
    case 3:
        mix_pan(out[0], out[1], sound[0], 0.5f, 0.25f, n);
        break;
    case 4:
        mix_add_ramp(out[0], sound[0], (struct mix_ramp){0.5f, 1e-4f, 3}, n);
        break;
    case 5:
        out[0][0] += mix_measure(sound[0], n).peak;
        break;
    case 6:
        fade_in(FADE_CURVE_EQUAL_POWER, sound[1], n, 1000, 10000);
        break;
    case 7:
        mix_pan_ramp(out[0], out[1], sound[0], (struct mix_ramp){0.5f, 1e-4f, 3},
                     (struct mix_ramp){0.5f, -1e-4f, 3}, n);
        break;
    }
}

static void
bench_mix(void)
{
    static const char *const names[] = {
        "clear", "copy", "add", "pan", "add, ramp", "measure", "fade", "pan, ramp"};

    for (size_t what = 0; what < COUNT(names); what++) {
        printf("mix      %-21s", names[what]);
        for (uint32_t n = 64; n <= 4096; n *= 64) {
            double best = INFINITY;

            memset(out, 0, sizeof out);
            fill();
            for (int turn = 0; turn < 8; turn++) {
                const uint32_t runs = SAMPLES / 8 / n;
                const double start = now();

                for (uint32_t i = 0; i < runs; i++)
                    run_mix(what, n);
                best = fmin(best, (now() - start) / runs);
            }
            printf("  n = %4u: %5.3f ns (%6.1f a call)", n, best / n, best);
        }
        printf("\n");
    }
}

int
main(void)
{
    rt_flush_denormals();
    for (int i = 0; i < CONSOLE_KERNELS; i++)
        if (console_kernels[i].runs_here())
            bench_console(&console_kernels[i]);
    bench_mix();
    return 0;
}

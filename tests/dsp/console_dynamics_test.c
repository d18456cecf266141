/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The console's gate and compressor, against their formulas. */
#include "dsp/console.h"
#include "base/rt.h"
#include "tests/dsp/console_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>

/* The compressor's static curve with its soft knee (Giannoulis, Massberg, Reiss
 * 2012), and the make-up. */
static double
curve_db(const struct console_params *p, double in)
{
    const double t = p->comp_threshold_db, w = p->comp_knee_db;
    const double slope = p->comp_ratio >= 100 ? -1 : 1 / p->comp_ratio - 1;
    const double over = in - t;

    if (2 * over < -w)
        return in + p->comp_makeup_db;
    if (2 * fabs(over) <= w && w > 0)
        return in + slope * (over + w / 2) * (over + w / 2) / (2 * w)
               + p->comp_makeup_db;
    return in + slope * over + p->comp_makeup_db;
}

/* The level of the last `n` of the frames, by their power. */
static double
rms_db(const float *x, uint32_t frames, uint32_t n)
{
    double sum = 0;

    for (uint32_t i = frames - n; i < frames; i++)
        sum += (double)x[i] * x[i];
    return 10 * log10(sum / n);
}

static void
fill(float *x, uint32_t n, double level_db, double hz, double rate)
{
    const double a = pow(10, level_db / 20);

    for (uint32_t i = 0; i < n; i++)
        x[i] = hz > 0 ? a * sin(2 * M_PI * hz * i / rate) : (i / 40 % 2 ? -a : a);
}

/* One lane a level, from -62 to 13 dB: squares, or sines if hz is not 0. */
static void
check_curve(const struct console_params *params, double rate, double hz)
{
    const uint32_t n = rate * 0.6, end = rate * 0.1;
    struct console_params all[CONSOLE_LANES];
    struct help_console console;
    float *x[CONSOLE_LANES];

    for (int l = 0; l < CONSOLE_LANES; l++) {
        all[l] = *params;
        x[l] = malloc(n * sizeof(float));
        assert_non_null(x[l]);
        fill(x[l], n, 13 - 5 * l, hz, rate);
    }
    help_console_start(&console, all, CONSOLE_LANES, rate);
    help_console_run(&console, NULL, x, 0, n, 4096);
    for (int l = 0; l < CONSOLE_LANES; l++) {
        const double want = curve_db(params, 13 - 5 * l);
        const double got = rms_db(x[l], n, end) + (hz > 0 ? 3.0103 : 0);

        if (fabs(got - want) > 0.1)
            fail_msg(
                "%g:1 from %g dB, knee %g, at %g Hz: %d dB becomes %.3f, not %.3f",
                params->comp_ratio, params->comp_threshold_db, params->comp_knee_db,
                rate, 13 - 5 * l, got, want);
        assert_true(fabs(console_comp_db(&console.state[l])
                         - (want - params->comp_makeup_db - (13 - 5 * l)))
                    < 0.1);
        free(x[l]);
    }
}

static void
the_compressor_keeps_to_its_curve_at_every_rate(void **state)
{
    static const double ratios[] = {1, 1.5, 4, 20, 100};
    static const double knees[] = {0, 6, 24};
    struct console_params p = help_params();

    p.comp_on = true;
    p.comp_attack_ms = 5;
    p.comp_release_ms = 50;
    p.comp_makeup_db = 3;
    for (size_t r = 0; r < COUNT(HELP_RATES); r++)
        for (size_t i = 0; i < COUNT(ratios); i++)
            for (size_t j = 0; j < COUNT(knees); j++) {
                p.comp_ratio = ratios[i];
                p.comp_knee_db = knees[j];
                p.comp_threshold_db = -30 + 7 * (int)j;
                check_curve(&p, HELP_RATES[r], 0);
            }
}

static void
a_sine_is_compressed_by_its_peaks(void **state)
{
    struct console_params p = help_params();

    p.comp_on = true;
    p.comp_release_ms = 200;
    for (size_t r = 0; r < COUNT(HELP_RATES); r++)
        check_curve(&p, HELP_RATES[r], 997);
}

/* A lane that gets `before` for a second and then `after`: its gain in dB at each
 * frame, less what it is when it rests at 0. */
static double *
gain_after_step(const struct console_params *params, double rate, double before,
                double after, uint32_t n)
{
    const uint32_t lead = rate;
    struct help_console console;
    float *x[CONSOLE_LANES] = {0}, *in = malloc((lead + n) * sizeof *in);
    double *gain = malloc(n * sizeof *gain);

    x[0] = malloc((lead + n) * sizeof *in);
    assert_true(in && gain && x[0]);
    fill(in, lead, before, 0, rate);
    fill(in + lead, n, after, 0, rate);
    for (uint32_t i = 0; i < lead + n; i++)
        x[0][i] = in[i];
    help_console_start(&console, params, 1, rate);
    help_console_run(&console, NULL, x, 17, lead + n, 1000);
    for (uint32_t i = 0; i < n; i++)
        gain[i] = 20 * log10(fabs(x[0][lead + i] / in[lead + i]));
    free(in);
    free(x[0]);
    return gain;
}

/* The frames until 1 - 1/e of the way from the first to `end` is gone. */
static uint32_t
frames_to(const double *gain, uint32_t n, double start, double end)
{
    uint32_t i = 0;

    while (i < n && (gain[i] - start) / (end - start) < 1 - exp(-1))
        i++;
    return i;
}

static void
the_attack_is_the_time_to_63_percent_of_the_reduction(void **state)
{
    static const double attacks[] = {0.1, 1, 10, 100};
    struct console_params p = help_params();

    p.comp_on = true;
    for (size_t r = 0; r < COUNT(HELP_RATES); r++)
        for (size_t i = 0; i < COUNT(attacks); i++) {
            const double rate = HELP_RATES[r], want = attacks[i] / 1e3 * rate;
            const uint32_t n = rate / 2;

            p.comp_attack_ms = attacks[i];
            double *gain = gain_after_step(&p, rate, -60, 0, n);
            const uint32_t got = frames_to(gain, n, 0, curve_db(&p, 0));

            if (fabs(got - want) > 1 + 0.01 * want)
                fail_msg("%g ms at %g Hz: %u frames, not %g", attacks[i], rate, got,
                         want);
            free(gain);
        }
}

/* Two smoothings, one after the other, have gone 1 - 1/e of the way when
 * (r exp(-t/r) - a exp(-t/a)) / (r - a) is 1/e. */
static double
release_of(double attack, double release)
{
    double low = 0, high = 10 * (attack + release);

    for (int i = 0; i < 60; i++) {
        const double t = (low + high) / 2;
        const double left
            = (release * exp(-t / release) - attack * exp(-t / attack))
              / (release - attack);

        if (left > exp(-1))
            low = t;
        else
            high = t;
    }
    return low;
}

static void
the_release_is_the_detector_s_time_and_the_attack_follows_it(void **state)
{
    static const double releases[] = {20, 100, 400};
    struct console_params p = help_params();

    p.comp_on = true;
    p.comp_attack_ms = 5;
    for (size_t r = 0; r < COUNT(HELP_RATES); r++)
        for (size_t i = 0; i < COUNT(releases); i++) {
            const double rate = HELP_RATES[r],
                         want = release_of(5, releases[i]) * rate / 1e3;
            const uint32_t n = rate * 1.5;

            p.comp_release_ms = releases[i];
            double *gain = gain_after_step(&p, rate, 0, -60, n);
            const uint32_t got = frames_to(gain, n, curve_db(&p, 0), 0);

            if (fabs(got - want) > 1 + 0.01 * want)
                fail_msg("%g ms at %g Hz: %u frames, not %g", releases[i], rate,
                         got, want);
            free(gain);
        }
}

static void
slow_times_come_to_rest_where_fast_ones_do(void **state)
{
    struct console_params p = help_params(), g = help_params();
    const uint32_t n = 192000 * 20;

    p.comp_on = true;
    p.comp_ratio = 100;
    p.comp_threshold_db = -40;
    p.comp_attack_ms = 1e3;
    p.comp_release_ms = 2e3;
    double *gain = gain_after_step(&p, 192000, 10, -2, n);
    assert_true(gain[0] < -48);
    assert_true(fabs(gain[n - 1] + 38) < 0.1);
    free(gain);
    gain = gain_after_step(&p, 192000, -60, -1, n);
    assert_true(fabs(gain[n - 1] + 39) < 0.1);
    free(gain);

    g.gate_on = true;
    g.gate_release_ms = 2e3;
    gain = gain_after_step(&g, 192000, 0, -60, n);
    assert_true(fabs(gain[n - 1] + 40) < 0.1);
    free(gain);
}

static struct console_params
gate_params(void)
{
    struct console_params p = help_params();

    p.gate_on = true;
    return p;
}

static void
the_gate_opens_at_its_threshold_and_closes_3_db_below(void **state)
{
    const struct console_params p = gate_params(); /* -40 dB, range -40 dB */
    static const struct {
        double before, after, want;
    } steps[] = {
        {-80, -40.1, -40}, {-80, -39.9, 0}, {-20, -42.9, 0},
        {-20, -43.1, -40}, {-20, 6, 0},
    };

    for (size_t r = 0; r < COUNT(HELP_RATES); r++)
        for (size_t i = 0; i < COUNT(steps); i++) {
            const uint32_t n = HELP_RATES[r] * 2;
            double *gain = gain_after_step(&p, HELP_RATES[r], steps[i].before,
                                           steps[i].after, n);

            if (fabs(gain[n - 1] - steps[i].want) > 0.1)
                fail_msg("from %g to %g dB: gain %g", steps[i].before,
                         steps[i].after, gain[n - 1]);
            free(gain);
        }
}

static void
the_gate_lets_through_its_range(void **state)
{
    struct console_params p = gate_params();

    for (double range = 0; range >= -80; range -= 10) {
        p.gate_range_db = range;
        double *gain = gain_after_step(&p, 48000, 0, -60, 96000);
        assert_true(fabs(gain[95999] - range) < 0.1);
        free(gain);
    }
}

static void
the_gate_holds_and_then_falls_and_rises_in_its_times(void **state)
{
    struct console_params p = gate_params();
    const double range = 0.01; /* -40 dB */

    p.gate_attack_ms = 4;
    p.gate_hold_ms = 30;
    p.gate_release_ms = 50;
    for (size_t r = 0; r < COUNT(HELP_RATES); r++) {
        const double rate = HELP_RATES[r];
        const uint32_t n = rate, hold = rint(0.030 * rate);
        double *gain = gain_after_step(&p, rate, -10, -60, n);
        uint32_t i = 0;

        while (i < n && gain[i] == 0)
            i++;
        assert_true(fabs((double)i - hold) <= 1);
        const double fallen = range + (1 - range) * exp(-1);
        while (i < n && gain[i] > 20 * log10(fallen))
            i++;
        assert_true(fabs((double)i - hold - 0.050 * rate) <= 2);
        free(gain);

        gain = gain_after_step(&p, rate, -80, -10, n);
        const double risen = 1 - (1 - range) * exp(-1);
        for (i = 0; i < n && gain[i] < 20 * log10(risen); i++)
            ;
        assert_true(fabs((double)i - 0.004 * rate) <= 2);
        free(gain);
    }
}

static void
a_low_note_s_own_wave_does_not_close_the_gate(void **state)
{
    enum { FRAMES = 48000 };
    struct console_params p = gate_params();
    struct help_console console;
    float *x[CONSOLE_LANES] = {malloc(FRAMES * sizeof(float))};

    assert_non_null(x[0]);
    p.gate_hold_ms = 0;
    fill(x[0], FRAMES, -37, 41.2, 48000); /* a bass guitar's lowest string */
    help_console_start(&console, &p, 1, 48000);
    help_console_run(&console, NULL, x, 0, FRAMES, 64);
    for (int i = 4800; i < FRAMES; i++)
        assert_true(
            fabs(x[0][i] - pow(10, -37 / 20.) * sin(2 * M_PI * 41.2 * i / 48000))
            < 1e-6);
    assert_true(fabs(console_gate_db(&console.state[0])) < 0.001);
    free(x[0]);
}

static void
linked_lanes_share_one_gain_and_others_do_not(void **state)
{
    enum { FRAMES = 96000 };
    struct console_params all[6];
    struct help_console console;
    float *x[CONSOLE_LANES] = {0};

    for (int l = 0; l < 6; l++) {
        all[l] = help_params();
        all[l].gate_on = all[l].comp_on = true;
        x[l] = malloc(FRAMES * sizeof(float));
        assert_non_null(x[l]);
        fill(x[l], FRAMES, l % 2 ? -46 : -6, 0, 48000);
    }
    help_console_start(&console, all, 6, 48000);
    console.group.linked = 1 << 2; /* lanes 2 and 3 */
    help_console_run(&console, NULL, x, 0, FRAMES, 100);
    const double loud = -6 + console_comp_db(&console.state[0]);

    assert_true(fabs(rms_db(x[2], FRAMES, 100) - loud) < 0.01);
    assert_true(fabs(rms_db(x[3], FRAMES, 100) - (loud - 40)) < 0.01);
    for (int l = 0; l < 6; l += 4) {
        assert_true(fabs(rms_db(x[l], FRAMES, 100) - loud) < 0.01);
        assert_true(rms_db(x[l + 1], FRAMES, 100) < -70); /* behind its own gate */
    }
    assert_memory_equal(&console.state[2].s[STATE_GATE_HOLD],
                        &console.state[3].s[STATE_GATE_HOLD],
                        (STATES - STATE_GATE_HOLD) * sizeof(float));
    for (int l = 0; l < 6; l++)
        free(x[l]);
}

static void
the_curve_to_draw_is_what_comes_out(void **state)
{
    struct console_params params = help_params();

    assert_float_equal(console_transfer_db(&params, -30), -30, 0);
    params.comp_on = true;
    params.comp_threshold_db = -20;
    params.comp_makeup_db = 2;
    for (int ratio = 1; ratio <= 101; ratio += 20)
        for (int knee = 0; knee <= 12; knee += 6)
            for (double in = -60; in <= 6; in += 0.7) {
                params.comp_ratio = ratio;
                params.comp_knee_db = knee;
                assert_float_equal(console_transfer_db(&params, in),
                                   curve_db(&params, in), 1e-9);
            }
    params.comp_on = false;
    params.gate_on = true;
    params.gate_threshold_db = -50;
    params.gate_range_db = -30;
    assert_float_equal(console_transfer_db(&params, -49), -49, 0);
    assert_float_equal(console_transfer_db(&params, -51), -81, 1e-9);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_compressor_keeps_to_its_curve_at_every_rate),
        cmocka_unit_test(a_sine_is_compressed_by_its_peaks),
        cmocka_unit_test(the_attack_is_the_time_to_63_percent_of_the_reduction),
        cmocka_unit_test(
            the_release_is_the_detector_s_time_and_the_attack_follows_it),
        cmocka_unit_test(slow_times_come_to_rest_where_fast_ones_do),
        cmocka_unit_test(the_gate_opens_at_its_threshold_and_closes_3_db_below),
        cmocka_unit_test(the_gate_lets_through_its_range),
        cmocka_unit_test(the_gate_holds_and_then_falls_and_rises_in_its_times),
        cmocka_unit_test(a_low_note_s_own_wave_does_not_close_the_gate),
        cmocka_unit_test(linked_lanes_share_one_gain_and_others_do_not),
        cmocka_unit_test(the_curve_to_draw_is_what_comes_out),
    };

    rt_flush_denormals();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

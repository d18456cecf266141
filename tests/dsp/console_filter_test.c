/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The console's filters, against the Audio EQ Cookbook in double precision. */
#include "dsp/console.h"
#include "base/rt.h"
#include "tests/dsp/console_help.h"
#include "tests/test.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

struct filter {
    enum console_eq kind;
    double hz;
    double db;
    double q;
};

/* R. Bristow-Johnson's Cookbook, at `hz`: b0 b1 b2 a0 a1 a2. */
static void
cookbook(const struct filter *f, double rate, double *b, double *a)
{
    const double big = pow(10, f->db / 40), w = 2 * M_PI * f->hz / rate;
    const double co = cos(w), alpha = sin(w) / (2 * f->q),
                 root = 2 * sqrt(big) * alpha;
    const double bell[] = {1 + alpha * big, -2 * co, 1 - alpha * big,
                           1 + alpha / big, -2 * co, 1 - alpha / big};
    const double low[] = {big * (big + 1 - (big - 1) * co + root),
                          2 * big * (big - 1 - (big + 1) * co),
                          big * (big + 1 - (big - 1) * co - root),
                          big + 1 + (big - 1) * co + root,
                          -2 * (big - 1 + (big + 1) * co),
                          big + 1 + (big - 1) * co - root};
    const double high[] = {big * (big + 1 + (big - 1) * co + root),
                           -2 * big * (big - 1 + (big + 1) * co),
                           big * (big + 1 + (big - 1) * co - root),
                           big + 1 - (big - 1) * co + root,
                           2 * (big - 1 - (big + 1) * co),
                           big + 1 - (big - 1) * co - root};
    const double low_pass[]
        = {(1 - co) / 2, 1 - co, (1 - co) / 2, 1 + alpha, -2 * co, 1 - alpha};
    const double high_pass[]
        = {(1 + co) / 2, -1 - co, (1 + co) / 2, 1 + alpha, -2 * co, 1 - alpha};
    const double notch[] = {1, -2 * co, 1, 1 + alpha, -2 * co, 1 - alpha};
    const double *const all[] = {bell, low, high, low_pass, high_pass, notch};

    for (int i = 0; i < 3; i++) {
        b[i] = all[f->kind][i];
        a[i] = all[f->kind][3 + i];
    }
}

static double
cookbook_gain(const struct filter *f, double rate, double hz)
{
    const double complex z = cexp(-2 * M_PI * I * hz / rate);
    double b[3], a[3];

    cookbook(f, rate, b, a);
    return cabs((b[0] + b[1] * z + b[2] * z * z)
                / (a[0] + a[1] * z + a[2] * z * z));
}

/* What a filter does to a sine, from its answer to one sample: in double. */
static double
measured_gain(const float *x, uint32_t n, double rate, double hz)
{
    const double complex turn = cexp(-2 * M_PI * I * hz / rate);
    double complex sum = 0, phase = 1;

    for (uint32_t i = 0; i < n; i++) {
        sum += x[i] * phase;
        phase *= turn;
        if (i % 1024 == 1023)
            phase /= cabs(phase);
    }
    return cabs(sum);
}

static struct console_params
params_of(const struct filter *f, int band)
{
    struct console_params p = help_params();

    p.eq_on = true;
    p.eq[band] = (struct console_band){true, f->kind, f->hz, f->db, f->q};
    return p;
}

static double
db(double gain)
{
    return 20 * log10(gain);
}

static void
check_response(const struct filter *f, const float *x, uint32_t n, double rate)
{
    enum { POINTS = 24 };

    for (int i = 0; i < POINTS; i++) {
        const double hz = 10 * pow(0.45 * rate / 10, i / (POINTS - 1.0));
        const double want = cookbook_gain(f, rate, hz),
                     got = measured_gain(x, n, rate, hz);

        if (want > 1e-3 ? fabs(db(got / want)) > 0.1 : got > 2e-3)
            fail_msg("kind %d, %g Hz, %g dB, q %g at %g Hz: %.3f dB at %.1f Hz, "
                     "not %.3f",
                     f->kind, f->hz, f->db, f->q, rate, db(got), hz, db(want));
    }
}

static void
check_all(const struct filter *filters, const struct console_params *params,
          double rate)
{
    const uint32_t n = rate * 1.5;
    struct help_console console;
    float *x[CONSOLE_LANES];

    for (int l = 0; l < CONSOLE_LANES; l++) {
        x[l] = calloc(n, sizeof(float));
        assert_non_null(x[l]);
        x[l][0] = 1;
    }
    help_console_start(&console, params, CONSOLE_LANES, rate);
    help_console_run(&console, NULL, x, 0, n, 4096);
    for (int l = 0; l < CONSOLE_LANES; l++) {
        check_response(&filters[l], x[l], n, rate);
        free(x[l]);
    }
}

static void
each_kind_of_filter_answers_as_the_cookbook_says(void **state)
{
    static const struct filter filters[CONSOLE_LANES] = {
        {CONSOLE_BELL, 20, 12, 2},         {CONSOLE_BELL, 1000, -18, 0.7},
        {CONSOLE_BELL, 8000, 6, 4},        {CONSOLE_BELL, 19000, 15, 1},
        {CONSOLE_LOW_SHELF, 25, 9, 0.7},   {CONSOLE_LOW_SHELF, 200, -12, 0.7},
        {CONSOLE_LOW_SHELF, 3000, 18, 1},  {CONSOLE_HIGH_SHELF, 60, -6, 0.7},
        {CONSOLE_HIGH_SHELF, 4000, 12, 1}, {CONSOLE_HIGH_SHELF, 16000, -18, 0.5},
        {CONSOLE_LOW_PASS, 100, 0, 0.7},   {CONSOLE_LOW_PASS, 12000, 0, 3},
        {CONSOLE_HIGH_PASS, 20, 0, 0.7},   {CONSOLE_HIGH_PASS, 500, 0, 4},
        {CONSOLE_NOTCH, 50, 0, 5},         {CONSOLE_NOTCH, 10000, 0, 0.5},
    };
    struct console_params params[CONSOLE_LANES];

    for (size_t i = 0; i < COUNT(HELP_RATES); i++) {
        for (int l = 0; l < CONSOLE_LANES; l++)
            params[l] = params_of(&filters[l], l % CONSOLE_BANDS);
        check_all(filters, params, HELP_RATES[i]);
    }
}

static void
the_high_pass_is_butterworth_of_12_db_an_octave(void **state)
{
    struct filter filters[CONSOLE_LANES];
    struct console_params params[CONSOLE_LANES];

    for (size_t i = 0; i < COUNT(HELP_RATES); i++) {
        for (int l = 0; l < CONSOLE_LANES; l++) {
            filters[l] = (struct filter){CONSOLE_HIGH_PASS, 16 * pow(1.5, l), 0,
                                         M_SQRT1_2};
            params[l] = help_params();
            params[l].highpass_on = true;
            params[l].highpass_hz = filters[l].hz;
        }
        check_all(filters, params, HELP_RATES[i]);
    }
    assert_true(fabs(db(cookbook_gain(&filters[3], 48000, filters[3].hz)) + 3.01)
                < 0.01);
}

/* The same filter in double, direct form: the error is the kernel's own noise. */
static double
noise_below_signal(const struct filter *f, double rate)
{
    enum { FRAMES = 1 << 17 };
    const struct console_params params = params_of(f, 0);
    struct help_console console;
    float *in = malloc(FRAMES * sizeof *in), *x[CONSOLE_LANES] = {0};
    double b[3], a[3], d1 = 0, d2 = 0, signal = 0, error = 0;

    x[0] = malloc(FRAMES * sizeof *in);
    assert_true(in && x[0]);
    help_noise(in, FRAMES, 0.5f, 7);
    for (int i = 0; i < FRAMES; i++)
        x[0][i] = in[i];
    help_console_start(&console, &params, 1, rate);
    help_console_run(&console, NULL, x, 0, FRAMES, 4096);
    cookbook(f, rate, b, a);
    for (int i = 0; i < FRAMES; i++) {
        const double y = (b[0] * in[i] + d1) / a[0];

        d1 = b[1] * in[i] - a[1] * y + d2;
        d2 = b[2] * in[i] - a[2] * y;
        signal += y * y;
        error += (x[0][i] - y) * (x[0][i] - y);
    }
    free(in);
    free(x[0]);
    return 10 * log10(signal / error);
}

static void
at_low_frequencies_and_high_rates_they_do_not_hiss(void **state)
{
    static const struct filter filters[] = {
        {CONSOLE_HIGH_PASS, 20, 0, 0.7},
        {CONSOLE_BELL, 30, 12, 3},
        {CONSOLE_LOW_SHELF, 40, -9, 0.7},
    };

    for (size_t i = 0; i < COUNT(filters); i++)
        assert_true(noise_below_signal(&filters[i], 192000) > 100);
}

static void
a_low_shelf_raises_a_constant_exactly_and_a_high_pass_stops_it(void **state)
{
    enum { FRAMES = 192000 };
    const struct filter shelf = {CONSOLE_LOW_SHELF, 100, 6, 0.7};
    struct console_params params[2] = {params_of(&shelf, 1), help_params()};
    struct help_console console;
    float *x[CONSOLE_LANES] = {0};

    params[1].highpass_on = true;
    for (int l = 0; l < 2; l++) {
        x[l] = malloc(FRAMES * sizeof(float));
        assert_non_null(x[l]);
        for (int i = 0; i < FRAMES; i++)
            x[l][i] = 0.25f;
    }
    help_console_start(&console, params, 2, 192000);
    help_console_run(&console, NULL, x, 0, FRAMES, 64);
    assert_true(fabs(db(x[0][FRAMES - 1] / 0.25) - 6) < 1e-3);
    assert_true(fabs(x[1][FRAMES - 1]) < 1e-6);
    free(x[0]);
    free(x[1]);
}

/* The cookbook's gain of each kind, and of all bands and the high-pass together. */
static void
the_curve_to_draw_is_the_response(void **state)
{
    const double rate = 48000;
    struct console_params params = help_params();

    params.eq_on = params.highpass_on = true;
    params.highpass_hz = 90;
    for (int kind = CONSOLE_BELL; kind <= CONSOLE_NOTCH; kind++) {
        const struct filter f = {kind, 1200, 5, 1.4};
        const struct console_band band = {true, kind, 1200, 5, 1.4};

        for (double hz = 20; hz < 23000; hz *= 1.13) {
            const double want = 20 * log10(fmax(cookbook_gain(&f, rate, hz), 1e-9));

            assert_float_equal(console_band_db(&band, rate, hz), want, 1e-3);
        }
    }
    for (int i = 0; i < CONSOLE_BANDS; i++)
        params.eq[i]
            = (struct console_band){i != 2, CONSOLE_BELL, 100 << i, 3 - i, 1};
    for (double hz = 20; hz < 23000; hz *= 1.13) {
        const struct filter highpass = {CONSOLE_HIGH_PASS, 90, 0, M_SQRT1_2};
        double want = 20 * log10(cookbook_gain(&highpass, rate, hz));

        for (int i = 0; i < CONSOLE_BANDS; i++)
            if (i != 2)
                want += console_band_db(&params.eq[i], rate, hz);
        assert_float_equal(console_response_db(&params, rate, hz), want, 1e-3);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_filter_answers_as_the_cookbook_says),
        cmocka_unit_test(the_high_pass_is_butterworth_of_12_db_an_octave),
        cmocka_unit_test(at_low_frequencies_and_high_rates_they_do_not_hiss),
        cmocka_unit_test(
            a_low_shelf_raises_a_constant_exactly_and_a_high_pass_stops_it),
        cmocka_unit_test(the_curve_to_draw_is_the_response),
    };

    rt_flush_denormals();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

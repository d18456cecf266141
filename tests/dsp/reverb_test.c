/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/reverb.h"
#include "tests/dsp/spectrum_help.h"
#include "tests/alloc_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stereo {
    size_t n;
    uint32_t rate;
    float *x[2];
};

static struct stereo
stereo_new(uint32_t rate, double seconds)
{
    const size_t n = (size_t)(seconds * rate);

    return (struct stereo){
        n, rate, {calloc(n, sizeof(float)), calloc(n, sizeof(float))}};
}

static void
stereo_free(struct stereo *s)
{
    free(s->x[0]);
    free(s->x[1]);
}

static struct reverb *
reverb(uint32_t rate)
{
    struct reverb *r;

    assert_int_equal(reverb_new(&r, rate), ST_OK);
    return r;
}

static void
run(struct reverb *r, struct stereo *s, size_t cut)
{
    for (size_t at = 0; at < s->n; at += cut) {
        float *const io[] = {s->x[0] + at, s->x[1] + at};
        reverb_process(r, (const float *const *)io, io,
                       s->n - at < cut ? s->n - at : cut);
    }
}

/* The answer to one click on a side, with the controls as they stand. */
static struct stereo
answer(struct reverb *r, uint32_t rate, double seconds, unsigned side)
{
    struct stereo s = stereo_new(rate, seconds);

    reverb_reset(r);
    s.x[side][0] = 1;
    run(r, &s, 4096);
    return s;
}

/* --- what the ear measures ---------------------------------------------------- */

/* An octave about `hz`: two band-passes in a row. */
static void
octave(double *y, const float *x, size_t n, double hz, uint32_t rate)
{
    const double w = 2 * M_PI * hz / rate, alpha = sin(w) / (2 * 1.414),
                 a0 = 1 + alpha;

    for (size_t i = 0; i < n; i++)
        y[i] = (double)x[i];
    for (int pass = 0; pass < 3; pass++) {
        double s1 = 0, s2 = 0;
        for (size_t i = 0; i < n; i++) {
            const double in = y[i], out = alpha / a0 * in + s1;
            s1 = s2 + 2 * cos(w) / a0 * out;
            s2 = -alpha / a0 * in - (1 - alpha) / a0 * out;
            y[i] = out;
        }
    }
}

/* RT60 by ISO 3382's T30: Schroeder's backward integral, a line from -5 to -35 dB;
 * of all ways from a click on a side to a side together. */
static double
decay_time(const struct stereo s[2], double hz)
{
    const size_t n = s->n;
    double *y = malloc(n * sizeof *y), *power = calloc(n, sizeof *y), left, all = 0;
    double sx = 0, sy = 0, sxx = 0, sxy = 0, count = 0;

    for (unsigned way = 0; way < 4; way++) {
        octave(y, s[way / 2].x[way % 2], n, hz, s->rate);
        for (size_t i = 0; i < n; i++)
            power[i] += y[i] * y[i];
    }
    for (size_t i = 0; i < n; i++)
        all += power[i];
    left = all;
    for (size_t i = 0; i < n; i++) {
        const double db = 10 * log10(left / all), t = (double)i / s->rate;
        if (db < -5 && db > -35)
            sx += t, sy += db, sxx += t * t, sxy += t * db, count++;
        left -= power[i];
    }
    free(y);
    free(power);
    return -60 * (count * sxx - sx * sx) / (count * sxy - sx * sy);
}

/* The share of samples beyond a standard deviation in a window, over what noise has
 * (J. S. Abel and P. Huang, «A simple, robust measure of reverberation echo
 * density», AES 121, 2006): 0 sparse, 1 as dense as noise. */
static double
echo_density(const struct stereo *s, double at)
{
    const size_t window = (size_t)(0.02 * s->rate), first = (size_t)(at * s->rate);
    double sum = 0, beyond = 0, weights = 0;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < window; i++) {
            const double w
                = 0.5 - 0.5 * cos(2 * M_PI * ((double)i + 0.5) / (double)window);
            const double x = (double)s->x[0][first + i];
            if (pass == 0) {
                sum += w * x * x;
                weights += w;
            } else if (x * x > sum / weights) {
                beyond += w;
            }
        }
    return beyond / weights / erfc(sqrt(0.5));
}

static double
energy(const float *x, size_t from, size_t to)
{
    double sum = 0;

    for (size_t i = from; i < to; i++)
        sum += (double)x[i] * (double)x[i];
    return sum;
}

/* With SHOW=1, the figures behind the verdicts. */
static void
say(const char *what, double a, double b)
{
    if (getenv("SHOW"))
        printf("%-20s %10.4f %10.4f\n", what, a, b);
}

static void
is_within(double got, double want, double share)
{
    say("RT60", got, want);
    if (!(fabs(got / want - 1) < share))
        fail_msg("RT60 is %.3f s, not %.3f", got, want);
}

/* --- the tests ---------------------------------------------------------------- */

static void
each_band_decays_as_it_is_set(void **state)
{
    static const uint32_t rates[] = {44100, 48000, 96000};
    static const float times[] = {0.4f, 1.8f, 5};

    for (size_t i = 0; i < COUNT(rates); i++)
        for (size_t k = 0; k < COUNT(times); k++) {
            const float time = times[k];
            struct reverb *r = reverb(rates[i]);
            reverb_set(r, REVERB_DECAY, time);
            reverb_set(r, REVERB_SIZE, time < 1 ? 40 : 100);
            reverb_set(r, REVERB_LOW, 1.5f);
            reverb_set(r, REVERB_HIGH, 0.5f);
            reverb_set(r, REVERB_EARLY, -60);
            reverb_set(r, REVERB_LOW_CUT, 10);
            reverb_set(r, REVERB_HIGH_CUT, 20000);
            const double length = 0.3 + 2 * (double)time;
            struct stereo s[2] = {answer(r, rates[i], length, 0),
                                  answer(r, rates[i], length, 1)};
            is_within(decay_time(s, 1000), (double)time, 0.05);
            is_within(decay_time(s, 63), 1.5 * (double)time, 0.07);
            is_within(decay_time(s, 10000), 0.5 * (double)time, 0.13);
            stereo_free(&s[0]);
            stereo_free(&s[1]);
            reverb_free(r);
        }
}

static void
flat_decay_is_flat(void **state)
{
    struct reverb *r = reverb(48000);

    reverb_set(r, REVERB_LOW, 1);
    reverb_set(r, REVERB_HIGH, 1);
    reverb_set(r, REVERB_EARLY, -60);
    struct stereo s[2] = {answer(r, 48000, 4, 0), answer(r, 48000, 4, 1)};
    for (double hz = 125; hz <= 8000; hz *= 2)
        is_within(decay_time(s, hz), 1.8, 0.05);
    stereo_free(&s[0]);
    stereo_free(&s[1]);
    reverb_free(r);
}

static void
within_100_ms_echoes_are_as_dense_as_noise(void **state)
{
    struct reverb *r = reverb(48000);

    reverb_set(r, REVERB_PREDELAY, 0);
    struct stereo s = answer(r, 48000, 1, 0);
    for (double at = 0.0; at < 0.3; at += 0.02)
        say("echo density", at, echo_density(&s, at));
    double mean = 0;
    for (double at = 0.09; at < 0.2; at += 0.01)
        mean += echo_density(&s, at) / 11;
    say("mean", mean, 0);
    assert_true(mean > 0.9);
    assert_true(echo_density(&s, 0.1) > 0.8);
    stereo_free(&s);
    reverb_free(r);
}

/* Once it is dense, energy falls steadily: no flutter, no burst, no knee. */
static void
energy_falls_smoothly(void **state)
{
    struct reverb *r = reverb(48000);

    reverb_set(r, REVERB_LOW, 1);
    reverb_set(r, REVERB_HIGH, 1);
    struct stereo s = answer(r, 48000, 3, 0);
    for (unsigned c = 0; c < 2; c++)
        for (size_t at = 7200; at + 9600 < s.n; at += 2400) {
            const double e = energy(s.x[c], at, at + 4800);
            const double want = energy(s.x[c], 7200, 12000)
                                * pow(10, -6 / 1.8 * ((double)at - 7200) / 48000);
            say("over the line, dB", (double)at, 10 * log10(e / want));
            assert_true(fabs(10 * log10(e / want)) < 2.5);
        }
    stereo_free(&s);
    reverb_free(r);
}

/* The late sound's spectrum is that of noise: no bin stands out.  For a Gaussian
 * spectrum the mean over the geometric mean is e^0.577, and the greatest of n bins
 * about ln n over the mean. */
static void
no_resonance_sticks_out(void **state)
{
    enum { N = 1 << 15 };
    static double power[N / 2 + 1];
    struct reverb *r = reverb(48000);
    double sum = 0, logs = 0, top = 0;
    size_t count = 0;

    reverb_set(r, REVERB_LOW, 1);
    reverb_set(r, REVERB_HIGH, 1);
    struct stereo s = answer(r, 48000, 2, 0);
    for (size_t i = 0; i < s.n; i++)
        s.x[0][i] *= (float)pow(10, 3 / 1.8 * (double)i / 48000);
    spectrum_power(power, s.x[0] + 9600, N);
    for (size_t k = 200; k < 5500; k++, count++) {
        sum += power[k];
        logs += log(power[k]);
        top = fmax(top, power[k]);
    }
    const double mean = sum / (double)count,
                 flat = exp(logs / (double)count) / mean;
    say("flatness", flat, exp(-0.5772));
    say("top over mean, dB", 10 * log10(top / mean),
        10 * log10(log((double)count)));
    assert_true(flat > 0.50);
    assert_true(10 * log10(top / mean) < 12.5);
    stereo_free(&s);
    reverb_free(r);
}

static void
the_sides_have_little_in_common(void **state)
{
    for (unsigned mono = 0; mono < 2; mono++) {
        struct reverb *r = reverb(48000);
        struct stereo s = stereo_new(48000, 2);
        reverb_reset(r);
        s.x[0][0] = 1;
        s.x[1][0] = mono ? 1 : 0;
        run(r, &s, 512);
        double lr = 0;
        for (size_t i = 0; i < s.n; i++)
            lr += (double)s.x[0][i] * (double)s.x[1][i];
        const double l = energy(s.x[0], 0, s.n), right = energy(s.x[1], 0, s.n);
        say("correlation", lr / sqrt(l * right), 10 * log10(l / right));
        assert_true(fabs(lr / sqrt(l * right)) < 0.2);
        assert_true(fabs(10 * log10(l / right)) < 2);
        stereo_free(&s);
        reverb_free(r);
    }
}

static void
at_width_0_both_sides_are_the_same(void **state)
{
    struct reverb *r = reverb(48000);

    reverb_set(r, REVERB_WIDTH, 0);
    struct stereo s = answer(r, 48000, 0.5, 0);
    assert_memory_equal(s.x[0], s.x[1], s.n * sizeof(float));
    stereo_free(&s);
    reverb_free(r);
}

static void
noise_comes_out_about_as_loud_as_it_went_in(void **state)
{
    struct reverb *r = reverb(48000);
    struct stereo s = stereo_new(48000, 6);
    uint32_t seed = 8;

    for (size_t i = 0; i < s.n; i++)
        for (unsigned c = 0; c < 2; c++)
            s.x[c][i] = noise_even(&seed);
    reverb_reset(r);
    run(r, &s, 512);
    const double db = 10 * log10(energy(s.x[0], 192000, s.n) / 96000 * 3);
    say("gain of noise, dB", db, 0);
    assert_true(fabs(db) < 1.5);
    stereo_free(&s);
    reverb_free(r);
}

/* Noise and a click, while controls are turned at given frames, in cuts of
 * `cut`. */
static struct stereo
turn_controls(size_t cut)
{
    struct reverb *r = reverb(48000);
    struct stereo s = stereo_new(48000, 0.5);
    uint32_t seed = 8;

    for (size_t i = 0; i < s.n; i++)
        for (unsigned c = 0; c < 2; c++)
            s.x[c][i] = i < 9000 ? noise_even(&seed) : 0;
    for (size_t at = 0, part; at < s.n; at += part) {
        const size_t next = at < 3000    ? 3000
                            : at < 3100  ? 3100
                            : at < 10000 ? 10000
                                         : s.n;
        float *const io[] = {s.x[0] + at, s.x[1] + at};
        if (at == 3000)
            reverb_set(r, REVERB_SIZE, 60);
        if (at == 3100)
            reverb_set(r, REVERB_DECAY, 0.5f);
        if (at == 10000)
            reverb_set(r, REVERB_DRY, -3);
        part = next - at < cut ? next - at : cut;
        reverb_process(r, (const float *const *)io, io, part);
    }
    reverb_free(r);
    return s;
}

static void
the_bits_do_not_depend_on_the_cut(void **state)
{
    static const size_t cuts[] = {1, 7, 16, 63, 65, 1000};
    struct stereo want = turn_controls(100000);

    for (size_t c = 0; c < COUNT(cuts); c++) {
        struct stereo got = turn_controls(cuts[c]);
        for (unsigned k = 0; k < 2; k++)
            assert_memory_equal(got.x[k], want.x[k], want.n * sizeof(float));
        stereo_free(&got);
    }
    stereo_free(&want);
}

static void
after_a_reset_it_is_as_new(void **state)
{
    struct reverb *r = reverb(48000);
    struct stereo want = answer(r, 48000, 1, 0), loud = stereo_new(48000, 3);
    uint32_t seed = 3;

    for (size_t i = 0; i < loud.n; i++)
        loud.x[0][i] = loud.x[1][i] = noise_even(&seed);
    run(r, &loud, 100);
    struct stereo got = answer(r, 48000, 1, 0);
    assert_memory_equal(got.x[0], want.x[0], want.n * sizeof(float));
    assert_memory_equal(got.x[1], want.x[1], want.n * sizeof(float));
    stereo_free(&want);
    stereo_free(&loud);
    stereo_free(&got);
    reverb_free(r);
}

static void
a_sample_that_is_no_number_does_not_stay(void **state)
{
    struct reverb *r = reverb(48000);
    struct stereo s = stereo_new(48000, 1);

    reverb_set(r, REVERB_DRY, 0);
    reverb_set(r, REVERB_DECAY, NAN);
    reverb_reset(r);
    s.x[0][10] = NAN;
    s.x[1][20] = INFINITY;
    s.x[0][1000] = 3e38f;
    s.x[1][1001] = -3e38f;
    run(r, &s, 64);
    for (size_t i = 0; i < s.n; i++)
        assert_true(isfinite(s.x[0][i]) && isfinite(s.x[1][i]));
    stereo_free(&s);
    reverb_free(r);
}

static void
dry_sound_is_not_delayed_and_off_is_off(void **state)
{
    struct reverb *r = reverb(48000);
    struct stereo s = stereo_new(48000, 0.1), was = stereo_new(48000, 0.1);
    uint32_t seed = 6;

    for (size_t i = 0; i < s.n; i++)
        s.x[0][i] = was.x[0][i] = noise_even(&seed);
    reverb_set(r, REVERB_DRY, 0);
    reverb_set(r, REVERB_WET, -60);
    reverb_reset(r);
    run(r, &s, 64);
    assert_memory_equal(s.x[0], was.x[0], s.n * sizeof(float));
    reverb_set(r, REVERB_DRY, -60);
    reverb_reset(r);
    run(r, &s, 64);
    for (size_t i = 0; i < s.n; i++)
        assert_true(s.x[0][i] == 0 && s.x[1][i] == 0);
    stereo_free(&s);
    stereo_free(&was);
    reverb_free(r);
}

static void
pre_delay_is_as_it_says(void **state)
{
    static const float before[] = {0, 20, 250};

    for (size_t k = 0; k < COUNT(before); k++) {
        struct reverb *r = reverb(48000);
        size_t first = 0;
        reverb_set(r, REVERB_PREDELAY, before[k]);
        struct stereo s = answer(r, 48000, 0.5, 0);
        while (first < s.n && fabsf(s.x[0][first]) < 1e-6f)
            first++;
        /* the first reflection is 4.3 ms later */
        const double want = fmax((double)before[k] * 48, 64) + 4.3 * 48;
        assert_true(fabs((double)first - want) < 4);
        stereo_free(&s);
        reverb_free(r);
    }
}

/* A low tone rings; what a click has that it has not is sound above 3 kHz. */
static void
turning_controls_does_not_click(void **state)
{
    static const struct {
        enum reverb_control which;
        float value;
    } turns[] = {
        {REVERB_PREDELAY, 100}, {REVERB_SIZE, 50},      {REVERB_DECAY, 6},
        {REVERB_HIGH, 1},       {REVERB_DIFFUSION, 20}, {REVERB_WIDTH, 0},
        {REVERB_DRY, 0},        {REVERB_WET, -20},      {REVERB_MOD_DEPTH, 100},
        {REVERB_LOW_CUT, 300},
    };
    enum { N = 1 << 15 };
    static double power[N / 2 + 1];

    for (size_t k = 0; k < COUNT(turns); k++) {
        struct reverb *r = reverb(48000);
        struct stereo s = stereo_new(48000, 3);
        double high = 0, all = 0;
        for (size_t i = 0; i < s.n; i++)
            s.x[0][i] = s.x[1][i] = (float)sin(2 * M_PI * 300 * (double)i / 48000);
        const struct stereo rest
            = {s.n - 72000, 48000, {s.x[0] + 72000, s.x[1] + 72000}};
        struct stereo before = {72000, 48000, {s.x[0], s.x[1]}}, after = rest;
        run(r, &before, 64);
        reverb_set(r, turns[k].which, turns[k].value);
        run(r, &after, 64);
        spectrum_power(power, s.x[0] + 72000 - N / 4, N);
        for (size_t i = 0; i <= N / 2; i++) {
            all += power[i];
            high += i > N / 16 ? power[i] : 0;
        }
        say("click, dB", (double)turns[k].which, 10 * log10(high / all));
        assert_true(10 * log10(high / all) < -70);
        stereo_free(&s);
        reverb_free(r);
    }
}

static void
controls_are_a_table_in_order(void **state)
{
    for (unsigned i = 0; i < REVERB_CONTROLS; i++) {
        const struct control *c = &reverb_controls[i];
        assert_non_null(c->symbol);
        assert_true(c->min <= c->initial && c->initial <= c->max
                    && c->min < c->max);
        assert_true(c->scale == CONTROL_LINEAR || c->min > 0);
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(c->symbol, reverb_controls[k].symbol);
    }
}

/* Every control at either end, at every rate, into full noise: nothing runs
 * away. */
static void
no_setting_is_unstable(void **state)
{
    static const uint32_t rates[] = {8000, 44100, 192000, 384000};
    uint32_t seed = 77;

    for (unsigned trial = 0; trial < 60; trial++) {
        const uint32_t rate = rates[trial % COUNT(rates)];
        struct reverb *r = reverb(rate);
        struct stereo s = stereo_new(rate, rate > 100000 ? 0.3 : 2);
        for (unsigned i = 0; i < REVERB_CONTROLS; i++)
            reverb_set(r, i, noise_even(&seed) > 0 ? 1e9f : -1e9f);
        reverb_set(r, REVERB_WET, 0);
        reverb_set(r, REVERB_DRY, -60);
        if (trial % 2)
            reverb_reset(r);
        for (size_t i = 0; i < s.n; i++)
            s.x[0][i] = s.x[1][i] = noise_even(&seed);
        run(r, &s, 333);
        for (size_t i = 0; i < s.n; i++)
            assert_true(fabsf(s.x[0][i]) < 40 && fabsf(s.x[1][i]) < 40);
        stereo_free(&s);
        reverb_free(r);
    }
}

static void
without_memory_there_is_none_and_nothing_leaks(void **state)
{
    struct reverb *r;

    alloc_fail_after(0);
    const enum status status = reverb_new(&r, 48000);
    assert_true(alloc_fail_stop());
    assert_int_equal(status, ST_NO_MEM);
    assert_null(r);
}

static void
what_cannot_be_is_refused(void **state)
{
    struct reverb *r;

    assert_int_equal(reverb_new(&r, 7999), ST_RANGE);
    assert_int_equal(reverb_new(&r, 400000), ST_RANGE);
    assert_null(r);
    reverb_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_band_decays_as_it_is_set),
        cmocka_unit_test(flat_decay_is_flat),
        cmocka_unit_test(within_100_ms_echoes_are_as_dense_as_noise),
        cmocka_unit_test(energy_falls_smoothly),
        cmocka_unit_test(no_resonance_sticks_out),
        cmocka_unit_test(the_sides_have_little_in_common),
        cmocka_unit_test(at_width_0_both_sides_are_the_same),
        cmocka_unit_test(noise_comes_out_about_as_loud_as_it_went_in),
        cmocka_unit_test(the_bits_do_not_depend_on_the_cut),
        cmocka_unit_test(after_a_reset_it_is_as_new),
        cmocka_unit_test(a_sample_that_is_no_number_does_not_stay),
        cmocka_unit_test(dry_sound_is_not_delayed_and_off_is_off),
        cmocka_unit_test(pre_delay_is_as_it_says),
        cmocka_unit_test(turning_controls_does_not_click),
        cmocka_unit_test(controls_are_a_table_in_order),
        cmocka_unit_test(no_setting_is_unstable),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(without_memory_there_is_none_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/limiter.h"
#include "tests/dsp/spectrum_help.h"
#include "tests/alloc_help.h"
#include "tests/test.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t rates[] = {44100, 48000, 96000, 192000};

static double
db(double gain)
{
    return 20 * log10(gain);
}

/* --- sounds that are hard to hold --------------------------------------------- */

typedef float sound_fn(size_t i, uint32_t rate, uint32_t *seed);

/* A quarter of the rate at 45 degrees: samples 3 dB below the peaks. */
static float
quarter(size_t i, uint32_t rate, uint32_t *seed)
{
    return 1.4f * (float)sin(M_PI / 2 * (double)i + M_PI / 4);
}

static float
white(size_t i, uint32_t rate, uint32_t *seed)
{
    return 2 * noise_even(seed);
}

static float
clipped(size_t i, uint32_t rate, uint32_t *seed)
{
    const float x = 20 * noise_even(seed);

    return x > 1 ? 1 : x < -1 ? -1 : x;
}

/* A high tone that comes and goes. */
static float
high(size_t i, uint32_t rate, uint32_t *seed)
{
    const double on = i / 3000 % 2 ? 0.1 : 2.0;

    return (float)(on * sin(2 * M_PI * 0.43 * (double)i));
}

static float
clicks(size_t i, uint32_t rate, uint32_t *seed)
{
    return i % 977 == 0 ? 3 : i % 977 == 1 ? 2.9f : i % 1311 == 3 ? -4 : 0;
}

static float
square(size_t i, uint32_t rate, uint32_t *seed)
{
    return fmod(61.7 * (double)i / rate, 1) < 0.5 ? 1.5f : -1.5f;
}

/* Bass, drums on the beat, cymbals, all too loud. */
static float
music(size_t i, uint32_t rate, uint32_t *seed)
{
    const double t = (double)i / rate, beat = fmod(t, 0.25);
    const double bass
        = 0.8 * sin(2 * M_PI * 55 * t) + 0.3 * sin(2 * M_PI * 110.3 * t);
    const double drum = 1.5 * exp(-beat * 30) * sin(400 * exp(-beat * 25) * beat);
    const double snare = fmod(t, 0.5) > 0.25 ? 1.2 * exp(-beat * 22) : 0;

    return (float)(bass + drum + (snare + 0.2) * (double)noise_even(seed));
}

static const struct {
    const char *name;
    sound_fn *sound;
} sounds[] = {
    {"quarter", quarter}, {"white", white},   {"clipped", clipped}, {"high", high},
    {"clicks", clicks},   {"square", square}, {"music", music},
};

struct stereo {
    size_t n;
    float *x[2];
};

static struct stereo
stereo_new(size_t n)
{
    return (struct stereo){n, {calloc(n, sizeof(float)), calloc(n, sizeof(float))}};
}

static void
stereo_free(struct stereo *s)
{
    free(s->x[0]);
    free(s->x[1]);
}

static struct stereo
make(sound_fn *sound, uint32_t rate, size_t n)
{
    struct stereo s = stereo_new(n);
    uint32_t seed = 12;

    for (size_t i = 0; i < n; i++)
        for (unsigned c = 0; c < 2; c++)
            s.x[c][i] = (c ? 0.7f : 1) * sound(i + c * 331, rate, &seed);
    return s;
}

static struct limiter *
limiter(uint32_t rate, float ceiling)
{
    struct limiter *l;

    assert_int_equal(limiter_new(&l, rate), ST_OK);
    limiter_set(l, LIMITER_CEILING, ceiling);
    return l;
}

static void
run(struct limiter *l, struct stereo *s, size_t cut)
{
    for (size_t at = 0; at < s->n; at += cut) {
        float *const io[] = {s->x[0] + at, s->x[1] + at};
        limiter_process(l, (const float *const *)io, io,
                        s->n - at < cut ? s->n - at : cut);
    }
}

/* --- true peaks --------------------------------------------------------------- */

static double
ebur_peak(const struct stereo *s, uint32_t rate)
{
    ebur128_state *e = ebur128_init(2, rate, EBUR128_MODE_TRUE_PEAK);
    float *both = malloc(2 * s->n * sizeof *both);
    double a, b;

    for (size_t i = 0; i < 2 * s->n; i++)
        both[i] = s->x[i % 2][i / 2];
    ebur128_add_frames_float(e, both, s->n);
    ebur128_true_peak(e, 0, &a);
    ebur128_true_peak(e, 1, &b);
    ebur128_destroy(&e);
    free(both);
    return fmax(a, b);
}

static double
bessel(double x)
{
    double sum = 1, term = 1;

    for (int k = 1; k < 40; k++)
        sum += term *= x / 2 / k * (x / 2 / k);
    return sum;
}

/* The peak as a good converter draws it, looked at 16 times a sample: flat to 0.45
 * of the rate, 70 dB down from 0.55 on. */
static double
drawn_peak(const struct stereo *s)
{
    enum { PHASES = 16, TAPS = 48 };
    static float h[PHASES][TAPS];
    double peak = 0;

    for (int p = 0; p < PHASES; p++)
        for (int k = 0; k < TAPS; k++) {
            const double t = k - (TAPS / 2 - 1) - (double)p / PHASES;
            const double w
                = bessel(6.8 * sqrt(1 - t * t / (TAPS * TAPS / 4))) / bessel(6.8);
            h[p][k] = (float)((t == 0 ? 1 : sin(M_PI * t) / (M_PI * t)) * w);
        }
    for (unsigned c = 0; c < 2; c++)
        for (size_t i = 0; i + TAPS <= s->n; i++)
            for (int p = 0; p < PHASES; p++) {
                float sum[8] = {0};
                for (int k = 0; k < TAPS; k += 8)
                    for (int j = 0; j < 8; j++)
                        sum[j] += h[p][k + j] * s->x[c][i + (size_t)(k + j)];
                for (int j = 1; j < 8; j++)
                    sum[0] += sum[j];
                peak = fmax(peak, fabs((double)sum[0]));
            }
    return peak;
}

static void
no_true_peak_comes_out_above_the_ceiling(void **state)
{
    static const float ceilings[] = {-1, -0.1f, -12};

    for (size_t r = 0; r < COUNT(rates); r++)
        for (size_t k = 0; k < COUNT(sounds); k++)
            for (size_t c = 0; c < COUNT(ceilings); c++) {
                struct stereo s = make(sounds[k].sound, rates[r], rates[r] / 2);
                struct limiter *l = limiter(rates[r], ceilings[c]);
                run(l, &s, 512);
                const double peak
                    = db(ebur_peak(&s, rates[r])) - (double)ceilings[c];
                if (peak > 0)
                    fail_msg("%s at %u: %.3f dB above", sounds[k].name, rates[r],
                             peak);
                /* and it is not just turned down (at 192 kHz no one looks
                 * between) */
                assert_true(rates[r] == 192000 || peak > -1.5);
                limiter_free(l);
                stereo_free(&s);
            }
}

static void
a_finer_converter_finds_no_higher_peaks_either(void **state)
{
    for (size_t k = 0; k < COUNT(sounds); k++) {
        struct stereo s = make(sounds[k].sound, 48000, 24000);
        struct limiter *l = limiter(48000, -1);
        run(l, &s, 512);
        const double peak = db(drawn_peak(&s)) + 1;
        if (peak > 0)
            fail_msg("%s: %.3f dB above", sounds[k].name, peak);
        limiter_free(l);
        stereo_free(&s);
    }
}

static void
below_the_ceiling_it_is_a_delay_bit_by_bit(void **state)
{
    for (size_t r = 0; r < COUNT(rates); r++) {
        struct stereo s = stereo_new(20000), was = stereo_new(20000);
        struct limiter *l = limiter(rates[r], -1);
        const size_t delay = limiter_latency(l);
        uint32_t seed = 4;
        for (size_t i = 0; i < s.n; i++)
            for (unsigned c = 0; c < 2; c++)
                was.x[c][i] = s.x[c][i] = 0.3f * noise_even(&seed);
        run(l, &s, 100);
        for (unsigned c = 0; c < 2; c++) {
            for (size_t i = 0; i < delay; i++)
                assert_true(s.x[c][i] == 0);
            assert_memory_equal(s.x[c] + delay, was.x[c],
                                (s.n - delay) * sizeof(float));
        }
        assert_true(limiter_take_gain(l) == 1);
        assert_true((double)delay < 0.004 * rates[r]);
        limiter_free(l);
        stereo_free(&s);
        stereo_free(&was);
    }
}

static void
after_a_peak_it_is_a_delay_again(void **state)
{
    struct stereo s = stereo_new(200000), was = stereo_new(200000);
    struct limiter *l = limiter(48000, -1);
    const size_t delay = limiter_latency(l);
    uint32_t seed = 4;

    limiter_set(l, LIMITER_RELEASE, 50);
    for (size_t i = 0; i < s.n; i++)
        s.x[0][i] = was.x[0][i] = (i / 1000 == 5 ? 5 : 0.3f) * noise_even(&seed);
    run(l, &s, 100);
    assert_true(limiter_take_gain(l) < 0.3f);
    assert_true(s.x[0][20000 + delay] != was.x[0][20000]);
    assert_memory_equal(s.x[0] + 100000 + delay, was.x[0] + 100000,
                        (100000 - delay) * sizeof(float));
    limiter_free(l);
    stereo_free(&s);
    stereo_free(&was);
}

static void
the_bits_do_not_depend_on_the_cut(void **state)
{
    static const size_t cuts[] = {9000, 1, 7, 63, 64, 65, 1000};
    struct stereo want = {0};
    struct limiter *l = limiter(48000, -6);

    for (size_t c = 0; c < COUNT(cuts); c++) {
        struct stereo got = make(music, 48000, 9000);
        limiter_set(l, LIMITER_DRIVE, 0);
        limiter_reset(l); /* what was before is forgotten */
        limiter_set(l, LIMITER_DRIVE, 6);
        run(l, &got, cuts[c]);
        if (c == 0) {
            want = got;
            continue;
        }
        for (unsigned k = 0; k < 2; k++)
            assert_memory_equal(got.x[k], want.x[k], 9000 * sizeof(float));
        stereo_free(&got);
    }
    limiter_free(l);
    stereo_free(&want);
}

static void
both_channels_are_turned_down_together(void **state)
{
    struct stereo s = stereo_new(24000);
    struct limiter *l = limiter(48000, -6);
    const size_t delay = limiter_latency(l);

    for (size_t i = 0; i < s.n; i++) {
        s.x[0][i] = (float)sin(0.01 * (double)i) * (i > 8000 ? 3 : 0.1f);
        s.x[1][i] = 0.125f;
    }
    run(l, &s, 64);
    assert_true(s.x[1][6000] == 0.125f);
    for (size_t i = 16000; i < s.n; i++) {
        const float gain = s.x[1][i] / 0.125f;
        const float was = (float)sin(0.01 * (double)(i - delay)) * 3;
        assert_true(gain < 0.2f && gain > 0.15f);
        assert_float_equal(s.x[0][i], was * gain, 1e-5);
    }
    limiter_free(l);
    stereo_free(&s);
}

/* The gain bends no wave: 100 Hz, 6 dB too loud, keeps its harmonics 50 dB down. */
static void
a_low_tone_stays_clean(void **state)
{
    enum { N = 1 << 16, K = 137 };
    struct stereo s = stereo_new(N);
    struct limiter *l = limiter(48000, -1);
    double *power = malloc((N / 2 + 1) * sizeof *power), rest = 0;

    for (size_t i = 0; i < N; i++)
        s.x[0][i] = s.x[1][i] = 2 * (float)sin(2 * M_PI * K * (double)i / N);
    struct stereo again = stereo_new(N);
    memcpy(again.x[0], s.x[0], N * sizeof(float));
    memcpy(again.x[1], s.x[1], N * sizeof(float));
    limiter_set(l, LIMITER_RELEASE, 300);
    run(l, &s, 64);
    run(l, &again, 64); /* by now it is steady */
    spectrum_power(power, again.x[0], N);
    for (size_t k = 0; k <= N / 2; k++)
        if (k < K - 4 || k > K + 4)
            rest += power[k];
    assert_true(10 * log10(rest / power[K]) < -50);
    free(power);
    limiter_free(l);
    stereo_free(&s);
    stereo_free(&again);
}

static void
drive_glides_to_its_gain(void **state)
{
    struct stereo s = stereo_new(2000);
    struct limiter *l = limiter(48000, 0);
    const size_t delay = limiter_latency(l);

    for (size_t i = 0; i < s.n; i++)
        s.x[0][i] = 0.1f;
    limiter_set(l, LIMITER_DRIVE, 6);
    run(l, &s, 64);
    for (size_t i = delay + 1; i < s.n; i++)
        assert_true(s.x[0][i] >= s.x[0][i - 1]
                    && s.x[0][i] - s.x[0][i - 1] < 0.0005f);
    assert_float_equal(s.x[0][1999], 0.1 * pow(10, 6 / 20.), 1e-6);
    limiter_free(l);
    stereo_free(&s);
}

static void
a_sample_that_is_no_number_does_no_harm(void **state)
{
    struct stereo s = stereo_new(96000);
    struct limiter *l = limiter(48000, -1);
    uint32_t seed = 1;

    for (size_t i = 0; i < s.n; i++)
        s.x[0][i] = s.x[1][i] = 0.3f * noise_even(&seed);
    s.x[0][100] = NAN;
    s.x[1][200] = INFINITY;
    s.x[0][300] = -1e38f;
    struct stereo was = stereo_new(96000);
    memcpy(was.x[0], s.x[0], s.n * sizeof(float));
    run(l, &s, 64);
    for (size_t i = 0; i < s.n; i++)
        assert_true(fabsf(s.x[0][i]) < 1 && fabsf(s.x[1][i]) < 1);
    assert_memory_equal(s.x[0] + 90000 + limiter_latency(l), was.x[0] + 90000,
                        4000);
    limiter_set(l, LIMITER_CEILING, NAN);
    limiter_set(l, LIMITER_CEILING, 1e9f); /* 0 dBTP */
    run(l, &s, 64);
    limiter_free(l);
    stereo_free(&s);
    stereo_free(&was);
}

static void
controls_are_a_table_in_order(void **state)
{
    for (unsigned i = 0; i < LIMITER_CONTROLS; i++) {
        const struct control *c = &limiter_controls[i];
        assert_non_null(c->symbol);
        assert_true(c->min <= c->initial && c->initial <= c->max
                    && c->min < c->max);
        assert_true(c->scale == CONTROL_LINEAR || c->min > 0);
    }
}

static void
any_rate_from_8_to_384_khz_will_do(void **state)
{
    struct limiter *l;

    for (uint32_t rate = 8000; rate <= 384000; rate += 47000) {
        struct stereo s = make(white, rate, 5000);
        l = limiter(rate, -3);
        run(l, &s, 333);
        for (size_t i = 0; i < s.n; i++)
            assert_true(fabsf(s.x[0][i]) <= 0.7079458f
                        && fabsf(s.x[1][i]) <= 0.7079458f);
        limiter_free(l);
        stereo_free(&s);
    }
    assert_int_equal(limiter_new(&l, 7999), ST_RANGE);
    assert_int_equal(limiter_new(&l, 400000), ST_RANGE);
    assert_null(l);
    limiter_free(NULL);
}

static void
without_memory_there_is_none_and_nothing_leaks(void **state)
{
    struct limiter *l;

    alloc_fail_after(0);
    const enum status status = limiter_new(&l, 48000);
    assert_true(alloc_fail_stop());
    assert_int_equal(status, ST_NO_MEM);
    assert_null(l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_true_peak_comes_out_above_the_ceiling),
        cmocka_unit_test(a_finer_converter_finds_no_higher_peaks_either),
        cmocka_unit_test(below_the_ceiling_it_is_a_delay_bit_by_bit),
        cmocka_unit_test(after_a_peak_it_is_a_delay_again),
        cmocka_unit_test(the_bits_do_not_depend_on_the_cut),
        cmocka_unit_test(both_channels_are_turned_down_together),
        cmocka_unit_test(a_low_tone_stays_clean),
        cmocka_unit_test(drive_glides_to_its_gain),
        cmocka_unit_test(a_sample_that_is_no_number_does_no_harm),
        cmocka_unit_test(controls_are_a_table_in_order),
        cmocka_unit_test(any_rate_from_8_to_384_khz_will_do),
        cmocka_unit_test(without_memory_there_is_none_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/loudness.h"
#include "tests/dsp/spectrum_help.h"
#include "tests/test.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t rates[] = {44100, 48000, 96000, 192000};

struct sound {
    uint32_t rate;
    size_t frames, room;
    float *x[2];
};

static void
sound_free(struct sound *s)
{
    free(s->x[0]);
    free(s->x[1]);
}

static void
grow(struct sound *s, size_t frames)
{
    s->room = s->frames + frames;
    for (unsigned c = 0; c < 2; c++)
        s->x[c] = realloc(s->x[c], s->room * sizeof *s->x[c]);
}

/* A stereo sine in phase, at `db` of its peak. */
static void
add_sine(struct sound *s, double hz, double db, double seconds)
{
    const size_t n = (size_t)(seconds * s->rate);

    grow(s, n);
    for (size_t i = 0; i < n; i++, s->frames++)
        s->x[0][s->frames] = s->x[1][s->frames] = (float)(
            pow(10, db / 20) * sin(2 * M_PI * hz * (double)s->frames / s->rate));
}

/* Noise of changing level, a channel each, of which a one-pole filter
 * takes the top. */
static void
add_noise(struct sound *s, double db, double seconds, double pole)
{
    const size_t n = (size_t)(seconds * s->rate);
    uint32_t seed = 99;
    double y[2] = {0, 0};

    grow(s, n);
    for (size_t i = 0; i < n; i++, s->frames++)
        for (unsigned c = 0; c < 2; c++) {
            y[c] = pole * y[c] + (1 - pole) * (double)noise_even(&seed);
            const double swell = -12 * sin(2 * M_PI * (double)i / (3.7 * s->rate));
            s->x[c][s->frames] = (float)(pow(10, (db + swell) / 20) * y[c]);
        }
}

static struct loudness_reading
measure(const struct sound *s)
{
    struct loudness_reading reading;
    struct loudness *l;

    assert_int_equal(loudness_new(&l, s->rate, 2), ST_OK);
    loudness_process(l, (const float *[]){s->x[0], s->x[1]}, s->frames);
    loudness_read(l, &reading);
    loudness_free(l);
    return reading;
}

static float *
interleave(const struct sound *s)
{
    float *both = malloc(2 * s->frames * sizeof *both);

    for (size_t i = 0; i < s->frames; i++) {
        both[2 * i] = s->x[0][i];
        both[2 * i + 1] = s->x[1][i];
    }
    return both;
}

/* Against libebur128, all of it. */
static void
agrees(const struct sound *s)
{
    ebur128_state *e = ebur128_init(2, s->rate,
                                    EBUR128_MODE_I | EBUR128_MODE_S | EBUR128_MODE_M
                                        | EBUR128_MODE_TRUE_PEAK);
    const struct loudness_reading got = measure(s);
    float *both = interleave(s);
    double want;

    ebur128_add_frames_float(e, both, s->frames);
    free(both);
    ebur128_loudness_global(e, &want);
    assert_float_equal(got.integrated, want, 0.05);
    ebur128_loudness_shortterm(e, &want);
    assert_float_equal(got.shortterm, want, 0.05);
    ebur128_loudness_momentary(e, &want);
    assert_float_equal(got.momentary, want, 0.05);
    for (unsigned c = 0; c < 2; c++) {
        ebur128_true_peak(e, c, &want);
        assert_true(fabs(20 * log10((double)got.true_peak[c] / want)) < 0.01);
    }
    ebur128_destroy(&e);
}

static void
it_agrees_with_libebur128_on_noise_and_sines_at_all_rates(void **state)
{
    for (size_t r = 0; r < COUNT(rates); r++) {
        struct sound s = {.rate = rates[r]};
        add_noise(&s, -10, 7, 0);
        agrees(&s);
        add_noise(&s, -3, 4, 0.8);
        add_sine(&s, 997, -20, 2);
        agrees(&s);
        add_sine(&s, 60, -6, 3);
        agrees(&s);
        sound_free(&s);
    }
}

struct part {
    double db, seconds;
};

/* EBU Tech 3341 (2016), table 1, cases 1 to 5: stereo sines of 1 kHz. */
static void
tech_3341_cases_1_to_5_read_as_they_must(void **state)
{
    static const struct {
        double want;
        struct part part[5];
    } cases[] = {
        {-23, {{-23, 20}}},
        {-33, {{-33, 20}}},
        {-23, {{-36, 10}, {-23, 60}, {-36, 10}}},
        {-23, {{-72, 10}, {-36, 10}, {-23, 60}, {-36, 10}, {-72, 10}}},
        {-23, {{-26, 20}, {-20, 20.1}, {-26, 20}}},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sound s = {.rate = 48000};
        for (size_t p = 0; p < 5; p++)
            add_sine(&s, 1000, cases[i].part[p].db, cases[i].part[p].seconds);
        const struct loudness_reading got = measure(&s);
        assert_float_equal(got.integrated, cases[i].want, 0.1);
        if (i < 2) {
            assert_float_equal(got.momentary, cases[i].want, 0.1);
            assert_float_equal(got.shortterm, cases[i].want, 0.1);
        }
        sound_free(&s);
    }
}

/* EBU Tech 3342 (2016), table 1, cases 1 to 4: stereo sines of 1 kHz, 20 s each. */
static void
tech_3342_cases_1_to_4_read_as_they_must(void **state)
{
    static const struct {
        double want;
        double db[5];
    } cases[] = {
        {10, {-20, -30}},
        {5, {-20, -15}},
        {20, {-40, -20}},
        {15, {-50, -35, -20, -35, -50}},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sound s = {.rate = 48000};
        for (size_t k = 0; k < 5 && cases[i].db[k] < 0; k++)
            add_sine(&s, 1000, cases[i].db[k], 20);
        assert_float_equal(measure(&s).range, cases[i].want, 1);
        sound_free(&s);
    }
}

/* It looks once a second, and we ten times. */
static void
the_range_of_a_long_noise_is_libebur128s(void **state)
{
    ebur128_state *e = ebur128_init(2, 48000, EBUR128_MODE_LRA);
    struct sound s = {.rate = 48000};
    double want;

    add_noise(&s, -10, 50, 0.5);
    add_noise(&s, -17, 50, 0.8);
    float *both = interleave(&s);

    ebur128_add_frames_float(e, both, s.frames);
    ebur128_loudness_range(e, &want);
    assert_true(want > 5);
    assert_float_equal(measure(&s).range, want, 0.4);
    free(both);
    ebur128_destroy(&e);
    sound_free(&s);
}

/* What lies below -70 LUFS, or 20 LU below the rest, is no part of the range; and
 * there is none before 3 s have gone by. */
static void
silence_and_short_sounds_have_no_range(void **state)
{
    struct sound s = {.rate = 48000}, quiet = {.rate = 48000};

    add_sine(&s, 1000, -20, 2.9);
    assert_true(isinf(measure(&s).range));
    add_sine(&s, 1000, -20, 10);
    assert_float_equal(measure(&s).range, 0, 0.1);
    add_sine(&s, 1000, -80, 10);
    assert_true(measure(&s).range < 10);
    add_sine(&quiet, 1000, -80, 10);
    assert_true(isinf(measure(&quiet).range));
    sound_free(&s);
    sound_free(&quiet);
}

/* Case 6 is 5.0; its front pair, and one channel alone, which is 3 LU less. */
static void
one_channel_alone_is_three_lu_less(void **state)
{
    struct loudness_reading got;
    struct sound s = {.rate = 48000};
    struct loudness *l;

    add_sine(&s, 1000, -23, 5);
    assert_int_equal(loudness_new(&l, 48000, 1), ST_OK);
    loudness_process(l, (const float *[]){s.x[0]}, s.frames);
    loudness_read(l, &got);
    assert_float_equal(got.integrated, -26.01, 0.1);
    loudness_free(l);
    memset(s.x[1], 0, s.frames * sizeof *s.x[1]);
    assert_float_equal(measure(&s).integrated, -26.01, 0.1);
    sound_free(&s);
}

/* Cases 9 and 12: 3 s and 400 ms of a rhythm that they must read as steady. */
static void
short_term_and_momentary_are_windows_of_3_s_and_400_ms(void **state)
{
    struct sound s = {.rate = 48000}, m = {.rate = 48000};

    for (unsigned i = 0; i < 5; i++) {
        add_sine(&s, 1000, -20, 1.34);
        add_sine(&s, 1000, -30, 1.66);
    }
    for (unsigned i = 0; i < 25; i++) {
        add_sine(&m, 1000, -20, 0.18);
        add_sine(&m, 1000, -30, 0.22);
    }
    assert_float_equal(measure(&s).shortterm, -23, 0.1);
    assert_float_equal(measure(&s).max_shortterm, -23, 0.1);
    assert_float_equal(measure(&m).momentary, -23, 0.1);
    assert_float_equal(measure(&m).max_momentary, -23, 0.1);
    sound_free(&s);
    sound_free(&m);
}

/* Tech 3341, cases 15 to 18: a quarter of the rate, whose samples lie
 * beside the peaks. */
static void
true_peaks_between_samples_are_found(void **state)
{
    static const double phases[] = {0, 45, 60, 67.5};

    for (size_t i = 0; i < COUNT(phases); i++) {
        struct sound s = {.rate = 48000};
        add_sine(&s, 12000, -6, 1);
        for (size_t k = 0; k < s.frames; k++)
            s.x[0][k]
                = (float)(0.5 * sin(M_PI / 2 * (double)k + phases[i] * M_PI / 180));
        const double db = 20 * log10((double)measure(&s).true_peak[0]);
        assert_true(db < -6 + 0.2 && db > -6 - 0.4);
        sound_free(&s);
    }
}

static void
the_reading_does_not_depend_on_the_cut(void **state)
{
    static const size_t cuts[] = {1, 13, 64, 480, 8192};
    struct loudness_reading want, got;
    struct sound s = {.rate = 44100};
    struct loudness *l;

    add_noise(&s, -6, 3.3, 0.5);
    want = measure(&s);
    assert_int_equal(loudness_new(&l, 44100, 2), ST_OK);
    for (size_t c = 0; c < COUNT(cuts); c++) {
        loudness_reset(l);
        for (size_t at = 0; at < s.frames; at += cuts[c]) {
            const size_t left = s.frames - at;
            loudness_process(l, (const float *[]){s.x[0] + at, s.x[1] + at},
                             left < cuts[c] ? left : cuts[c]);
        }
        loudness_read(l, &got);
        assert_memory_equal(&got, &want, sizeof want);
    }
    loudness_free(l);
    sound_free(&s);
}

static void
silence_and_nothing_have_no_loudness(void **state)
{
    struct sound s = {.rate = 48000};

    add_sine(&s, 1000, -300, 1);
    const struct loudness_reading got = measure(&s);
    assert_true(isinf(got.integrated) && got.integrated < 0);
    assert_true(isinf(got.momentary) && got.momentary < 0);
    assert_true(got.true_peak[0] < 1e-14f);
    sound_free(&s);
}

static void
a_sample_that_is_no_number_does_no_harm(void **state)
{
    struct sound s = {.rate = 48000};

    add_sine(&s, 1000, -23, 10);
    s.x[0][1000] = NAN;
    s.x[1][2000] = INFINITY;
    s.x[1][2001] = -INFINITY;
    const struct loudness_reading got = measure(&s);
    assert_float_equal(got.integrated, -23, 0.1);
    assert_float_equal(got.momentary, -23, 0.1);
    assert_true(got.true_peak[0] < 0.08f && got.true_peak[1] < 0.15f);
    sound_free(&s);
}

static void
what_cannot_be_is_refused(void **state)
{
    struct loudness *l;

    assert_int_equal(loudness_new(&l, 48000, 3), ST_RANGE);
    assert_int_equal(loudness_new(&l, 48000, 0), ST_RANGE);
    assert_int_equal(loudness_new(&l, 0, 2), ST_RANGE);
    assert_null(l);
    loudness_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_libebur128_on_noise_and_sines_at_all_rates),
        cmocka_unit_test(tech_3341_cases_1_to_5_read_as_they_must),
        cmocka_unit_test(tech_3342_cases_1_to_4_read_as_they_must),
        cmocka_unit_test(the_range_of_a_long_noise_is_libebur128s),
        cmocka_unit_test(silence_and_short_sounds_have_no_range),
        cmocka_unit_test(one_channel_alone_is_three_lu_less),
        cmocka_unit_test(short_term_and_momentary_are_windows_of_3_s_and_400_ms),
        cmocka_unit_test(true_peaks_between_samples_are_found),
        cmocka_unit_test(the_reading_does_not_depend_on_the_cut),
        cmocka_unit_test(silence_and_nothing_have_no_loudness),
        cmocka_unit_test(a_sample_that_is_no_number_does_no_harm),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

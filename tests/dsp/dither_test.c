/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/dither.h"
#include "dsp/convert.h"
#include "tests/dsp/spectrum_help.h"
#include "tests/alloc_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 1 << 17, SEGMENT = 1 << 12 };

static const double pi = 3.14159265358979323846;

static float *
sine(double amplitude, double cycles, size_t n)
{
    float *x = malloc(n * sizeof *x);

    for (size_t i = 0; i < n; i++)
        x[i] = (float)(amplitude * sin(2 * pi * cycles * (double)i / (double)n));
    return x;
}

static struct dither *
make(enum dither_kind kind, unsigned bits, uint32_t rate)
{
    struct dither *d;

    assert_int_equal(dither_new(&d, kind, bits, 1, rate, 42), ST_OK);
    return d;
}

/* `n` samples of `x` as `bits` hold them, less what they should be, in steps. */
static float *
error_of(enum dither_kind kind, unsigned bits, uint32_t rate, const float *x, size_t n)
{
    struct dither *d = make(kind, bits, rate);
    float *e = malloc(n * sizeof *e);

    memcpy(e, x, n * sizeof *e);
    dither_process(d, &e, n);
    for (size_t i = 0; i < n; i++)
        e[i] = (float)(((double)e[i] - (double)x[i]) * ldexp(1, (int)bits - 1));
    dither_free(d);
    return e;
}

/* The mean power at SEGMENT/2 + 1 frequencies. */
static void
mean_spectrum(double *mean, const float *x, size_t n)
{
    double one[SEGMENT / 2 + 1];

    memset(mean, 0, sizeof one);
    for (size_t at = 0; at + SEGMENT <= n; at += SEGMENT) {
        spectrum_power(one, x + at, SEGMENT);
        for (size_t k = 0; k <= SEGMENT / 2; k++)
            mean[k] += one[k] * SEGMENT / (double)n;
    }
}

static double
mean_of(const float *x, size_t n, int power)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += pow((double)x[i], power);
    return sum / (double)n;
}

/* Theory: the error's mean is 0 and its variance 1/4 of a step squared (1/12 from
 * rounding, 1/6 from the triangle), whatever the sound. */
static void
tpdf_has_the_mean_and_power_of_theory_at_any_offset(void **state)
{
    for (int offset = 0; offset < 8; offset++) {
        float *x = malloc(N * sizeof *x), *e;
        for (size_t i = 0; i < N; i++)
            x[i] = (float)offset / 8 * 0x1p-15f + 0x1p-4f;
        e = error_of(DITHER_TPDF, 16, 48000, x, N);
        assert_true(fabs(mean_of(e, N, 1)) < 0.006);
        assert_true(fabs(mean_of(e, N, 2) - 0.25) < 0.005);
        free(x);
        free(e);
    }
}

static void
tpdf_is_white(void **state)
{
    double power[SEGMENT / 2 + 1];
    float *x = sine(0.3, 1000.3, N), *e = error_of(DITHER_TPDF, 16, 48000, x, N);

    mean_spectrum(power, e, N);
    for (size_t k = 8; k + 64 < SEGMENT / 2; k += 64) {
        double band = 0;
        for (size_t i = k; i < k + 64; i++)
            band += power[i] / 64;
        assert_true(fabs(10 * log10(band / 0.25)) < 0.5);
    }
    free(x);
    free(e);
}

/* |1 - sum c z^-k|^2, written out from the papers once more. */
static double
shape_power(const double *c, unsigned taps, double w)
{
    double re = 1, im = 0;

    for (unsigned k = 0; k < taps; k++) {
        re -= c[k] * cos(w * (k + 1));
        im += c[k] * sin(w * (k + 1));
    }
    return re * re + im * im;
}

static void
shaped_as(uint32_t rate, const double *c, unsigned taps)
{
    double power[SEGMENT / 2 + 1];
    float *x = sine(0.3, 1000.3, N), *e = error_of(DITHER_SHAPED, 16, rate, x, N);

    mean_spectrum(power, e, N);
    for (size_t k = 32; k + 32 < SEGMENT / 2; k += 32) {
        double band = 0, want = 0;
        for (size_t i = k; i < k + 32; i++) {
            band += power[i];
            want += 0.25 * shape_power(c, taps, 2 * pi * (double)i / SEGMENT);
        }
        assert_true(fabs(10 * log10(band / want)) < 0.6);
    }
    free(x);
    free(e);
}

static void
shaped_noise_has_the_spectrum_of_its_filter(void **state)
{
    static const double wannamaker[] = {2.412,  -3.370, 3.937,  -4.174, 3.353,
                                        -2.205, 1.281,  -0.569, 0.0847};

    shaped_as(44100, wannamaker, 9);
    shaped_as(48000, wannamaker, 9);
    shaped_as(96000, (const double[]){2, -1}, 2);
    shaped_as(32000, NULL, 0);
}

/* Power of each harmonic of a sine at bin `k` over the noise around it, in dB. */
static double
over_noise(const double *power, size_t k)
{
    double noise = 0;

    for (size_t i = k - 40; i <= k + 40; i++)
        if (i < k - 4 || i > k + 4)
            noise += power[i] / 72;
    return 10 * log10(power[k] / noise);
}

static void
a_sine_below_the_last_bit_survives_without_distortion(void **state)
{
    enum { K = 1024 };
    double *power = malloc((N / 2 + 1) * sizeof *power);
    float *x = sine(1e-5, K, N), *plain = malloc(N * sizeof *x);
    struct dither *d = make(DITHER_TPDF, 16, 48000), *none = make(DITHER_NONE, 16, 48000);

    memcpy(plain, x, N * sizeof *x);
    dither_process(d, &x, N);
    dither_process(none, &plain, N);
    assert_float_equal(mean_of(plain, N, 2), 0, 0); /* without dither it is gone */

    spectrum_power(power, x, N);
    const double level = 10 * log10(power[K] / N * 6);
    assert_true(fabs(level + 100) < 0.6);
    assert_true(over_noise(power, K) > 30);
    for (size_t h = 2; h < 12; h++)
        assert_true(over_noise(power, h * K) < 11); /* what white noise may do in a bin */
    free(power);
    free(x);
    free(plain);
    dither_free(d);
    dither_free(none);
}

static void
a_small_sine_is_distorted_by_rounding_and_not_with_tpdf(void **state)
{
    enum { K = 1024 };
    double *power = malloc((N / 2 + 1) * sizeof *power);
    float *x = sine(1.3 / 32768, K, N), *plain = malloc(N * sizeof *x);
    struct dither *d = make(DITHER_TPDF, 16, 48000), *none = make(DITHER_NONE, 16, 48000);

    memcpy(plain, x, N * sizeof *x);
    dither_process(d, &x, N);
    dither_process(none, &plain, N);
    spectrum_power(power, plain, N);
    assert_true(10 * log10(power[3 * K] / power[K]) > -30);
    spectrum_power(power, x, N);
    for (size_t h = 2; h < 12; h++)
        assert_true(over_noise(power, h * K) < 11);
    free(power);
    free(x);
    free(plain);
    dither_free(d);
    dither_free(none);
}

static void
the_bits_do_not_depend_on_the_cut(void **state)
{
    static const size_t cuts[] = {1, 7, 16, 64, 333, 4096};

    for (enum dither_kind kind = DITHER_NONE; kind <= DITHER_SHAPED; kind++)
        for (size_t c = 0; c < COUNT(cuts); c++) {
            float *x = sine(1.1, 100, SEGMENT), *y = sine(1.1, 100, SEGMENT);
            struct dither *d = make(kind, 16, 44100);
            /* across the stretch of 2^32 frames, too */
            dither_reset(d, (1ull << 32) - 1000);
            dither_process(d, &x, SEGMENT);
            dither_reset(d, (1ull << 32) - 1000);
            for (size_t at = 0; at < SEGMENT; at += cuts[c]) {
                float *part = y + at;
                const size_t left = SEGMENT - at;
                dither_process(d, &part, left < cuts[c] ? left : cuts[c]);
            }
            assert_memory_equal(x, y, SEGMENT * sizeof *x);
            free(x);
            free(y);
            dither_free(d);
        }
}

static double
correlation(const float *a, const float *b, size_t n)
{
    double ab = 0, aa = 0, bb = 0;

    for (size_t i = 0; i < n; i++) {
        ab += (double)a[i] * (double)b[i];
        aa += (double)a[i] * (double)a[i];
        bb += (double)b[i] * (double)b[i];
    }
    return ab / sqrt(aa * bb);
}

static void
channels_seeds_and_stretches_have_noise_of_their_own(void **state)
{
    float *x[5];
    struct dither *d, *e;

    for (unsigned i = 0; i < COUNT(x); i++)
        x[i] = calloc(N, sizeof **x);
    assert_int_equal(dither_new(&d, DITHER_TPDF, 16, 2, 48000, 1), ST_OK);
    assert_int_equal(dither_new(&e, DITHER_TPDF, 16, 2, 48000, 2), ST_OK);
    dither_process(d, x, N);
    dither_process(e, x + 2, N);
    dither_reset(d, 1ull << 32);
    dither_process(d, (float *[]){x[4], x[3]}, N);
    for (unsigned i = 0; i < COUNT(x); i++)
        for (unsigned k = 0; k < i; k++)
            assert_true(fabs(correlation(x[i], x[k], N)) < 0.015);
    for (unsigned i = 0; i < COUNT(x); i++)
        free(x[i]);
    dither_free(d);
    dither_free(e);
}

static void
what_comes_out_fits_its_bits_exactly(void **state)
{
    static const unsigned widths[] = {8, 16, 20, 24};
    uint32_t seed = 3;

    for (enum dither_kind kind = DITHER_NONE; kind <= DITHER_SHAPED; kind++)
        for (size_t w = 0; w < COUNT(widths); w++) {
            float *x = malloc(SEGMENT * sizeof *x);
            const double top = ldexp(1, (int)widths[w] - 1);
            struct dither *d = make(kind, widths[w], 48000);
            for (size_t i = 0; i < SEGMENT; i++)
                x[i] = 1.2f * noise_even(&seed);
            x[5] = NAN, x[6] = INFINITY, x[7] = 1e30f;
            dither_process(d, &x, SEGMENT);
            for (size_t i = 0; i < SEGMENT; i++) {
                const double v = (double)x[i] * top;
                assert_true(v == rint(v) && v >= -top && v <= top - 1);
            }
            assert_true((double)x[7] == (top - 1) / top);
            free(x);
            dither_free(d);
        }
}

static void
at_24_bits_a_loud_sound_has_the_noise_of_theory_too(void **state)
{
    float *x = sine(0.97, 1000.3, N), *e = error_of(DITHER_TPDF, 24, 48000, x, N);

    assert_true(fabs(mean_of(e, N, 1)) < 0.006);
    assert_true(fabs(mean_of(e, N, 2) - 0.25) < 0.005);
    free(x);
    free(e);
}

static void
without_memory_there_is_none_and_nothing_leaks(void **state)
{
    struct dither *d;

    alloc_fail_after(0);
    const enum status status = dither_new(&d, DITHER_TPDF, 16, 2, 48000, 0);
    assert_true(alloc_fail_stop());
    assert_int_equal(status, ST_NO_MEM);
    assert_null(d);
}

static void
what_cannot_be_is_refused(void **state)
{
    struct dither *d;

    assert_int_equal(dither_new(&d, DITHER_TPDF, 7, 2, 48000, 0), ST_RANGE);
    assert_int_equal(dither_new(&d, DITHER_TPDF, 25, 2, 48000, 0), ST_RANGE);
    assert_int_equal(dither_new(&d, DITHER_TPDF, 16, 0, 48000, 0), ST_RANGE);
    assert_int_equal(dither_new(&d, DITHER_TPDF, 16, 2, 0, 0), ST_RANGE);
    assert_null(d);
    dither_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tpdf_has_the_mean_and_power_of_theory_at_any_offset),
        cmocka_unit_test(tpdf_is_white),
        cmocka_unit_test(shaped_noise_has_the_spectrum_of_its_filter),
        cmocka_unit_test(a_sine_below_the_last_bit_survives_without_distortion),
        cmocka_unit_test(a_small_sine_is_distorted_by_rounding_and_not_with_tpdf),
        cmocka_unit_test(the_bits_do_not_depend_on_the_cut),
        cmocka_unit_test(channels_seeds_and_stretches_have_noise_of_their_own),
        cmocka_unit_test(what_comes_out_fits_its_bits_exactly),
        cmocka_unit_test(at_24_bits_a_loud_sound_has_the_noise_of_theory_too),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(without_memory_there_is_none_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/fft.h"

#include "tests/test.h"

#include <math.h>

enum { LENGTH = 256, BINS = LENGTH / 2 + 1 };

static void
the_power_is_that_of_the_transform_by_its_definition(void **state)
{
    float x[LENGTH], power[BINS];
    struct fft *fft;
    uint32_t seed = 1;

    assert_int_equal(fft_new(&fft, LENGTH), ST_OK);
    for (int i = 0; i < LENGTH; i++) {
        seed = seed * 1664525u + 1013904223u;
        x[i] = (float)((seed >> 8) / 8388608.0 - 1);
    }
    fft_power(fft, x, power);
    for (int k = 0; k < BINS; k++) {
        double re = 0, im = 0;

        for (int i = 0; i < LENGTH; i++) {
            const double w = (0.5 - 0.5 * cos(2 * M_PI * i / LENGTH)) * 4 / LENGTH;

            re += x[i] * w * cos(2 * M_PI * i * k / LENGTH);
            im -= x[i] * w * sin(2 * M_PI * i * k / LENGTH);
        }
        const double there
            = (re * re + im * im) / (k == 0 || k == BINS - 1 ? 4 : 1);
        assert_true(fabs(power[k] - there) < 1e-5);
    }
    fft_free(fft);
}

static void
a_sine_of_full_scale_has_the_power_1_in_its_bin(void **state)
{
    float x[LENGTH], power[BINS];
    struct fft *fft;

    assert_int_equal(fft_new(&fft, LENGTH), ST_OK);
    for (int i = 0; i < LENGTH; i++)
        x[i] = (float)sin(2 * M_PI * 20 * i / LENGTH);
    fft_power(fft, x, power);
    assert_true(fabs(power[20] - 1) < 1e-4);
    assert_true(power[23] < 1e-8);
    fft_free(fft);
}

static void
lengths_that_cannot_be_are_refused(void **state)
{
    struct fft *fft;

    assert_int_equal(fft_new(&fft, 100), ST_RANGE);
    assert_null(fft);
    assert_int_equal(fft_new(&fft, 2), ST_RANGE);
    assert_int_equal(fft_new(&fft, 131072), ST_RANGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_power_is_that_of_the_transform_by_its_definition),
        cmocka_unit_test(a_sine_of_full_scale_has_the_power_1_in_its_bin),
        cmocka_unit_test(lengths_that_cannot_be_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

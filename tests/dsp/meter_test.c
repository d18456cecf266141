/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/meter.h"
#include "tests/dsp/spectrum_help.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>

static void
a_sine_has_its_peak_and_3_db_less_rms(void **state)
{
    struct meter meter = {0};
    float x[4800];

    for (unsigned i = 0; i < 4800; i++)
        x[i] = -0.5f * (float)cos(2 * M_PI * i / 48);
    meter_add(&meter, x, 4800);
    const struct level level = meter_take(&meter);
    assert_float_equal(level.peak, 0.5, 0);
    assert_float_equal(level.rms, 0.5 * sqrt(0.5), 1e-6);
}

static void
taking_starts_anew(void **state)
{
    struct meter meter = {0};

    meter_add(&meter, (const float[]){-1, 0.5f}, 2);
    assert_float_equal(meter_take(&meter).peak, 1, 0);
    meter_add(&meter, (const float[]){0.25f}, 1);
    assert_float_equal(meter_take(&meter).rms, 0.25, 0);
    assert_float_equal(meter_take(&meter).peak, 0, 0);
    assert_float_equal(meter_take(&meter).rms, 0, 0);
}

static void
every_length_and_place_of_the_peak_is_seen(void **state)
{
    for (size_t n = 1; n < 70; n++)
        for (size_t at = 0; at < n; at++) {
            struct meter meter = {0};
            float *x = calloc(n, sizeof *x);
            x[at] = at % 2 ? -3 : 3;
            meter_add(&meter, x, n);
            const struct level level = meter_take(&meter);
            assert_float_equal(level.peak, 3, 0);
            assert_float_equal(level.rms, sqrt(9.0 / (double)n), 1e-6);
            free(x);
        }
}

static void
a_nan_hides_nothing(void **state)
{
    for (size_t at = 0; at < 40; at++) {
        struct meter meter = {0};
        float x[40];
        for (size_t i = 0; i < 40; i++)
            x[i] = i == at ? NAN : i == 39 - at ? -0.75f : 0.25f;
        meter_add(&meter, x, 40);
        const struct level level = meter_take(&meter);
        assert_float_equal(level.peak, 0.75, 0);
        assert_true(level.rms > 0.2f && level.rms < 0.3f);
    }
}

static void
cuts_do_not_matter(void **state)
{
    struct meter one = {0}, many = {0};
    float x[1000];
    uint32_t seed = 5;

    for (size_t i = 0; i < 1000; i++)
        x[i] = noise_even(&seed);
    meter_add(&one, x, 1000);
    for (size_t at = 0, n = 1; at < 1000; at += n, n = n % 37 + 1)
        meter_add(&many, x + at, n < 1000 - at ? n : 1000 - at);
    const struct level a = meter_take(&one), b = meter_take(&many);
    assert_float_equal(a.peak, b.peak, 0);
    assert_float_equal(a.rms, b.rms, 1e-7);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sine_has_its_peak_and_3_db_less_rms),
        cmocka_unit_test(taking_starts_anew),
        cmocka_unit_test(every_length_and_place_of_the_peak_is_seen),
        cmocka_unit_test(a_nan_hides_nothing),
        cmocka_unit_test(cuts_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/poly.h"
#include "tests/test.h"

#include <math.h>

static void
log2_is_within_its_error(void **state)
{
    for (double x = 0x1p-126; x < 0x1p127; x *= 1.00037) {
        const double want = log2((float)x);

        /* … and what a float of that size can tell. */
        assert_true(fabs(poly_log2(x) - want) < 2e-5 + fabs(want) * 0x1p-24);
    }
}

static void
log2_of_a_power_of_two_is_exact_and_that_of_0_is_low(void **state)
{
    for (int e = -126; e < 128; e++)
        assert_true(poly_log2(ldexpf(1, e)) == e);
    assert_true(poly_log2(0) == -127);
}

static void
exp2_is_within_its_error(void **state)
{
    for (double x = -125.9; x < 126; x += 0.00137)
        assert_true(fabs(poly_exp2(x) / exp2((float)x) - 1) < 4e-6);
}

static void
exp2_of_a_whole_number_is_exact_and_it_is_held_at_its_ends(void **state)
{
    for (int e = -126; e <= 126; e++)
        assert_true(poly_exp2(e) == ldexpf(1, e));
    assert_true(poly_exp2(1e9f) == 0x1p126f);
    assert_true(poly_exp2(INFINITY) == 0x1p126f);
    assert_true(poly_exp2(-1e9f) == 0x1p-126f);
    assert_true(isfinite(poly_exp2(NAN)));
}

static void
one_undoes_the_other(void **state)
{
    for (double db = -120; db < 40; db += 0.01) {
        const float gain = powf(10, db / 20);

        assert_true(fabs(20 * log10(poly_exp2(poly_log2(gain)) / gain)) < 3e-4);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log2_is_within_its_error),
        cmocka_unit_test(log2_of_a_power_of_two_is_exact_and_that_of_0_is_low),
        cmocka_unit_test(exp2_is_within_its_error),
        cmocka_unit_test(
            exp2_of_a_whole_number_is_exact_and_it_is_held_at_its_ends),
        cmocka_unit_test(one_undoes_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/pan.h"
#include "base/base.h"
#include "model/rows.h"
#include "tests/test.h"

#include <math.h>

_Static_assert((int)PAN_LAW_3DB == PAN_3DB && (int)PAN_LAW_4_5DB == PAN_4_5DB
                   && (int)PAN_LAW_6DB == PAN_6DB && (int)PAN_LAW_0DB == PAN_0DB,
               "the laws are numbered as the model does");

static const enum pan_gain_law LAWS[]
    = {PAN_LAW_3DB, PAN_LAW_4_5DB, PAN_LAW_6DB, PAN_LAW_0DB};

static void
the_centre_is_as_low_as_the_law_says(void **state)
{
    static const double centre[] = {-3.0103, -4.5154, -6.0206, 0};

    for (size_t i = 0; i < COUNT(LAWS); i++) {
        const struct pan_gains gains = pan_mono(LAWS[i], 0);

        assert_true(fabs(20 * log10(gains.left) - centre[i]) < 1e-4);
        assert_true(gains.left == gains.right);
    }
}

static void
power_is_constant_at_3_db_and_the_sum_at_6_db(void **state)
{
    for (double pan = -1; pan <= 1; pan += 0.01) {
        const struct pan_gains power = pan_mono(PAN_LAW_3DB, pan);
        const struct pan_gains sum = pan_mono(PAN_LAW_6DB, pan);

        assert_true(fabs(hypot(power.left, power.right) - 1) < 1e-12);
        assert_true(fabs(sum.left + sum.right - 1) < 1e-12);
    }
}

static void
the_law_between_is_the_geometric_mean(void **state)
{
    for (double pan = -1; pan <= 1; pan += 0.01) {
        const double mean = sqrt(pan_mono(PAN_LAW_3DB, pan).left
                                 * pan_mono(PAN_LAW_6DB, pan).left);

        assert_true(fabs(pan_mono(PAN_LAW_4_5DB, pan).left - mean) < 1e-12);
    }
}

static void
ends_are_exact_sides_mirror_and_gains_go_one_way(void **state)
{
    for (size_t i = 0; i < COUNT(LAWS); i++) {
        double last = 1;

        assert_true(pan_mono(LAWS[i], -1).left == 1
                    && pan_mono(LAWS[i], -1).right == 0);
        assert_true(pan_balance(LAWS[i], 1).left == 0
                    && pan_balance(LAWS[i], 1).right == 1);
        assert_true(pan_balance(LAWS[i], 0).left == 1
                    && pan_balance(LAWS[i], 0).right == 1);
        for (double pan = -1; pan <= 1; pan += 0.013) {
            const struct pan_gains a = pan_mono(LAWS[i], pan),
                                   b = pan_mono(LAWS[i], -pan);

            assert_true(a.left == b.right && a.right == b.left);
            assert_true(a.left <= last);
            last = a.left;
        }
    }
}

static void
a_balance_leaves_the_near_side_alone(void **state)
{
    for (size_t i = 0; i < COUNT(LAWS); i++)
        for (double pan = 0; pan <= 1; pan += 0.05) {
            const struct pan_gains gains = pan_balance(LAWS[i], pan);
            const double want
                = pan_mono(LAWS[i], pan).left / pan_mono(LAWS[i], 0).left;

            assert_true(gains.right == 1);
            assert_true(fabs(gains.left - want) < 1e-12);
        }
}

static void
beyond_the_ends_is_the_end_and_no_number_the_centre(void **state)
{
    assert_true(pan_mono(PAN_LAW_3DB, 7).left == 0);
    assert_true(pan_mono(PAN_LAW_3DB, -INFINITY).right == 0);
    assert_true(pan_mono(PAN_LAW_6DB, NAN).left == 0.5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_centre_is_as_low_as_the_law_says),
        cmocka_unit_test(power_is_constant_at_3_db_and_the_sum_at_6_db),
        cmocka_unit_test(the_law_between_is_the_geometric_mean),
        cmocka_unit_test(ends_are_exact_sides_mirror_and_gains_go_one_way),
        cmocka_unit_test(a_balance_leaves_the_near_side_alone),
        cmocka_unit_test(beyond_the_ends_is_the_end_and_no_number_the_centre),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

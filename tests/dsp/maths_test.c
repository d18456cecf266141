/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/maths.h"
#include "tests/test.h"

#include <math.h>

static void
near(double got, double want)
{
    if (!(fabs(got - want) <= 1e-13 * fmax(1, fabs(want))))
        fail_msg("%.17g is not %.17g", got, want);
}

static void
they_agree_with_libm(void **state)
{
    for (double x = -60; x < 60; x += 0.0137)
        near(maths_exp2(x), exp2(x));
    for (double x = 1e-30; x < 1e30; x *= 1.0173)
        near(maths_log2(x), log2(x));
    for (double x = -1.55; x < 1.56; x += 0.0011) {
        near(maths_sin(x), sin(x));
        near(maths_cos(x), cos(x));
        near(maths_tan(x) / 1000, tan(x) / 1000);
    }
    for (double db = -120; db < 24; db += 0.31)
        near(maths_gain(db), pow(10, db / 20));
}

static void
one_and_zero_are_exact(void **state)
{
    assert_true(maths_exp2(0) == 1);
    assert_true(maths_gain(0) == 1);
    assert_true(maths_log2(1) == 0);
    assert_true(maths_log2(1024) == 10);
    assert_true(maths_sin(0) == 0);
    assert_true(maths_cos(0) == 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_agree_with_libm),
        cmocka_unit_test(one_and_zero_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

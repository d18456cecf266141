/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/gain.h"
#include "tests/test.h"

#include <math.h>

static void
a_level_is_a_factor_and_back(void **state)
{
    assert_true(gain_from_db(0) == 1);
    assert_true(gain_to_db(1) == 0);
    assert_true(fabs(gain_from_db(20) - 10) < 1e-12);
    assert_true(fabs(gain_from_db(-6.020599913279624) - 0.5) < 1e-12);
    assert_true(fabs(gain_to_db(-0.5) + 6.020599913279624) < 1e-12);
    for (double db = -143; db < 50; db += 0.37)
        assert_true(fabs(gain_to_db(gain_from_db(db)) - db) < 1e-9);
}

static void
from_off_down_and_for_no_number_there_is_silence(void **state)
{
    assert_true(gain_from_db(GAIN_OFF_DB) == 0);
    assert_true(gain_from_db(-1e9) == 0);
    assert_true(gain_from_db(-INFINITY) == 0);
    assert_true(gain_from_db(NAN) == 0);
    assert_true(gain_to_db(0) == GAIN_OFF_DB);
    assert_true(gain_to_db(1e-30) == GAIN_OFF_DB);
    assert_true(gain_to_db(NAN) == GAIN_OFF_DB);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_level_is_a_factor_and_back),
        cmocka_unit_test(from_off_down_and_for_no_number_there_is_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

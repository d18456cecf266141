/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/level.h"

#include "tests/test.h"

#include <math.h>
#include <stdbool.h>

static const int64_t SECOND = 1000000;

static void
the_bar_rises_at_once_and_falls_slowly(void **state)
{
    struct level level;

    level_reset(&level);
    level_feed(&level, 0.5, 0.1, SECOND);
    assert_float_equal(level.peak_db, -6.02, 0.01);
    assert_float_equal(level.rms_db, -20, 0.01);
    level_feed(&level, 0, 0, SECOND + SECOND / 10);
    assert_float_equal(level.peak_db, -6.02 - 2.6, 0.01);
    level_feed(&level, 1, 0, SECOND + SECOND / 5);
    assert_float_equal(level.peak_db, 0, 1e-6);
}

static void
the_mark_is_held_and_then_falls_to_the_bar(void **state)
{
    struct level level;

    level_reset(&level);
    level_feed(&level, 0.5, 0, SECOND);
    for (int i = 1; i <= 14; i++)
        level_feed(&level, 0, 0, SECOND + i * SECOND / 10);
    assert_float_equal(level.hold_db, -6.02, 0.01);
    for (int i = 15; i <= 80; i++)
        level_feed(&level, 0, 0, SECOND + i * SECOND / 10);
    assert_float_equal(level.hold_db, LEVEL_SILENT_DB, 0);
    assert_float_equal(level.most_db, -6.02, 0.01);
}

static void
a_sample_at_full_scale_lights_the_lamp_until_it_is_forgotten(void **state)
{
    struct level level;

    level_reset(&level);
    level_feed(&level, 0.999, 0, SECOND);
    assert_false(level.clipped);
    level_feed(&level, 1, 0, 2 * SECOND);
    level_feed(&level, 0, 0, 3 * SECOND);
    assert_true(level.clipped);
    level_forget(&level);
    assert_false(level.clipped);
    assert_float_equal(level.most_db, LEVEL_SILENT_DB, 0);
}

static void
a_meters_scale_never_turns_back_and_ends_at_full_scale(void **state)
{
    double last = -1;

    for (double db = -71; db <= 0; db += 0.5) {
        assert_true(level_place(db) > last);
        last = level_place(db);
    }
    assert_float_equal(level_place(6), 1, 0);
    assert_float_equal(level_place(-INFINITY), 0, 0);
    assert_float_equal(level_place(NAN), 0, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bar_rises_at_once_and_falls_slowly),
        cmocka_unit_test(the_mark_is_held_and_then_falls_to_the_bar),
        cmocka_unit_test(
            a_sample_at_full_scale_lights_the_lamp_until_it_is_forgotten),
        cmocka_unit_test(a_meters_scale_never_turns_back_and_ends_at_full_scale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

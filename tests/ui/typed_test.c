/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/typed.h"

#include "tests/test.h"

static void
assert_place(enum ui_lcd_face face, const char *typed, const char *want)
{
    g_autofree char *got = typed_place(face, typed, 48000);

    assert_string_equal(got, want);
}

static void
bars_have_any_sign_between_them_and_later_parts_may_lack(void **state)
{
    assert_place(UI_LCD_BARS, "3|2|480", "3|2|13440");
    assert_place(UI_LCD_BARS, "3.2.480", "3|2|13440");
    assert_place(UI_LCD_BARS, " 3 2 ", "3|2|0");
    assert_place(UI_LCD_BARS, "17", "17|1|0");
}

static void
timecode_is_the_first_sample_that_shows_it(void **state)
{
    assert_place(UI_LCD_TIMECODE, "00:00:03:00", "144000f");
    assert_place(UI_LCD_TIMECODE, "01:00:00:12", "172823040f");
    g_autofree char *odd = typed_place(UI_LCD_TIMECODE, "0:0:0;1", 44101);
    assert_string_equal(odd, "1765f");
}

static void
time_may_be_seconds_alone_and_samples_a_number(void **state)
{
    assert_place(UI_LCD_TIME, "5,25", "5.25s");
    assert_place(UI_LCD_TIME, "1:05.250", "1:05.250");
    assert_place(UI_LCD_SAMPLES, "123456", "123456f");
}

static void
what_is_written_otherwise_is_left_as_it_is(void **state)
{
    static const char *const OTHERS[]
        = {"12.5s", "1:23.456", "nowhere", "", "48000f"};

    for (size_t i = 0; i < G_N_ELEMENTS(OTHERS); i++)
        for (enum ui_lcd_face face = 0; face < UI_LCD_FACES; face++)
            assert_place(face, OTHERS[i], OTHERS[i]);
    assert_place(UI_LCD_SAMPLES, "17|3|0", "17|3|0");
}

static void
a_numbers_point_may_be_a_comma(void **state)
{
    assert_true(typed_number("120,5") == 120.5);
    assert_true(typed_number("120.5") == 120.5);
    assert_true(typed_number("fast") == 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_have_any_sign_between_them_and_later_parts_may_lack),
        cmocka_unit_test(timecode_is_the_first_sample_that_shows_it),
        cmocka_unit_test(time_may_be_seconds_alone_and_samples_a_number),
        cmocka_unit_test(what_is_written_otherwise_is_left_as_it_is),
        cmocka_unit_test(a_numbers_point_may_be_a_comma),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

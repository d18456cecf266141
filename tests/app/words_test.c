/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/words.h"

#include "tests/test.h"

#include <math.h>

static void
a_number_is_read_whole_and_within_its_bounds(void **state)
{
    struct fault fault;
    double value = 77.0;
    int64_t whole = 77;

    assert_int_equal(word_number("", "n", 0, 9, &value, &fault), ST_SYNTAX);
    assert_int_equal(word_number("x", "n", 0, 9, &value, &fault), ST_SYNTAX);
    assert_int_equal(word_number("1x", "n", 0, 9, &value, &fault), ST_SYNTAX);
    assert_int_equal(word_number("nan", "n", 0, 9, &value, &fault), ST_SYNTAX);
    assert_int_equal(word_number("inf", "n", 0, 9, &value, &fault), ST_RANGE);
    assert_int_equal(word_number("-0.1", "n", 0, 9, &value, &fault), ST_RANGE);
    assert_string_equal(fault.remedy, "write a number from 0 to 9");
    assert_int_equal(word_number("9.01", "n", 0, 9, &value, &fault), ST_RANGE);
    assert_true(value == 77.0);
    assert_int_equal(word_number("9", "n", 0, 9, &value, &fault), ST_OK);
    assert_true(value == 9.0);
    assert_int_equal(word_number("-1e-3", "n", -HUGE_VAL, 9, &value, &fault),
                     ST_OK);
    assert_true(value == -0.001);
    assert_int_equal(word_whole("1.5", "n", 0, 9, &whole, &fault), ST_SYNTAX);
    assert_int_equal(word_whole("10", "n", 0, 9, &whole, &fault), ST_RANGE);
    assert_int_equal(whole, 77);
    assert_int_equal(word_whole("1e1", "n", 0, 10, &whole, &fault), ST_OK);
    assert_int_equal(whole, 10);
}

static void
a_switch_is_on_or_off(void **state)
{
    struct fault fault;
    bool on = false;

    assert_int_equal(word_switch("On", &on, &fault), ST_OK);
    assert_true(on);
    assert_int_equal(word_switch("off", &on, &fault), ST_OK);
    assert_false(on);
    assert_int_equal(word_switch("", &on, &fault), ST_SYNTAX);
    assert_int_equal(word_switch("1", &on, &fault), ST_SYNTAX);
}

static void
a_colour_has_six_digits(void **state)
{
    static const char *const WRONG[]
        = {"",        "#",      "red",    "#12345", "#1234567",
           "#12345g", "-12345", "+12345", " 12345", "0x1234"};
    struct fault fault;
    int64_t color = 77;

    for (size_t i = 0; i < COUNT(WRONG); i++)
        if (word_color(WRONG[i], &color, &fault) != ST_SYNTAX)
            fail_msg("«%s» is taken for a colour", WRONG[i]);
    assert_int_equal(color, 77);
    assert_int_equal(word_color("#Ff8000", &color, &fault), ST_OK);
    assert_int_equal(color, 0xff8000);
    assert_int_equal(word_color("000000", &color, &fault), ST_OK);
    assert_int_equal(color, 0);
}

static void
a_choice_is_one_of_its_names_and_else_they_are_told(void **state)
{
    static const char *const NAMES[] = {"linear", "fast", NULL};
    struct fault fault;
    int at = 77;

    assert_int_equal(word_choice("FAST", "shape", NAMES, &at, &fault), ST_OK);
    assert_int_equal(at, 1);
    assert_int_equal(word_choice("fas", "shape", NAMES, &at, &fault), ST_SYNTAX);
    assert_string_equal(fault.remedy, "choose from: linear, fast");
    assert_int_equal(at, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_read_whole_and_within_its_bounds),
        cmocka_unit_test(a_switch_is_on_or_off),
        cmocka_unit_test(a_colour_has_six_digits),
        cmocka_unit_test(a_choice_is_one_of_its_names_and_else_they_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

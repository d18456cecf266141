/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sum.h"

#include "tests/test.h"

#include <string.h>

/* remanence-project(5) gives this example. */
static void
the_manuals_example_holds(void **state)
{
    struct sum sum = {0};
    int64_t value;

    sum_begin(&sum, "redo", 1);
    sum_int(&sum, 5);
    sum_int(&sum, 7);
    assert_int_equal(sum.used, 31);
    assert_int_equal(sum_end(&sum, &value), ST_OK);
    assert_true(value == INT64_C(-2202502445714769752));
    sum_free(&sum);
}

static int64_t
of_two(const char *a, const char *b)
{
    struct sum sum = {0};
    int64_t value;

    sum_begin(&sum, "t", 1);
    sum_text(&sum, a, strlen(a));
    sum_text(&sum, b, strlen(b));
    assert_int_equal(sum_end(&sum, &value), ST_OK);
    sum_free(&sum);
    return value;
}

static void
text_does_not_flow_into_the_next_column(void **state)
{
    assert_true(of_two("ab", "c") != of_two("a", "bc"));
    assert_true(of_two("", "abc") != of_two("abc", ""));
}

static void
both_zeros_are_one(void **state)
{
    struct sum sum = {0};
    int64_t plus, minus;

    sum_begin(&sum, "t", 1);
    sum_real(&sum, 0.0);
    assert_int_equal(sum_end(&sum, &plus), ST_OK);
    sum_begin(&sum, "t", 1);
    sum_real(&sum, -0.0);
    assert_int_equal(sum_end(&sum, &minus), ST_OK);
    assert_true(plus == minus);
    sum_free(&sum);
}

static void
a_value_is_not_its_equal_of_another_type(void **state)
{
    struct sum sum = {0};
    int64_t whole, real, none;

    sum_begin(&sum, "t", 1);
    sum_int(&sum, 0);
    assert_int_equal(sum_end(&sum, &whole), ST_OK);
    sum_begin(&sum, "t", 1);
    sum_real(&sum, 0);
    assert_int_equal(sum_end(&sum, &real), ST_OK);
    sum_begin(&sum, "t", 1);
    sum_null(&sum);
    assert_int_equal(sum_end(&sum, &none), ST_OK);
    assert_true(whole != real && real != none && none != whole);
    sum_free(&sum);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_manuals_example_holds),
        cmocka_unit_test(text_does_not_flow_into_the_next_column),
        cmocka_unit_test(both_zeros_are_one),
        cmocka_unit_test(a_value_is_not_its_equal_of_another_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

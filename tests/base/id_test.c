/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/id.h"
#include "tests/test.h"

#include <stdlib.h>

static int
in_order(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void
ids_are_positive_never_twice_and_use_all_63_bits(void **state)
{
    enum { MANY = 100000 };
    int64_t *ids = malloc(MANY * sizeof *ids);
    int64_t ones = 0, zeros = 0;

    assert_non_null(ids);
    for (int i = 0; i < MANY; i++) {
        ids[i] = id_new();
        assert_true(ids[i] > 0);
        ones |= ids[i];
        zeros |= ~ids[i];
    }
    assert_int_equal(ones, INT64_MAX);
    assert_int_equal(zeros & INT64_MAX, INT64_MAX);
    qsort(ids, MANY, sizeof *ids, in_order);
    for (int i = 1; i < MANY; i++)
        assert_true(ids[i] != ids[i - 1]);
    free(ids);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_positive_never_twice_and_use_all_63_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

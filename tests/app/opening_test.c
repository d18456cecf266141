/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/opening.h"

#include "base/rt.h"
#include "tests/test.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>

enum { RATE = 48000, BLOCK = 64 };

RT static void
count(void *user, const float *const *in, unsigned n_in, float *const *out, unsigned n_out,
      uint32_t frames)
{
    atomic_uint *cycles = user;

    (void)in, (void)n_in, (void)out, (void)n_out, (void)frames;
    atomic_fetch_add_explicit(cycles, 1, memory_order_relaxed);
}

static struct opening *
begin(const char *driver, atomic_uint *cycles, struct driver *before,
      struct opening *instead)
{
    const struct opening_order order = {
        .driver = driver,
        .config = {.rate = RATE,
                   .block = BLOCK,
                   .outputs = 2,
                   .cycle = count,
                   .user = cycles},
        .before = before,
        .instead = instead,
    };
    struct opening *opening;
    struct fault fault;

    assert_int_equal(opening_begin(&opening, &order, &fault), ST_OK);
    return opening;
}

static void
await_cycles(atomic_uint *cycles)
{
    while (atomic_load(cycles) < 3)
        sched_yield();
}

static void
a_driver_runs_before_its_opening_is_ended(void **state)
{
    atomic_uint cycles = 0;
    struct opening *opening = begin("built-in", &cycles, NULL, NULL);
    struct opened opened;
    struct fault fault;

    (void)state;
    await_cycles(&cycles);
    while (!opening_over(opening))
        sched_yield();
    assert_int_equal(opening_end(opening, &opened, &fault), ST_OK);
    assert_string_equal(opened.kind->name, "built-in");
    assert_string_equal(opened.why, "built-in");
    assert_string_equal(opened.hardware, "clock");
    driver_close(opened.driver);
}

static void
the_one_before_runs_no_more_when_the_next_one_does(void **state)
{
    atomic_uint first = 0, second = 0;
    struct opened opened;
    struct fault fault;

    (void)state;
    assert_int_equal(opening_end(begin("built-in", &first, NULL, NULL), &opened, &fault),
                     ST_OK);
    struct opening *opening = begin("built-in", &second, opened.driver, NULL);
    await_cycles(&second);
    const unsigned then = atomic_load(&first);
    atomic_store(&second, 0);
    await_cycles(&second);
    assert_int_equal(atomic_load(&first), then);
    opening_drop(opening);
}

static void
one_that_is_dropped_is_closed(void **state)
{
    atomic_uint first = 0, second = 0;
    struct opening *opening = begin("built-in", &first, NULL, NULL);

    (void)state;
    opening = begin("built-in", &second, NULL, opening);
    await_cycles(&second);
    const unsigned then = atomic_load(&first);
    opening_drop(opening);
    assert_int_equal(atomic_load(&first), then);
    opening_drop(NULL);
}

static void
a_driver_that_is_not_there_is_told_at_the_end(void **state)
{
    atomic_uint cycles = 0;
    struct opened opened;
    struct fault fault;

    (void)state;
    assert_int_equal(opening_end(begin("none", &cycles, NULL, NULL), &opened, &fault),
                     ST_NOT_FOUND);
    assert_null(opened.driver);
    assert_string_equal(fault.where, "none");
    assert_true(fault.remedy[0]);
    assert_int_equal(atomic_load(&cycles), 0);
}

static void
a_clock_has_no_transport_to_follow(void **state)
{
    const struct opening_order order = {
        .driver = "built-in",
        .transport = true,
        .config = {.rate = RATE, .block = BLOCK, .outputs = 2, .cycle = count},
    };
    struct opening *opening;
    struct opened opened;
    struct fault fault;

    (void)state;
    assert_int_equal(opening_begin(&opening, &order, &fault), ST_OK);
    assert_int_equal(opening_end(opening, &opened, &fault), ST_UNSUPPORTED);
    assert_non_null(strstr(fault.remedy, "jack"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_driver_runs_before_its_opening_is_ended),
        cmocka_unit_test(the_one_before_runs_no_more_when_the_next_one_does),
        cmocka_unit_test(one_that_is_dropped_is_closed),
        cmocka_unit_test(a_driver_that_is_not_there_is_told_at_the_end),
        cmocka_unit_test(a_clock_has_no_transport_to_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

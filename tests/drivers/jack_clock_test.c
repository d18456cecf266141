/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/test.h"

#include "drivers/jack_clock.h"

enum { RATE = 48000, BLOCK = 256 };
static const uint64_t BEGIN = 5000000000; /* µs */

static uint64_t
usecs(int64_t frames)
{
    return BEGIN + (uint64_t)(frames * 1000000 / RATE);
}

/* A cycle that begins so many frames after the beginning, by time and by count. */
static struct jack_cycle
at(int64_t time, int64_t count, uint32_t block)
{
    return (struct jack_cycle){.frames = (uint32_t)count,
                               .usecs = usecs(time),
                               .next = usecs(time + block),
                               .block = block};
}

static struct jack_clock
clock_at(const struct jack_cycle *last, bool devices)
{
    return (struct jack_clock){.rate = RATE,
                               .devices = devices,
                               .runs = true,
                               .last = *last,
                               .lasted = last->block};
}

static uint32_t
gap(bool devices, struct jack_cycle last, struct jack_cycle now)
{
    struct jack_clock clock = clock_at(&last, devices);

    assert_false(jack_clock_again(&clock, &now));
    return jack_clock_gap(&clock, &now, false);
}

static bool
again(bool devices, struct jack_cycle last, struct jack_cycle now)
{
    const struct jack_clock clock = clock_at(&last, devices);

    return jack_clock_again(&clock, &now);
}

static void
cycle_follows_cycle_without_a_gap(void **state)
{
    for (int devices = 0; devices < 2; devices++) {
        struct jack_clock clock = {.rate = RATE, .devices = devices};

        for (int64_t i = 0; i < 100; i++) {
            const struct jack_cycle now = at(i * BLOCK, i * BLOCK, BLOCK);

            assert_false(jack_clock_again(&clock, &now));
            assert_int_equal(jack_clock_gap(&clock, &now, false), 0);
            assert_true(jack_clock_again(&clock, &now) == clock.runs);
            clock.runs = true;
        }
    }
}

static void
what_went_by_is_counted_by_the_frame(void **state)
{
    for (int devices = 0; devices < 2; devices++) {
        assert_int_equal(
            gap(devices, at(0, 77, BLOCK), at(3 * BLOCK, 77 + 3 * BLOCK, BLOCK)),
            2 * BLOCK);
        /* Also where the count goes round. */
        assert_int_equal(
            gap(devices, at(0, -300, BLOCK), at(2 * BLOCK, 2 * BLOCK - 300, BLOCK)),
            BLOCK);
    }
    /* An xrun of hardware is of any length; its time is not exact. */
    assert_int_equal(gap(true, at(0, 0, BLOCK), at(1303, 1300, BLOCK)), 1300 - BLOCK);
}

static void
a_cycle_that_comes_twice_is_known(void **state)
{
    assert_true(again(false, at(0, 1000, BLOCK), at(0, 1000, BLOCK)));
    assert_true(again(true, at(0, 1000, BLOCK), at(0, 1000, BLOCK)));
    /* Two cycles of jackd's that it had to wait for. */
    assert_true(again(false, at(0, 1000, BLOCK), at(0, 1000 - BLOCK, BLOCK)));
}

/* PipeWire: the default sink is another one now, or ours was suspended. */
static void
another_device_counts_otherwise_and_nothing_is_lost_by_that(void **state)
{
    static const int64_t COUNTS[] = {0, 512, 1000, 1255, 96000, 1 << 30, -5};

    for (size_t i = 0; i < COUNT(COUNTS); i++) {
        const struct jack_cycle last = at(0, 1000, BLOCK);

        assert_false(again(true, last, at(BLOCK, COUNTS[i], BLOCK)));
        assert_int_equal(gap(true, last, at(BLOCK, COUNTS[i], BLOCK)), 0);
        /* It takes over in the midst of a cycle. */
        assert_int_equal(gap(true, last, at(BLOCK - 100, COUNTS[i], BLOCK)), 0);
        /* What was lost meanwhile is, in whole cycles. */
        assert_int_equal(gap(true, last, at(4 * BLOCK + 20, COUNTS[i], BLOCK)), 3 * BLOCK);
    }
}

/* The cycle in which the block changes is not called, and counts as a new one. */
static void
the_cycle_in_which_pipewire_changes_its_block_is_missed(void **state)
{
    static const uint32_t BLOCKS[] = {32, 128, 256, 512, 1024, 8192};

    for (size_t i = 0; i < COUNT(BLOCKS); i++)
        for (size_t j = 0; j < COUNT(BLOCKS); j++) {
            const uint32_t old = BLOCKS[i], new = BLOCKS[j];
            const struct jack_cycle last = at(0, 0, old);

            if (i == j)
                continue;
            assert_int_equal(gap(true, last, at(2 * old, old + new, new)), old);
            /* More of them, before its notice comes through. */
            assert_int_equal(gap(true, last, at(2 * old + 3 * new, old + 4 * new, new)),
                             old + 3 * new);
            /* Of those before it, too. */
            assert_int_equal(gap(true, last,
                                 at(5 * old + new, 4 * old + 2 * new, new)),
                             4 * old + new);
            /* One that leaves nobody out, and counts well. */
            assert_int_equal(gap(true, last, at(old, old, new)), 0);
        }
}

/* Who is quick enough is called in that cycle.  It lasts as long as the one before it. */
static void
the_cycle_in_which_pipewire_changes_its_block_is_as_long_as_it_was(void **state)
{
    static const uint32_t BLOCKS[] = {32, 128, 256, 512, 1024, 8192};

    for (size_t i = 0; i < COUNT(BLOCKS); i++)
        for (size_t j = 0; j < COUNT(BLOCKS); j++) {
            const uint32_t old = BLOCKS[i], new = BLOCKS[j];
            const struct jack_cycle last = at(0, 0, old);
            struct jack_clock clock = clock_at(&last, true);
            struct jack_cycle now = at(old, old, new);

            now.next = usecs(2 * old);
            assert_int_equal(jack_clock_lasts(&clock, &now), old);
            assert_int_equal(jack_clock_gap(&clock, &now, false), 0);
            now = at(2 * old, old + new, new);
            assert_int_equal(jack_clock_lasts(&clock, &now), new);
            assert_int_equal(jack_clock_gap(&clock, &now, false),
                             old > new ? old - new : 0);
            now = at(2 * old + new, old + 2 * new, new);
            assert_int_equal(jack_clock_gap(&clock, &now, false), 0);
        }
}

/* A server whose block changes a hundred times, with some cycles of each.  jackd stands still
 * meanwhile, sets its count, and says so; PipeWire leaves us out of the cycle that changes,
 * or not; it lasts as long as the old ones and counts as a new one.  What we ran and what we
 * were told is gone are together what has passed. */
static void
a_hundred_changes_of_the_block_shift_nothing(void **state)
{
    static const uint32_t BLOCKS[] = {64, 2048, 256, 1024};

    for (int devices = 0; devices < 2; devices++) {
        struct jack_clock clock = {.rate = RATE, .devices = devices, .runs = true};
        uint32_t block = BLOCK;
        int64_t time = 0, count = 77, ran = 0;

        clock.last = at(-BLOCK, 77 - BLOCK, BLOCK);
        clock.lasted = BLOCK;
        for (unsigned i = 0; i < 400; i++) {
            const bool changes = i % 4 == 0, called = i % 3 == 0;
            uint32_t lasts = block;

            if (changes) {
                block = BLOCKS[i / 4 % COUNT(BLOCKS)];
                time += devices && !called ? lasts : 0;
                count += !devices ? 31 * i : called ? 0 : block;
            }
            if (!changes || !devices || !called)
                lasts = block;
            struct jack_cycle now = at(time, count, block);
            now.next = usecs(time + lasts);

            if (!changes)
                assert_false(jack_clock_again(&clock, &now));
            assert_int_equal(jack_clock_lasts(&clock, &now), lasts);
            ran += jack_clock_gap(&clock, &now, changes && !devices);
            assert_int_equal(ran, time);
            ran += lasts < block ? lasts : block;
            time += lasts;
            count += block;
        }
    }
}

static void
a_clock_that_jackd_sets_anew_has_no_gap(void **state)
{
    const struct jack_cycle last = at(0, 0, BLOCK), now = at(5000, 5000, 512);
    struct jack_clock clock = clock_at(&last, false);

    assert_int_equal(jack_clock_gap(&clock, &now, true), 0);
    const struct jack_cycle next = at(5512, 5512, 512);
    assert_int_equal(jack_clock_gap(&clock, &next, false), 0);
}

static void
who_did_not_run_has_missed_nothing(void **state)
{
    for (int devices = 0; devices < 2; devices++) {
        const struct jack_cycle last = at(0, 0, BLOCK), now = at(4000, 4000, BLOCK);
        struct jack_clock clock = clock_at(&last, devices);

        clock.runs = false;
        assert_int_equal(jack_clock_gap(&clock, &now, false), 0);
    }
}

static void
a_clock_that_was_set_is_no_long_gap(void **state)
{
    const int64_t far = (int64_t)RATE * 60;

    assert_int_equal(gap(false, at(0, 0, BLOCK), at(far, far, BLOCK)), 0);
    assert_int_equal(gap(true, at(0, 0, BLOCK), at(far, far, BLOCK)), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cycle_follows_cycle_without_a_gap),
        cmocka_unit_test(what_went_by_is_counted_by_the_frame),
        cmocka_unit_test(a_cycle_that_comes_twice_is_known),
        cmocka_unit_test(another_device_counts_otherwise_and_nothing_is_lost_by_that),
        cmocka_unit_test(the_cycle_in_which_pipewire_changes_its_block_is_missed),
        cmocka_unit_test(the_cycle_in_which_pipewire_changes_its_block_is_as_long_as_it_was),
        cmocka_unit_test(a_hundred_changes_of_the_block_shift_nothing),
        cmocka_unit_test(a_clock_that_jackd_sets_anew_has_no_gap),
        cmocka_unit_test(who_did_not_run_has_missed_nothing),
        cmocka_unit_test(a_clock_that_was_set_is_no_long_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

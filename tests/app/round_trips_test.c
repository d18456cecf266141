/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/round_trips.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct round_trip_key STUDIO = {"alsa", "hw:USB", 48000, 64};

static int
setup(void **state)
{
    const int failed = app_setup(state);

    if (!failed)
        setenv("XDG_STATE_HOME", ((struct app_song *)*state)->folder, 1);
    return failed;
}

static void
keep(struct round_trip_key key, int64_t frames)
{
    const struct kept_round_trip trip
        = {.key = key, .frames = frames, .confidence = 0.987, .when = 1700000000};
    struct fault fault;

    assert_int_equal(round_trips_keep(&trip, &fault), ST_OK);
}

static void
count_one(void *user, const struct kept_round_trip *trip)
{
    ++*(int *)user;
    assert_true(trip->confidence > 0.98 && trip->confidence < 0.99);
    assert_int_equal(trip->when, 1700000000);
}

static int
count(void)
{
    int found = 0;

    round_trips_each(count_one, &found);
    return found;
}

static void
each_device_rate_and_block_has_its_own(void **state)
{
    struct round_trip_key other = STUDIO;

    assert_int_equal(round_trips_find(&STUDIO), -1);
    keep(STUDIO, 321);
    other.block = 128;
    assert_int_equal(round_trips_find(&other), -1);
    keep(other, 449);
    other.rate = 96000;
    keep(other, 500);
    snprintf(other.device, sizeof other.device, "two words\tand a tab");
    assert_int_equal(round_trips_find(&other), -1);
    keep(other, 0);
    assert_int_equal(round_trips_find(&other), 0);
    assert_int_equal(round_trips_find(&STUDIO), 321);
    assert_int_equal(count(), 4);
}

static void
a_new_measurement_takes_the_old_ones_place(void **state)
{
    keep(STUDIO, 321);
    keep(STUDIO, 322);
    assert_int_equal(round_trips_find(&STUDIO), 322);
    assert_int_equal(count(), 1);
}

static void
what_fits_is_forgotten_and_nothing_else(void **state)
{
    struct round_trip_key like = {.block = 64}, other = STUDIO;
    struct fault fault;
    size_t gone;

    other.block = 1024;
    keep(STUDIO, 1);
    keep(other, 2);
    assert_int_equal(round_trips_forget(&like, &gone, &fault), ST_OK);
    assert_int_equal(gone, 1);
    assert_int_equal(round_trips_find(&STUDIO), -1);
    assert_int_equal(round_trips_find(&other), 2);
    like = (struct round_trip_key){0};
    assert_int_equal(round_trips_forget(&like, &gone, &fault), ST_OK);
    assert_int_equal(gone, 1);
    assert_int_equal(count(), 0);
}

static void
lines_that_cannot_be_read_are_passed_over(void **state)
{
    const struct app_song *song = *state;
    char path[400];

    keep(STUDIO, 77);
    snprintf(path, sizeof path, "%s/remanence/round-trips", song->folder);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    fputs("alsa\thw:USB\t48000\t64\t-5\t1\t1\nalsa\thw:USB\n\n\t\t\t\n"
          "alsa\thw:USB\t48000\t64\t99999999999\t1\t1\nalsa\thw:USB\t48000\t64\t78",
          file);
    fclose(file);
    assert_int_equal(round_trips_find(&STUDIO), 77);
    assert_int_equal(count(), 1);
}

static void
where_nothing_can_be_kept_it_says_so_and_takes_are_placed_all_the_same(void **state)
{
    const struct app_song *song = *state;
    const struct kept_round_trip trip = {.key = STUDIO};
    struct fault fault;
    char path[400];

    snprintf(path, sizeof path, "%s/Song.rem/project.db", song->folder);
    setenv("XDG_STATE_HOME", path, 1);
    assert_int_not_equal(round_trips_keep(&trip, &fault), ST_OK);
    assert_int_equal(round_trips_find(&STUDIO), -1);
    setenv("XDG_STATE_HOME", "relative", 1);
    char *home = strdup(getenv("HOME") ? getenv("HOME") : "/");
    unsetenv("HOME");
    assert_int_equal(round_trips_keep(&trip, &fault), ST_NOT_FOUND);
    assert_int_equal(round_trips_find(&STUDIO), -1);
    setenv("HOME", home, 1);
    free(home);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, app_teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_device_rate_and_block_has_its_own),
        TEST(a_new_measurement_takes_the_old_ones_place),
        TEST(what_fits_is_forgotten_and_nothing_else),
        TEST(lines_that_cannot_be_read_are_passed_over),
        TEST(
            where_nothing_can_be_kept_it_says_so_and_takes_are_placed_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

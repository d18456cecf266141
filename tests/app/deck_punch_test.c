/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where takes begin and end: punches, loops and count-ins. */
#include "app/deck.h"

#include "model/check.h"
#include "tests/app/deck_help.h"
#include "tests/test.h"

#include <stdlib.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, app_setup, app_teardown)

static void
a_punch_is_exact_and_leaves_what_lies_outside(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    const struct deck_order whole = {.from = frames(0), .length = 40000};
    const struct deck_order punch = {.punch_start = frames(12345),
                                     .punch_end = frames(23456),
                                     .pre_roll = 6000,
                                     .post_roll = 3000};
    struct ramp_song ramp;

    ramp_open(&ramp, song, 256, 64);
    ramp_roll(&ramp, &whole);
    ramp_frames(&ramp, 42000);
    ramp_settle(&ramp);
    assert_false(ramp.rolling);
    assert_int_equal(ramp_take(song->session, track, 1)->length, 40000);

    ramp_roll(&ramp, &punch);
    assert_int_equal(ramp.rolled_from, 6345);
    ramp_frames(&ramp, 25000);
    ramp_settle(&ramp);
    assert_false(ramp.rolling);
    const struct row_clip *clip = ramp_take(song->session, track, 2);
    assert_non_null(clip);
    assert_int_equal(clip->at, 12345);
    assert_int_equal(clip->length, 23456 - 12345);
    ramp_assert_in_place(&ramp, clip, 0, 0, 64, 0);

    /* A comp takes the new lane within, the old one outside. */
    size_t count;
    const struct row_comp_range *ranges
        = model_rows(session_model(song->session), TABLE_COMP_RANGE, &count);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(ranges[i].lane_id == clip->lane_id,
                         ranges[i].start.n == 12345 && ranges[i].length == 11111);
    ramp_close(&ramp);
}

static void
each_pass_of_a_loop_is_a_take_to_its_last_sample(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    const struct deck_order order
        = {.loop_start = frames(10000), .loop_end = frames(15001)};
    struct ramp_song ramp;

    ramp_open(&ramp, song, 256, 333);
    ramp_roll(&ramp, &order);
    ramp_frames(&ramp, 5001 * 3 + 1000);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    for (int64_t pass = 0; pass < 4; pass++) {
        const struct row_clip *clip = ramp_take(song->session, track, pass + 1);

        assert_non_null(clip);
        assert_int_equal(clip->at, 10000);
        if (pass < 3)
            assert_int_equal(clip->length, 5001);
        ramp_assert_in_place(&ramp, clip, 0, 0, 333, pass * 5001);
    }
    ramp_close(&ramp);
}

static void
a_count_in_is_not_in_the_take(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    const struct deck_order order = {.from = frames(9600), .count_in = 1};
    struct ramp_song ramp;

    ramp_open(&ramp, song, 256, 0);
    const int64_t before = ramp.input;
    ramp_roll(&ramp, &order);
    assert_true(ramp.rolled_at - before >= 2 * 48000 - 256); /* a bar at 120 */
    ramp_frames(&ramp, 5000);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    const struct row_clip *clip = ramp_take(song->session, track, 1);
    assert_int_equal(clip->at, 9600);
    float *x = ramp_clip(song->session, clip, 0);
    for (int64_t i = 1; i < clip->length; i++)
        assert_true(x[i] == x[0] + (float)i);
    free(x);
    ramp_close(&ramp);
}

static void
until_the_punch_it_is_ready_and_then_it_records(void **state)
{
    struct app_song *song = *state;
    const struct deck_order order = {.pre_roll = 20000,
                                     .punch_start = frames(20000),
                                     .punch_end = frames(40000)};
    struct ramp_song ramp;

    ramp_track(song, "Voice", "1");
    ramp_open(&ramp, song, 256, 0);
    assert_false(ramp.state.ready);
    ramp_roll(&ramp, &order);
    ramp_frames(&ramp, 5000);
    assert_true(ramp.state.ready);
    assert_false(ramp.state.recording);
    ramp_frames(&ramp, 20000);
    assert_true(ramp.state.recording);
    assert_false(ramp.state.ready);
    ramp_frames(&ramp, 30000);
    assert_false(ramp.state.recording);
    assert_false(ramp.state.ready);
    ramp_roll(&ramp, &order);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    assert_false(ramp.state.ready);
    ramp_settle(&ramp);
    ramp_close(&ramp);
}

static void
punched_by_hand_each_pass_is_a_take(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    const struct deck_order order = {.from = frames(0)};
    struct ramp_song ramp;
    struct fault fault;

    ramp_open(&ramp, song, 256, 100);
    ramp_roll(&ramp, &order);
    ramp_frames(&ramp, 5120);
    for (int pass = 0; pass < 2; pass++) {
        assert_int_equal(deck_punch(ramp.deck, false, &fault), ST_OK);
        ramp_frames(&ramp, 2560);
        assert_true(ramp.rolling);
        assert_int_equal(deck_punch(ramp.deck, true, &fault), ST_OK);
        ramp_frames(&ramp, 5120);
    }
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    for (int64_t number = 1; number <= 3; number++) {
        const struct row_clip *clip = ramp_take(song->session, track, number);

        assert_non_null(clip);
        ramp_assert_in_place(&ramp, clip, 0, 0, 100, 0);
        assert_true(clip->length >= 5120 - 256);
    }
    ramp_close(&ramp);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_punch_is_exact_and_leaves_what_lies_outside),
        TEST(each_pass_of_a_loop_is_a_take_to_its_last_sample),
        TEST(a_count_in_is_not_in_the_take),
        TEST(until_the_punch_it_is_ready_and_then_it_records),
        TEST(punched_by_hand_each_pass_is_a_take),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

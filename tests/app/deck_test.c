/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/deck.h"

#include "app/arm.h"
#include "app/tap.h"
#include "engine/engine.h"
#include "model/check.h"
#include "tests/app/deck_help.h"
#include "tests/test.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct marks {
    unsigned xruns;
    int64_t at, value; /* of the one that is a take's */
};

static void
keep_mark(void *user, const struct incident_told *told)
{
    struct marks *marks = user;

    if (strcmp(told->word, "xrun") != 0 || !told->track[0])
        return;
    marks->xruns++;
    marks->at = told->at.n;
    marks->value = told->value;
}

static void
a_take_lies_where_it_was_played(void **state)
{
    static const uint32_t BLOCKS[] = {64, 256, 1024};
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "2");

    for (size_t i = 0; i < COUNT(BLOCKS); i++) {
        const struct deck_order order = {.from = frames(48000)};
        const int64_t latency = 100 * (int64_t)i + 37;
        struct ramp_song ramp;

        ramp_open(&ramp, song, BLOCKS[i], latency);
        ramp_frames(&ramp, 10000);
        ramp_roll(&ramp, &order);
        ramp_frames(&ramp, 20000);
        deck_stop(ramp.deck);
        ramp_cycle(&ramp);
        ramp_settle(&ramp);
        const struct row_clip *clip
            = ramp_take(song->session, track, (int64_t)i + 1);
        assert_non_null(clip);
        assert_int_equal(clip->at, 48000);
        assert_true(clip->length >= 20000);
        assert_true(clip->offset > 0); /* the handle */
        ramp_assert_in_place(&ramp, clip, 0, 1, latency, 0);
        const struct row_take *take
            = model_row(session_model(song->session), TABLE_TAKE, clip->take_id);
        assert_int_equal(take->round_trip, latency);
        assert_int_equal(take->start.n, 48000 - clip->offset);
        assert_int_equal(model_check(session_model(song->session), &song->fault),
                         ST_OK);
        assert_int_equal(ramp.notices, 0);
        ramp_close(&ramp);
    }
}

static int64_t
placed_with(const struct session *session, const struct row_clip *clip)
{
    const struct row_take *take
        = model_row(session_model(session), TABLE_TAKE, clip->take_id);

    return take->round_trip;
}

static void
takes_of_one_round_trip_are_placed_again_with_another(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    const struct deck_order order = {.from = frames(9000), .length = 3000};
    struct ramp_song ramp;
    char label[LABEL_SIZE];

    for (int64_t latency = 37; latency <= 137; latency += 100) {
        if (latency > 37)
            ramp_close(&ramp);
        ramp_open(&ramp, song, 256, latency);
        ramp_frames(&ramp, 10000);
        ramp_roll(&ramp, &order);
        ramp_frames(&ramp, 4000);
        ramp_settle(&ramp);
        assert_true(ramp.state.measured && ramp.state.round_trip == latency);
    }
    assert_int_equal(app_line(song, "takes-latency Voice 140 99"), ST_NOT_FOUND);
    app_edit(song, "takes-latency Voice 140 137");
    const struct row_clip *first = ramp_take(song->session, track, 1);
    const struct row_clip *second = ramp_take(song->session, track, 2);
    assert_int_equal(placed_with(song->session, first), 37);
    assert_int_equal(placed_with(song->session, second), 140);
    assert_int_equal(second->at, 9000);
    ramp_assert_in_place(&ramp, second, 0, 0, 140, 0);
    assert_int_equal(session_undo(song->session, label, &song->fault), ST_OK);
    ramp_assert_in_place(&ramp, ramp_take(song->session, track, 2), 0, 0, 137, 0);
    app_edit(song, "takes-latency Voice 20");
    assert_int_equal(placed_with(song->session, ramp_take(song->session, track, 1)),
                     20);
    ramp_assert_in_place(&ramp, ramp_take(song->session, track, 2), 0, 0, 20, 0);
    ramp_close(&ramp);
}

static void
many_tracks_record_at_once_mono_and_stereo(void **state)
{
    struct app_song *song = *state;
    const struct deck_order order = {.from = frames(0)};
    const int64_t mono = ramp_track(song, "Bass", "3");
    const int64_t stereo = ramp_track(song, "Keys", "1,4");
    struct ramp_song ramp;

    ramp_open(&ramp, song, 128, 5);
    ramp_roll(&ramp, &order);
    ramp_frames(&ramp, 5000);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    const struct row_clip *bass = ramp_take(song->session, mono, 1);
    const struct row_clip *keys = ramp_take(song->session, stereo, 1);
    assert_non_null(bass);
    assert_non_null(keys);
    assert_int_equal(bass->length, keys->length);
    ramp_assert_in_place(&ramp, bass, 0, 2, 5, 0);
    ramp_assert_in_place(&ramp, keys, 0, 0, 5, 0);
    ramp_assert_in_place(&ramp, keys, 1, 3, 5, 0);
    assert_string_equal(bass->name, "Bass take 1");
    ramp_close(&ramp);
}

static void
what_cannot_be_recorded_is_refused_by_name(void **state)
{
    struct app_song *song = *state;
    const struct deck_order order = {.from = frames(0)};
    const struct deck_order backwards
        = {.punch_start = frames(200), .punch_end = frames(100)};
    struct ramp_song ramp;
    struct fault fault;

    ramp_open(&ramp, song, 256, 0);
    assert_int_equal(deck_roll(ramp.deck, &order, &fault), ST_NOT_FOUND);
    app_edit(song, "track-add Voice");
    app_edit(song, "arm Voice");
    assert_string_equal(ramp.notice, "Voice: is armed, and has no input");
    assert_int_equal(deck_roll(ramp.deck, &order, &fault), ST_NOT_FOUND);
    assert_string_equal(fault.where, "Voice");
    assert_string_equal(fault.what, "is armed, and has no input");
    app_edit(song, "input Voice 200");
    assert_int_equal(deck_roll(ramp.deck, &order, &fault), ST_NOT_FOUND);
    assert_string_equal(fault.where, "Voice");
    app_edit(song, "input Voice 1");
    assert_int_equal(deck_roll(ramp.deck, &backwards, &fault), ST_RANGE);
    ramp_frames(&ramp, 2000);
    assert_false(ramp.rolling);
    ramp_roll(&ramp, &order); /* armed meanwhile */
    ramp_close(&ramp);
}

static void
nothing_is_recorded_while_the_tape_runs_at_another_speed(void **state)
{
    struct app_song *song = *state;
    const struct deck_order order = {.from = frames(0)};
    struct ramp_song ramp;
    struct fault fault;

    ramp_track(song, "Voice", "1");
    ramp_open(&ramp, song, 256, 0);
    player_set_speed(ramp.player, 1.5);
    ramp_cycle(&ramp);
    assert_int_equal(deck_roll(ramp.deck, &order, &fault), ST_BUSY);
    assert_int_equal(deck_punch(ramp.deck, true, &fault), ST_BUSY);
    player_set_speed(ramp.player, 1.0);
    for (int i = 0; i < 100 && player_varies(ramp.player); i++)
        ramp_cycle(&ramp);
    ramp_roll(&ramp, &order);
    ramp_close(&ramp);
}

static void
an_input_that_is_armed_later_is_opened_when_nothing_rolls(void **state)
{
    struct app_song *song = *state;
    const struct deck_order order = {.from = frames(0)};
    const int64_t track = ramp_track(song, "Voice", "1");
    struct ramp_song ramp;
    struct fault fault;

    ramp_open(&ramp, song, 256, 0);
    ramp_track(song, "Keys", "5,6"); /* four are open */
    ramp_roll(&ramp, &order);
    ramp_frames(&ramp, 1000);
    app_edit(song, "input Keys 7");
    assert_int_equal(ramp.notices, 1); /* it says so */
    assert_int_equal(deck_punch(ramp.deck, true, &fault), ST_BUSY);
    ramp_frames(&ramp, 1000);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    assert_non_null(ramp_take(song->session, track, 1));
    struct player_latency latency = {0};
    for (int i = 0; i < 200000 && latency.inputs != 7; i++) {
        ramp_cycle(&ramp); /* another thread opens it */
        player_latency(ramp.player, &latency);
        sched_yield();
    }
    assert_int_equal(latency.inputs, 7);
    assert_int_equal(deck_roll(ramp.deck, &order, &fault), ST_OK);
    ramp_close(&ramp);
}

static void
a_take_undoes_and_a_retake_rolls_again(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    const struct deck_order order = {.from = frames(7000)};
    struct ramp_song ramp;
    struct fault fault;
    char label[LABEL_SIZE];

    ramp_open(&ramp, song, 256, 10);
    assert_int_equal(deck_retake(ramp.deck, &fault), ST_NOT_FOUND);
    ramp_roll(&ramp, &order);
    ramp_frames(&ramp, 5000);
    assert_int_equal(deck_retake(ramp.deck, &fault), ST_OK);
    for (int i = 0; i < 1000000 && !ramp_take(song->session, track, 1); i++) {
        if (i < 64)
            ramp_cycle(&ramp);
        else
            deck_poll(ramp.deck, &ramp.state);
        sched_yield();
    }
    assert_non_null(ramp_take(song->session, track, 1));
    ramp_until_rolling(&ramp);
    ramp_frames(&ramp, 6000);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    assert_int_equal(ramp_take(song->session, track, 2)->at, 7000);
    ramp_close(&ramp);
    assert_int_equal(session_undo(song->session, label, &fault), ST_OK);
    assert_string_equal(label, "Record Voice take 2");
    assert_null(ramp_take(song->session, track, 2));
    assert_non_null(ramp_take(song->session, track, 1));
}

/* While it still runs. */
static void
assert_gap_is_seen(struct ramp_song *ramp, int64_t at, int64_t lost)
{
    struct deck_running running = {0};

    for (int i = 0; i < 20000000 && running.n_gaps == 0; i++) {
        deck_poll(ramp->deck, &ramp->state);
        (void)deck_running(ramp->deck, &running, 1);
        sched_yield();
    }
    assert_int_equal(running.n_gaps, 1);
    assert_int_equal(running.gaps[0].at.n, at);
    assert_int_equal(running.gaps[0].frames, lost);
}

static void
a_gap_is_silence_of_its_length_with_a_mark_and_shifts_nothing(void **state)
{
    enum { LOST = 777, LATENCY = 40 };
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    const struct deck_order order = {.from = frames(4800)};
    struct marks marks = {0};
    struct ramp_song ramp;

    ramp_open(&ramp, song, 256, LATENCY);
    ramp_roll(&ramp, &order);
    ramp_frames(&ramp, 10000);
    const int64_t gap = ramp.input;
    engine_gap(player_engine(ramp.player), LOST);
    ramp.input += LOST;
    ramp_frames(&ramp, 10000);
    const int64_t at = gap - ramp.rolled_at - LATENCY;
    assert_gap_is_seen(&ramp, 4800 + at, LOST);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    const struct row_clip *clip = ramp_take(song->session, track, 1);
    float *x = ramp_clip(song->session, clip, 0);
    for (int64_t i = 0; i < clip->length; i++) {
        const bool lost = i >= at && i < at + LOST;

        if (x[i] != (lost ? 0.0f : (float)(ramp.rolled_at + LATENCY + i + 1)))
            fail_msg("frame %lld holds %.0f", (long long)i, x[i]);
    }
    free(x);
    assert_int_equal(
        incidents_tell(song->session, keep_mark, &marks, &song->fault), ST_OK);
    assert_int_equal(marks.xruns, 1);
    assert_int_equal(marks.at, 4800 + at);
    assert_int_equal(marks.value, LOST);
    assert_int_equal(ramp.state.xrun_frames, LOST);
    ramp_close(&ramp);
}

/* The one that fails is stereo: it meets the limit first. */
static void
a_file_that_fails_ends_its_take_alone_at_the_last_good_frame(void **state)
{
    enum { LIMIT = 1 << 20, FRAMES = LIMIT / 8 + 48000 };
    const struct rlimit low = {.rlim_cur = LIMIT, .rlim_max = RLIM_INFINITY};
    const struct deck_order order = {.from = frames(48000)};
    struct app_song *song = *state;
    const int64_t voice = ramp_track(song, "Voice", "1");
    const int64_t bass = ramp_track(song, "Bass", "2,3");
    struct ramp_song ramp;
    struct rlimit before;

    signal(SIGXFSZ, SIG_IGN); /* as the program does */
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    ramp_open(&ramp, song, 256, 100);
    ramp_roll(&ramp, &order);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    while (ramp.input - ramp.rolled_at < FRAMES) {
        ramp_cycle(&ramp);
        while (ramp.state.fill > 0.5f)
            deck_poll(ramp.deck, &ramp.state);
    }
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(ramp.notices, 1);
    assert_non_null(strstr(ramp.notice, "Bass take 1"));
    const struct row_clip *whole = ramp_take(song->session, voice, 1);
    assert_non_null(whole);
    assert_true(whole->length >= FRAMES - 256);
    ramp_assert_in_place(&ramp, whole, 0, 0, 100, 0);
    const struct row_clip *kept = ramp_take(song->session, bass, 1);
    assert_non_null(kept);
    assert_int_equal(kept->at, 48000);
    assert_true(kept->length < LIMIT / 8 && kept->length > LIMIT / 8 - 48000);
    ramp_assert_in_place(&ramp, kept, 0, 1, 100, 0);
    ramp_assert_in_place(&ramp, kept, 1, 2, 100, 0);
    ramp_close(&ramp);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, app_setup, app_teardown)

/* In time: a bucket's first sample and its last are its extremes, as
 * the ramp rises. */
static void
a_take_is_seen_while_it_is_recorded(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "2");
    const struct deck_order order = {.from = frames(48000)};
    struct wave_column column = {0, 0, 0};
    struct deck_running running = {.tap = NULL};
    struct ramp_song ramp;

    ramp_open(&ramp, song, 256, 37);
    assert_int_equal(deck_running(ramp.deck, &running, 1), 0);
    ramp_frames(&ramp, 10000);
    ramp_roll(&ramp, &order);
    ramp_frames(&ramp, 30000);
    for (int i = 0; i < 20000000; i++) {
        if (deck_running(ramp.deck, &running, 1) == 1 && running.tap
            && tap_frames(running.tap) >= running.handle + 20000)
            break;
        deck_poll(ramp.deck, &ramp.state);
        sched_yield();
    }
    assert_non_null(running.tap);
    assert_int_equal(running.track, track);
    assert_int_equal(running.start.n, 48000);
    assert_string_equal(running.name, "Voice take 1");
    const int64_t bucket = (running.handle / TAP_FRAMES + 1) * TAP_FRAMES;
    const int64_t at = bucket - running.handle;

    tap_columns(running.tap, 0, (double)bucket, TAP_FRAMES, 1, &column);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    assert_int_equal(deck_running(ramp.deck, &running, 1), 0);
    float *x = ramp_clip(song->session, ramp_take(song->session, track, 1), 0);

    assert_float_equal(column.min, x[at], 0);
    assert_float_equal(column.max, x[at + TAP_FRAMES - 1], 0);
    free(x);
    ramp_close(&ramp);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_take_lies_where_it_was_played),
        TEST(a_take_is_seen_while_it_is_recorded),
        TEST(takes_of_one_round_trip_are_placed_again_with_another),
        TEST(many_tracks_record_at_once_mono_and_stereo),
        TEST(what_cannot_be_recorded_is_refused_by_name),
        TEST(nothing_is_recorded_while_the_tape_runs_at_another_speed),
        TEST(an_input_that_is_armed_later_is_opened_when_nothing_rolls),
        TEST(a_take_undoes_and_a_retake_rolls_again),
        TEST(a_gap_is_silence_of_its_length_with_a_mark_and_shifts_nothing),
        TEST(a_file_that_fails_ends_its_take_alone_at_the_last_good_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

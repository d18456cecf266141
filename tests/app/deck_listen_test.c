/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was played and not recorded becomes takes, each sample in its place. */
#include "app/deck.h"

#include "app/keep.h"
#include "app/played.h"
#include "model/check.h"
#include "store/journal.h"
#include "tests/app/deck_help.h"
#include "tests/test.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 256, LATENCY = 300, BEFORE = 480, BEHIND = 24000 };

static void
assert_nothing_to_keep(struct ramp_song *ramp)
{
    struct fault fault;

    ramp_let_hear(ramp);
    assert_int_equal(deck_keep(ramp->deck, &fault), ST_NOT_FOUND);
}

/* From `from` to `to` the clip's file holds what came in from `input` on,
 * on that wire. */
static void
assert_holds(const struct ramp_song *ramp, const struct row_clip *clip,
             unsigned channel, int64_t from, int64_t to, int64_t input, int wire)
{
    float *x = ramp_clip(ramp->song->session, clip, channel);

    assert_true(from >= clip->at && to <= clip->at + clip->length);
    for (int64_t t = from; t < to; t++)
        if (x[t - clip->at] != (float)(input + t - from + 1 + wire * RAMP_CHANNEL))
            fail_msg("frame %lld holds %.0f, not %lld", (long long)t,
                     x[t - clip->at], (long long)(input + t - from + 1));
    free(x);
}

static size_t
count_rows(const struct app_song *song, enum table table)
{
    size_t count;

    model_rows(session_model(song->session), table, &count);
    return count;
}

static void
count_one(void *user, const struct journal_take *take)
{
    (void)take;
    ++*(unsigned *)user;
}

static unsigned
journal_rows(struct app_song *song)
{
    unsigned count = 0;

    assert_int_equal(store_record_list(session_store(song->session), count_one,
                                       &count, &song->fault),
                     ST_OK);
    return count;
}

/* --- where it lies ------------------------------------------------------------ */

static void
what_was_played_while_it_rolled_lies_where_it_was_heard(void **state)
{
    struct app_song *song = *state;
    const int64_t mono = ramp_track(song, "Voice", "2");
    const int64_t stereo = ramp_track(song, "Keys", "4,1");
    struct ramp_song ramp;
    struct fault fault;
    char label[LABEL_SIZE];

    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp.silent = true;
    ramp_frames(&ramp, 10000);
    ramp_play(&ramp, 96000);
    ramp_frames(&ramp, 3000);
    const int64_t first = ramp.input; /* of the sound */
    ramp.silent = false;
    ramp_frames(&ramp, 20000);
    const int64_t last = ramp.input;
    ramp.silent = true;
    ramp_frames(&ramp, 60000);
    ramp_halt(&ramp);
    ramp_frames(&ramp, 5000);
    ramp_keep(&ramp);

    const int64_t at = ramp.rolled_from + first - ramp.rolled_at - LATENCY;
    const int64_t tracks[] = {mono, stereo};
    for (size_t i = 0; i < COUNT(tracks); i++) {
        const struct row_clip *clip = ramp_take(song->session, tracks[i], 1);

        assert_non_null(clip);
        assert_int_equal(clip->at, at - BEFORE);
        assert_int_equal(clip->length, BEFORE + last - first - 1 + BEHIND);
        assert_holds(&ramp, clip, 0, at, at + last - first, first, i ? 3 : 1);
        const struct row_take *take
            = model_row(session_model(song->session), TABLE_TAKE, clip->take_id);
        assert_int_equal(take->round_trip, LATENCY);
        /* What came before it is the file's, as far as it rolled. */
        assert_int_equal(take->start.n, 96000);
        assert_int_equal(clip->offset, at - BEFORE - 96000);
    }
    assert_holds(&ramp, ramp_take(song->session, stereo, 1), 1, at,
                 at + last - first, first, 0);
    assert_int_equal(journal_rows(song), 0);
    assert_int_equal(ramp.notices, 0);
    assert_nothing_to_keep(&ramp);
    ramp_close(&ramp);
    assert_int_equal(session_undo(song->session, label, &fault), ST_OK);
    assert_string_equal(label, "Keep Voice take 1, Keys take 1");
    assert_int_equal(count_rows(song, TABLE_TAKE), 0);
}

static void
what_was_played_while_it_stood_begins_at_the_playhead(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    struct ramp_song ramp;

    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp.silent = true;
    ramp_frames(&ramp, 10000);
    const int64_t first = ramp.input;
    ramp.silent = false;
    ramp_frames(&ramp, 5000);
    ramp.silent = true;
    ramp_frames(&ramp, 3000);
    assert_int_equal(player_locate(ramp.player, frames(144000)), ST_OK);
    ramp_frames(&ramp, 1000);
    ramp_keep(&ramp);
    const struct row_clip *clip = ramp_take(song->session, track, 1);
    assert_non_null(clip);
    assert_int_equal(clip->at, 144000 - BEFORE);
    assert_holds(&ramp, clip, 0, 144000, 149000, first, 0);
    assert_nothing_to_keep(&ramp);

    /* What comes then is another take; at the song's start nothing lies before
     * it. */
    const int64_t second = ramp.input;
    ramp.silent = false;
    ramp_frames(&ramp, 4000);
    assert_int_equal(player_locate(ramp.player, frames(0)), ST_OK);
    ramp_frames(&ramp, 1000);
    ramp_keep(&ramp);
    clip = ramp_take(song->session, track, 2);
    assert_non_null(clip);
    assert_int_equal(clip->at, 0);
    assert_holds(&ramp, clip, 0, 0, 4000, second, 0);
    ramp_close(&ramp);
}

static void
each_pass_of_a_loop_is_a_take_of_its_own(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    struct ramp_song ramp;

    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp_frames(&ramp, 1000);
    assert_int_equal(player_loop(ramp.player, frames(10000), frames(15001)), ST_OK);
    ramp_play(&ramp, 10000);
    ramp_frames(&ramp, 5001 * 3);
    ramp_halt(&ramp);
    ramp.silent = true;
    ramp_frames(&ramp, 1000);
    ramp_keep(&ramp);
    for (int64_t pass = 0; pass < 3; pass++) {
        const struct row_clip *clip = ramp_take(song->session, track, pass + 1);

        assert_non_null(clip);
        assert_int_equal(clip->at, 10000);
        assert_int_equal(clip->length, 5001);
        assert_holds(&ramp, clip, 0, 10000, 15001,
                     ramp.rolled_at + pass * 5001 + LATENCY, 0);
    }
    ramp_close(&ramp);
}

static void
keeping_again_reaches_further_back(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    struct ramp_song ramp;

    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp.silent = true;
    ramp_frames(&ramp, 1000);
    ramp_play(&ramp, 48000);
    ramp.silent = false;
    ramp_frames(&ramp, 5000);
    ramp.silent = true;
    ramp_frames(&ramp, 1000);
    ramp_halt(&ramp);
    ramp_frames(&ramp, 1000);
    ramp.silent = false;
    ramp_frames(&ramp, 5000);
    ramp.silent = true;
    ramp_keep(&ramp);
    assert_int_equal(ramp_take(song->session, track, 1)->at,
                     ramp.state.player.position.n - BEFORE);
    ramp_keep(&ramp);
    const int64_t at = ramp_take(song->session, track, 2)->at;
    assert_int_equal(at, 48000);
    ramp_frames(&ramp, 1000);
    assert_nothing_to_keep(&ramp);
    ramp_close(&ramp);
}

/* --- beside recording --------------------------------------------------------- */

static void
what_was_recorded_is_not_kept_twice(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    const struct deck_order punch = {.punch_start = frames(20000),
                                     .punch_end = frames(30000),
                                     .pre_roll = 10000,
                                     .post_roll = 10000};
    struct ramp_song ramp;
    struct fault fault;

    ramp_open(&ramp, song, BLOCK, LATENCY);
    assert_int_equal(deck_roll(ramp.deck, &punch, &fault), ST_OK);
    ramp.silent = true;
    ramp_until_rolling(&ramp);
    ramp_frames(&ramp, 1000);
    ramp.silent = false;
    ramp_frames(&ramp, 30000);
    ramp_settle(&ramp);
    ramp.silent = true;
    ramp_frames(&ramp, 1000);
    assert_int_equal(count_rows(song, TABLE_TAKE), 1);
    /* The newest: from the post-roll's end on; then what rolled beside the
     * punch. */
    ramp_keep(&ramp);
    ramp_keep(&ramp);
    const struct row_clip *before = ramp_take(song->session, track, 3);
    const struct row_clip *behind = ramp_take(song->session, track, 4);
    assert_non_null(before);
    assert_non_null(behind);
    assert_int_equal(before->at + before->length, 20000);
    assert_int_equal(behind->at, 30000);
    assert_int_equal(behind->length, 10000);
    assert_holds(&ramp, behind, 0, 30000, 40000,
                 ramp.rolled_at + 30000 - ramp.rolled_from + LATENCY, 0);
    assert_nothing_to_keep(&ramp);
    ramp_close(&ramp);
}

static void
a_keep_that_fails_leaves_nothing_and_can_be_tried_again(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "1");
    char audio[320], away[330];
    struct ramp_song ramp;
    struct fault fault;

    snprintf(audio, sizeof audio, "%s/audio", song->path);
    snprintf(away, sizeof away, "%s.away", audio);
    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp_frames(&ramp, 10000);
    ramp_let_hear(&ramp);
    assert_int_equal(rename(audio, away), 0);
    assert_int_equal(deck_keep(ramp.deck, &fault), ST_OK);
    assert_int_equal(deck_keep(ramp.deck, &fault), ST_BUSY);
    ramp.silent = true;
    ramp_settle(&ramp);
    assert_int_equal(ramp.notices, 1);
    assert_int_equal(count_rows(song, TABLE_TAKE), 0);
    assert_int_equal(journal_rows(song), 0);
    assert_int_equal(rename(away, audio), 0);
    ramp_keep(&ramp);
    assert_non_null(ramp_take(song->session, track, 1));
    ramp_close(&ramp);
}

static void
only_armed_tracks_are_listened_to(void **state)
{
    struct app_song *song = *state;
    struct ramp_song ramp;
    struct fault fault;

    ramp_track(song, "Voice", "1");
    app_edit(song, "arm Voice off");
    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp_frames(&ramp, 5000);
    ramp_settle(&ramp);
    assert_int_equal(deck_keep(ramp.deck, &fault), ST_NOT_FOUND);
    ramp_close(&ramp);
}

/* --- the handle --------------------------------------------------------------- */

static void
a_late_punch_opens_to_the_left(void **state)
{
    struct app_song *song = *state;
    const int64_t track = ramp_track(song, "Voice", "3");
    struct ramp_song ramp;
    struct fault fault;
    char text[64];

    ramp_open(&ramp, song, BLOCK, LATENCY);
    ramp_play(&ramp, 48000);
    ramp_frames(&ramp, 20000);
    assert_int_equal(deck_punch(ramp.deck, true, &fault), ST_OK);
    ramp_frames(&ramp, 10000);
    assert_int_equal(deck_punch(ramp.deck, false, &fault), ST_OK);
    ramp_frames(&ramp, 2000);
    deck_stop(ramp.deck);
    ramp_cycle(&ramp);
    ramp_settle(&ramp);
    const struct row_clip *clip = ramp_take(song->session, track, 1);
    assert_non_null(clip);
    const int64_t punched = clip->at, end = clip->at + clip->length;
    assert_int_equal(clip->offset, 4800); /* the handle: a tenth of a second here */
    assert_true(punched >= 68000 && clip->fade_in > 0);

    snprintf(text, sizeof text, "trim Voice:1 start %lldf",
             (long long)punched - 4800);
    app_edit(song, text);
    clip = ramp_take(song->session, track, 1);
    assert_int_equal(clip->at, punched - 4800);
    assert_int_equal(clip->offset, 0);
    assert_holds(&ramp, clip, 0, clip->at, end,
                 ramp.rolled_at + clip->at - ramp.rolled_from + LATENCY, 2);
    ramp_close(&ramp);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, app_setup, app_teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_played_while_it_rolled_lies_where_it_was_heard),
        TEST(what_was_played_while_it_stood_begins_at_the_playhead),
        TEST(each_pass_of_a_loop_is_a_take_of_its_own),
        TEST(keeping_again_reaches_further_back),
        TEST(what_was_recorded_is_not_kept_twice),
        TEST(a_keep_that_fails_leaves_nothing_and_can_be_tried_again),
        TEST(only_armed_tracks_are_listened_to),
        TEST(a_late_punch_opens_to_the_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

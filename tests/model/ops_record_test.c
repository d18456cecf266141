/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_record.h"

#include "model/check.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

static struct op_take_made
record(struct model_song *song, int64_t track, int64_t number, int64_t start,
       int64_t length, int64_t handle, bool overdub)
{
    struct row_source source;
    struct row_take take;
    struct op_take_made made;

    row_init(TABLE_SOURCE, &source);
    source.path = "audio/take.wav";
    source.length = handle + length;
    row_init(TABLE_TAKE, &take);
    take.track_id = track;
    take.number = number;
    take.start = frames(start - handle);
    take.round_trip = 100;
    assert_int_equal(
        op_record_add(&song->ops, &source, &take, handle, overdub, &made), ST_OK);
    model_song_apply(song);
    assert_int_equal(model_check(song->model, NULL), ST_OK);
    return made;
}

static const struct row_clip *
clip_of(const struct model_song *song, struct op_take_made made)
{
    return model_row(song->model, TABLE_CLIP, made.clip_id);
}

static void
a_take_keeps_its_handle_before_its_clip(void **state)
{
    struct model_song song;
    int64_t lane;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", &lane);
    model_song_apply(&song);
    const struct op_take_made made = record(&song, track, 1, 1000, 500, 200, false);
    assert_int_equal(made.lane_id, lane); /* it was empty */
    assert_int_equal(clip_of(&song, made)->at, 1000);
    assert_int_equal(clip_of(&song, made)->offset, 200);
    assert_int_equal(clip_of(&song, made)->length, 500);
    /* Nothing lies before the song. */
    const struct op_take_made early = record(&song, track, 2, 0, 500, 200, false);
    assert_int_equal(clip_of(&song, early)->at, 0);
    assert_int_equal(clip_of(&song, early)->offset, 200);
    model_song_close(&song);
}

static void
a_take_over_all_of_another_plays_alone_and_an_overdub_with_it(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    model_song_apply(&song);
    const struct op_take_made one = record(&song, track, 1, 1000, 500, 0, false);
    const struct op_take_made two = record(&song, track, 2, 900, 700, 0, false);
    const struct row_lane *first = model_row(song.model, TABLE_LANE, one.lane_id);
    const struct row_lane *second = model_row(song.model, TABLE_LANE, two.lane_id);
    assert_true(second->plays && !first->plays);
    assert_true(second->sort < first->sort);
    const struct op_take_made three = record(&song, track, 3, 1000, 100, 0, true);
    const struct row_lane *third = model_row(song.model, TABLE_LANE, three.lane_id);
    second = model_row(song.model, TABLE_LANE, two.lane_id);
    assert_true(third->plays && second->plays);
    model_song_close(&song);
}

static void
a_take_is_placed_again_with_another_latency(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    model_song_apply(&song);
    const struct op_take_made made = record(&song, track, 1, 1000, 500, 200, false);
    assert_int_equal(op_take_replace(&song.ops, made.take_id, 130), ST_OK);
    model_song_apply(&song);
    const struct row_take *take = model_row(song.model, TABLE_TAKE, made.take_id);
    assert_int_equal(take->start.n, 770);
    assert_int_equal(take->round_trip, 130);
    assert_int_equal(clip_of(&song, made)->at, 1000);
    assert_int_equal(clip_of(&song, made)->offset, 230);
    assert_int_equal(clip_of(&song, made)->length, 470);
    model_song_close(&song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_take_keeps_its_handle_before_its_clip),
        cmocka_unit_test(a_take_over_all_of_another_plays_alone_and_an_overdub_with_it),
        cmocka_unit_test(a_take_is_placed_again_with_another_latency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_record.h"

#include "model/check.h"
#include "model/ops_track.h"
#include "model/playlist.h"
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
    const struct op_record how = {.handle = handle, .overdub = overdub};
    assert_int_equal(op_record_add(&song->ops, &source, &take, &how, &made), ST_OK);
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
a_take_shows_neither_handle_nor_tail_and_its_edges_fade(void **state)
{
    struct model_song song;
    struct row_source source;
    struct row_take take;
    struct op_take_made made;
    struct op_record how = {.handle = 1000, .tail = 300};

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    model_song_apply(&song);
    row_init(TABLE_SOURCE, &source);
    source.path = "audio/take.wav";
    source.length = 2000;
    row_init(TABLE_TAKE, &take);
    take.track_id = track;
    take.start = frames(-500);
    assert_int_equal(op_record_add(&song.ops, &source, &take, &how, &made), ST_OK);
    model_song_apply(&song);
    const struct row_clip *clip = clip_of(&song, made);
    assert_int_equal(clip->at, 500);
    assert_int_equal(clip->offset, 1000);
    assert_int_equal(clip->length, 700);
    assert_int_equal(clip->fade_in, 144);
    assert_int_equal(clip->fade_out, 144);
    how.tail = 1000;
    assert_int_equal(op_record_add(&song.ops, &source, &take, &how, &made),
                     ST_RANGE);
    model_song_close(&song);
}

/* What of a track's frame a clip sounds; 0: nothing, -1: several. */
static int64_t
sounds_at(const struct model_song *song, int64_t track, int64_t at)
{
    const struct playlist_segment *segments;
    struct playlist *list;
    int64_t clip = 0;
    size_t count;

    assert_int_equal(playlist_new(&list), ST_OK);
    assert_int_equal(
        playlist_compile(list, song->model, NULL, track, &segments, &count), ST_OK);
    for (size_t i = 0; i < count; i++)
        if (segments[i].start <= at && at < segments[i].end)
            clip = clip ? -1 : segments[i].clip_id;
    playlist_free(list);
    return clip;
}

static void
a_take_over_lanes_that_sound_together_sounds_alone(void **state)
{
    struct model_song song;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    model_song_apply(&song);
    const struct op_take_made one = record(&song, track, 1, 1000, 9000, 0, false);
    record(&song, track, 2, 2000, 9000, 0, true);
    assert_int_equal(sounds_at(&song, track, 5000), -1);
    const struct op_take_made punch
        = record(&song, track, 3, 4000, 2000, 500, false);
    assert_int_equal(sounds_at(&song, track, 1500), one.clip_id);
    assert_int_equal(sounds_at(&song, track, 3999), -1);
    assert_int_equal(sounds_at(&song, track, 4000), punch.clip_id);
    assert_int_equal(sounds_at(&song, track, 5999), punch.clip_id);
    assert_int_equal(sounds_at(&song, track, 6000), -1);
    assert_int_equal(clip_of(&song, one)->fade_out, 144); /* no click */
    /* Over all of it: it alone. */
    const struct op_take_made all = record(&song, track, 4, 500, 11000, 0, false);
    for (int64_t at = 500; at < 11500; at += 500)
        assert_int_equal(sounds_at(&song, track, at), all.clip_id);
    model_song_close(&song);
}

static void
a_punch_is_crossfaded_at_both_seams(void **state)
{
    const struct playlist_segment *segments;
    struct playlist *list;
    struct model_song song;
    size_t count;

    model_song_open(&song);
    const int64_t track = model_song_track(&song, "T", NULL);
    model_song_apply(&song);
    record(&song, track, 1, 0, 48000, 0, false);
    const struct op_take_made punch
        = record(&song, track, 2, 10000, 8000, 500, false);
    assert_int_equal(playlist_new(&list), ST_OK);
    assert_int_equal(
        playlist_compile(list, song.model, NULL, track, &segments, &count), ST_OK);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 2; i++) {
        const struct playlist_fade *out = &segments[i].out[PLAYLIST_SEAM];
        const struct playlist_fade *in = &segments[i + 1].in[PLAYLIST_SEAM];

        /* 5 ms within the punch, over which the other sounds as well. */
        assert_int_equal(out->length, 240);
        assert_int_equal(in->length, 240);
        assert_int_equal(out->start, i == 0 ? 10000 : 17760);
        assert_int_equal(in->start, out->start);
        assert_int_equal(in->shape, FADE_EQUAL_POWER);
        assert_int_equal(segments[i].end, out->start + 240);
        assert_int_equal(segments[i + 1].start, in->start);
        assert_int_equal(segments[i].out[PLAYLIST_OWN].length, 0);
        assert_int_equal(segments[i + 1].in[PLAYLIST_OWN].length, 0);
    }
    assert_int_equal(segments[1].clip_id, punch.clip_id);
    playlist_free(list);
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
        cmocka_unit_test(
            a_take_over_all_of_another_plays_alone_and_an_overdub_with_it),
        cmocka_unit_test(a_take_shows_neither_handle_nor_tail_and_its_edges_fade),
        cmocka_unit_test(a_take_over_lanes_that_sound_together_sounds_alone),
        cmocka_unit_test(a_punch_is_crossfaded_at_both_seams),
        cmocka_unit_test(a_take_is_placed_again_with_another_latency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

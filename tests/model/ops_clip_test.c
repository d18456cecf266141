/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_clip.h"

#include "model/ops_time.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

struct fixture {
    struct model_song song;
    const struct ops *ops;
    int64_t lane, source,
        clip; /* a clip of frames 2000 … 6000 of a source of 10000 */
};

static struct when
at_frame(int64_t n)
{
    return (struct when){n, TIME_FRAMES};
}

static struct when
at_tick(int64_t n)
{
    return (struct when){n, TIME_TICKS};
}

static void
open_fixture(struct fixture *f)
{
    model_song_open(&f->song);
    f->ops = &f->song.ops;
    model_song_track(&f->song, "T", &f->lane);
    f->source = model_song_source(&f->song, 10000);
    const struct op_clip what = {.lane_id = f->lane,
                                 .source_id = f->source,
                                 .at = at_frame(20000),
                                 .offset = 2000,
                                 .length = 4000};
    assert_int_equal(op_clip_add(f->ops, &what, &f->clip), ST_OK);
    model_song_apply(&f->song);
}

static void
close_fixture(struct fixture *f)
{
    model_song_close(&f->song);
}

static const struct row_clip *
clip(struct fixture *f, int64_t id)
{
    model_song_apply(&f->song);
    return model_row(f->song.model, TABLE_CLIP, id);
}

static void
assert_clip(struct fixture *f, int64_t id, int64_t at, int64_t length,
            int64_t offset)
{
    const struct row_clip *row = clip(f, id);

    assert_non_null(row);
    assert_int_equal(row->at, at);
    assert_int_equal(row->length, length);
    assert_int_equal(row->offset, offset);
}

static void
a_new_clip_is_named_after_its_file_and_lies_on_top(void **state)
{
    struct fixture f;
    int64_t id;

    open_fixture(&f);
    const struct op_clip what
        = {.lane_id = f.lane, .source_id = f.source, .at = at_frame(0)};
    assert_int_equal(op_clip_add(f.ops, &what, &id), ST_OK);
    assert_clip(&f, id, 0, 10000, 0);
    assert_string_equal(clip(&f, id)->name, "a.wav");
    assert_true(clip(&f, id)->layer > clip(&f, f.clip)->layer);
    close_fixture(&f);
}

static void
a_clip_cannot_have_more_than_its_source(void **state)
{
    struct fixture f;

    open_fixture(&f);
    struct op_clip what = {
        .lane_id = f.lane, .source_id = f.source, .offset = 9000, .length = 1001};
    assert_int_equal(op_clip_add(f.ops, &what, NULL), ST_RANGE);
    what.offset = 10000;
    what.length = 0;
    assert_int_equal(op_clip_add(f.ops, &what, NULL), ST_RANGE);
    what.offset = 0;
    what.at = at_frame(-1);
    assert_int_equal(op_clip_add(f.ops, &what, NULL), ST_RANGE);
    what.at = at_frame(0);
    what.lane_id = 4;
    assert_int_equal(op_clip_add(f.ops, &what, NULL), ST_NOT_FOUND);
    what.lane_id = f.lane;
    what.source_id = 4;
    assert_int_equal(op_clip_add(f.ops, &what, NULL), ST_NOT_FOUND);
    assert_string_equal(f.song.fault.what, "no such source");
    close_fixture(&f);
}

static void
a_split_clip_sounds_as_before(void **state)
{
    struct fixture f;
    int64_t right;

    open_fixture(&f);
    assert_int_equal(op_clip_fade_in(f.ops, f.clip, 1500, FADE_SLOW), ST_OK);
    assert_int_equal(op_clip_fade_out(f.ops, f.clip, 500, FADE_FAST), ST_OK);
    assert_int_equal(op_clip_split(f.ops, f.clip, at_frame(21000), &right), ST_OK);
    assert_clip(&f, f.clip, 20000, 1000, 2000);
    assert_clip(&f, right, 21000, 3000, 3000);
    assert_int_equal(clip(&f, f.clip)->fade_in, 1000); /* no longer than the clip */
    assert_int_equal(clip(&f, f.clip)->fade_out, 0);
    assert_int_equal(clip(&f, right)->fade_in, 0);
    assert_int_equal(clip(&f, right)->fade_out, 500);
    assert_int_equal(clip(&f, right)->fade_out_shape, FADE_FAST);
    close_fixture(&f);
}

static void
a_clip_is_not_split_outside_of_it(void **state)
{
    struct fixture f;
    const int64_t places[] = {0, 19999, 20000, 24000, 90000};

    open_fixture(&f);
    for (size_t i = 0; i < COUNT(places); i++)
        assert_int_equal(op_clip_split(f.ops, f.clip, at_frame(places[i]), NULL),
                         ST_RANGE);
    assert_string_equal(f.song.fault.where, "a.wav");
    assert_int_equal(op_clip_split(f.ops, 99, at_frame(0), NULL), ST_NOT_FOUND);
    close_fixture(&f);
}

static void
parts_of_a_clip_kept_in_ticks_join_to_the_frame(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_tempo_set(f.ops, ticks(0), 97.3, false), ST_OK);
    model_song_apply(&f.song);
    const struct tempo_map *map = model_tempo(f.song.model);
    assert_int_equal(op_clip_anchor(f.ops, f.clip, TIME_TICKS), ST_OK);
    int64_t id = f.clip;

    for (int64_t n = 20400; n < 23900; n += 271) {
        int64_t right;

        assert_int_equal(op_clip_split(f.ops, id, at_frame(n), &right), ST_OK);
        const struct row_clip a = *clip(&f, id), b = *clip(&f, right);
        const int64_t start = tempo_frames(map, ticks(a.at)).n;

        assert_int_equal(start + a.length, tempo_frames(map, ticks(b.at)).n);
        assert_int_equal(a.offset + a.length, b.offset);
        id = right;
    }
    close_fixture(&f);
}

static void
a_trim_goes_as_far_as_the_source(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clip_trim_start(f.ops, f.clip, at_frame(20500)), ST_OK);
    assert_clip(&f, f.clip, 20500, 3500, 2500);
    assert_int_equal(op_clip_trim_start(f.ops, f.clip, at_frame(0)), ST_OK);
    assert_clip(&f, f.clip, 18000, 6000, 0);
    assert_int_equal(op_clip_trim_end(f.ops, f.clip, at_frame(19000)), ST_OK);
    assert_clip(&f, f.clip, 18000, 1000, 0);
    assert_int_equal(op_clip_trim_end(f.ops, f.clip, at_frame(900000)), ST_OK);
    assert_clip(&f, f.clip, 18000, 10000, 0);
    assert_int_equal(op_clip_trim_end(f.ops, f.clip, at_frame(18000)), ST_RANGE);
    model_song_drop(&f.song);
    assert_int_equal(op_clip_trim_start(f.ops, f.clip, at_frame(28000)), ST_RANGE);
    close_fixture(&f);
}

static void
a_trim_stops_at_the_start_of_the_song(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clips_move(f.ops, &f.clip, NULL, 1, at_frame(-19500)),
                     ST_OK);
    assert_int_equal(op_clip_trim_start(f.ops, f.clip, at_frame(-800)), ST_OK);
    assert_clip(&f, f.clip, 0, 4500, 1500);
    close_fixture(&f);
}

static void
clips_move_together_or_not_at_all(void **state)
{
    struct fixture f;
    int64_t ids[2], other;

    open_fixture(&f);
    ids[0] = f.clip;
    ids[1] = model_song_clip(&f.song, f.lane, f.source, 500);
    model_song_track(&f.song, "U", &other);
    model_song_apply(&f.song);
    assert_int_equal(op_clips_move(f.ops, ids, NULL, 2, at_frame(-501)), ST_RANGE);
    model_song_drop(&f.song);
    assert_int_equal(
        op_clips_move(f.ops, ids, (int64_t[]){0, other}, 2, at_frame(-500)), ST_OK);
    assert_clip(&f, ids[0], 19500, 4000, 2000);
    assert_clip(&f, ids[1], 0, 10000, 0);
    assert_int_equal(clip(&f, ids[0])->lane_id, f.lane);
    assert_int_equal(clip(&f, ids[1])->lane_id, other);
    /* Named twice, a clip moves once. */
    assert_int_equal(
        op_clips_move(f.ops, (int64_t[]){ids[0], ids[0]}, NULL, 2, at_frame(10)),
        ST_OK);
    assert_int_equal(clip(&f, ids[0])->at, 19510);
    close_fixture(&f);
}

static void
a_distance_in_music_is_as_long_as_the_tempo_there_says(void **state)
{
    struct fixture f;
    const int64_t bar = 4 * TICKS_PER_QUARTER;

    open_fixture(&f);
    assert_int_equal(op_tempo_set(f.ops, ticks(bar), 60, false), ST_OK);
    assert_int_equal(op_clips_move(f.ops, &f.clip, NULL, 1, at_frame(-20000)),
                     ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(op_clips_move(f.ops, &f.clip, NULL, 1, at_tick(bar)), ST_OK);
    assert_int_equal(clip(&f, f.clip)->at, 96000);
    assert_int_equal(op_clips_move(f.ops, &f.clip, NULL, 1, at_tick(bar)), ST_OK);
    assert_int_equal(clip(&f, f.clip)->at, 96000 + 192000);
    close_fixture(&f);
}

static void
what_is_moved_comes_to_lie_on_top_in_its_own_order(void **state)
{
    struct fixture f;
    int64_t ids[3], below;

    open_fixture(&f);
    for (int i = 0; i < 3; i++)
        ids[i] = model_song_clip(&f.song, f.lane, f.source, 1000 * i);
    below = model_song_clip(&f.song, f.lane, f.source, 50000);
    model_song_apply(&f.song);
    assert_int_equal(op_clips_move(f.ops, ids, NULL, 3, at_frame(48000)), ST_OK);
    assert_true(clip(&f, ids[0])->layer > clip(&f, below)->layer);
    assert_int_equal(clip(&f, ids[1])->layer, clip(&f, ids[0])->layer + 1);
    assert_int_equal(clip(&f, ids[2])->layer, clip(&f, ids[0])->layer + 2);
    close_fixture(&f);
}

static void
copies_are_clips_of_their_own(void **state)
{
    struct fixture f;
    int64_t copy;

    open_fixture(&f);
    assert_int_equal(op_clip_lock(f.ops, f.clip, true), ST_OK);
    assert_int_equal(op_clips_copy(f.ops, &f.clip, NULL, 1, at_frame(5000), &copy),
                     ST_OK);
    assert_clip(&f, copy, 25000, 4000, 2000);
    assert_clip(&f, f.clip, 20000, 4000, 2000);
    assert_false(clip(&f, copy)->locked);
    assert_int_equal(op_clips_delete(f.ops, &copy, 1), ST_OK);
    assert_null(clip(&f, copy));
    close_fixture(&f);
}

static void
a_locked_clip_stays_where_it_is(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clip_lock(f.ops, f.clip, true), ST_OK);
    assert_int_equal(op_clips_move(f.ops, &f.clip, NULL, 1, at_frame(1)),
                     ST_READ_ONLY);
    assert_int_equal(op_clips_delete(f.ops, &f.clip, 1), ST_READ_ONLY);
    assert_int_equal(op_clip_split(f.ops, f.clip, at_frame(21000), NULL),
                     ST_READ_ONLY);
    assert_int_equal(op_clip_trim_start(f.ops, f.clip, at_frame(21000)),
                     ST_READ_ONLY);
    assert_int_equal(op_clip_trim_end(f.ops, f.clip, at_frame(21000)),
                     ST_READ_ONLY);
    assert_int_equal(op_clip_slip(f.ops, f.clip, 1), ST_READ_ONLY);
    assert_string_equal(f.song.fault.remedy, "unlock it first");
    assert_int_equal(op_clip_gain(f.ops, f.clip, -3), ST_OK);
    close_fixture(&f);
}

static void
a_slip_goes_as_far_as_the_source(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clip_slip(f.ops, f.clip, 500), ST_OK);
    assert_clip(&f, f.clip, 20000, 4000, 2500);
    assert_int_equal(op_clip_slip(f.ops, f.clip, INT64_MAX), ST_OK);
    assert_clip(&f, f.clip, 20000, 4000, 6000);
    assert_int_equal(op_clip_slip(f.ops, f.clip, INT64_MIN), ST_OK);
    assert_clip(&f, f.clip, 20000, 4000, 0);
    close_fixture(&f);
}

static void
fades_are_together_never_longer_than_the_clip(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clip_fade_in(f.ops, f.clip, 3000, FADE_LINEAR), ST_OK);
    assert_int_equal(op_clip_fade_out(f.ops, f.clip, 3000, FADE_S_CURVE), ST_OK);
    assert_int_equal(clip(&f, f.clip)->fade_in, 1000);
    assert_int_equal(clip(&f, f.clip)->fade_out, 3000);
    assert_int_equal(op_clip_trim_end(f.ops, f.clip, at_frame(22000)), ST_OK);
    assert_int_equal(clip(&f, f.clip)->fade_in, 500); /* both give way alike */
    assert_int_equal(clip(&f, f.clip)->fade_out, 1500);
    assert_int_equal(op_clip_fade_in(f.ops, f.clip, 99999, FADE_LINEAR), ST_OK);
    assert_int_equal(clip(&f, f.clip)->fade_in, 2000);
    assert_int_equal(clip(&f, f.clip)->fade_out, 0);
    assert_int_equal(op_clip_fade_in(f.ops, f.clip, -1, FADE_LINEAR), ST_RANGE);
    assert_int_equal(op_clip_fade_in(f.ops, f.clip, 1, (enum fade_shape)5),
                     ST_RANGE);
    close_fixture(&f);
}

static void
a_clip_kept_in_ticks_goes_with_the_tempo_and_one_kept_in_frames_stays(void **state)
{
    struct fixture f;
    struct row_clip before;

    open_fixture(&f);
    const int64_t still = model_song_clip(&f.song, f.lane, f.source, 48000);

    assert_int_equal(op_clip_anchor(f.ops, f.clip, TIME_TICKS), ST_OK);
    before = *clip(&f, f.clip);
    assert_int_equal(op_tempo_set(f.ops, ticks(0), 60, false), ST_OK);
    model_song_apply(&f.song);
    const struct when at = {clip(&f, f.clip)->at, TIME_TICKS};

    assert_int_equal(at.n, before.at);
    assert_int_equal(when_frames(model_tempo(f.song.model), at).n, 40000);
    assert_int_equal(clip(&f, still)->at, 48000);
    close_fixture(&f);
}

static void
levels_below_silence_are_silence_and_too_much_is_refused(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clip_gain(f.ops, f.clip, -1e300), ST_OK);
    assert_true(clip(&f, f.clip)->gain_db == LEVEL_OFF_DB);
    assert_int_equal(op_clip_gain(f.ops, f.clip, 49), ST_RANGE);
    assert_string_equal(f.song.fault.where, "gain_db");
    assert_int_equal(op_set_number(f.ops, TABLE_CLIP, f.clip, "length", 5),
                     ST_KIND);
    assert_int_equal(op_set_number(f.ops, TABLE_CLIP, f.clip, "nothing", 5),
                     ST_NOT_FOUND);
    assert_int_equal(op_set_text(f.ops, TABLE_CLIP, f.clip, "name", "\xc3\x28"),
                     ST_RANGE);
    assert_int_equal(op_set_text(f.ops, TABLE_CLIP, f.clip, "name", "Straße"),
                     ST_OK);
    assert_string_equal(clip(&f, f.clip)->name, "Straße");
    close_fixture(&f);
}

static void
midi_is_cut_with_its_notes(void **state)
{
    struct fixture f;
    const struct op_track what = {.kind = TRACK_MIDI, .color = -1};
    struct row_clip midi;
    struct row_note note;
    int64_t track, right, notes[4];

    open_fixture(&f);
    assert_int_equal(op_track_add(f.ops, &what, &track), ST_OK);
    row_init(TABLE_CLIP, &midi);
    midi.kind = CLIP_MIDI;
    midi.lane_id = op_track_lane(f.ops, track);
    midi.unit = TIME_TICKS;
    midi.at = 1000;
    midi.length = 4000;
    assert_int_equal(edit_put(f.ops->edit, TABLE_CLIP, &midi), ST_OK);
    for (int i = 0; i < 4; i++) {
        row_init(TABLE_NOTE, &note);
        note.clip_id = midi.id;
        note.at = ticks(i * 1000);
        assert_int_equal(edit_put(f.ops->edit, TABLE_NOTE, &note), ST_OK);
        notes[i] = note.id;
    }
    assert_int_equal(op_clip_split(f.ops, midi.id, at_tick(3000), &right), ST_OK);
    assert_clip(&f, midi.id, 1000, 2000, 0);
    assert_clip(&f, right, 3000, 2000, 0);
    for (int i = 0; i < 4; i++) {
        const struct row_note *row = model_row(f.song.model, TABLE_NOTE, notes[i]);

        assert_int_equal(row->clip_id, i < 2 ? midi.id : right);
        assert_int_equal(row->at.n, i % 2 * 1000);
    }
    assert_int_equal(op_clip_trim_start(f.ops, right, at_tick(3500)), ST_OK);
    assert_clip(&f, right, 3500, 1500, 0);
    assert_int_equal(
        ((const struct row_note *)model_row(f.song.model, TABLE_NOTE, notes[2]))
            ->at.n,
        -500);
    assert_int_equal(op_clips_move(f.ops, &right, &f.lane, 1, at_tick(0)), ST_KIND);
    close_fixture(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_clip_is_named_after_its_file_and_lies_on_top),
        cmocka_unit_test(a_clip_cannot_have_more_than_its_source),
        cmocka_unit_test(a_split_clip_sounds_as_before),
        cmocka_unit_test(a_clip_is_not_split_outside_of_it),
        cmocka_unit_test(parts_of_a_clip_kept_in_ticks_join_to_the_frame),
        cmocka_unit_test(a_trim_goes_as_far_as_the_source),
        cmocka_unit_test(a_trim_stops_at_the_start_of_the_song),
        cmocka_unit_test(clips_move_together_or_not_at_all),
        cmocka_unit_test(a_distance_in_music_is_as_long_as_the_tempo_there_says),
        cmocka_unit_test(what_is_moved_comes_to_lie_on_top_in_its_own_order),
        cmocka_unit_test(copies_are_clips_of_their_own),
        cmocka_unit_test(a_locked_clip_stays_where_it_is),
        cmocka_unit_test(a_slip_goes_as_far_as_the_source),
        cmocka_unit_test(fades_are_together_never_longer_than_the_clip),
        cmocka_unit_test(
            a_clip_kept_in_ticks_goes_with_the_tempo_and_one_kept_in_frames_stays),
        cmocka_unit_test(levels_below_silence_are_silence_and_too_much_is_refused),
        cmocka_unit_test(midi_is_cut_with_its_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

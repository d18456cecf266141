/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_ripple.h"

#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/ops_time.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <stdlib.h>

/* Two tracks with clips of 1000 frames at 0, 1000, 2000, 3000 each. */
struct fixture {
    struct model_song song;
    const struct ops *ops;
    int64_t tracks[2];
    int64_t clips[2][4];
};

static void
open_fixture(struct fixture *f)
{
    model_song_open(&f->song);
    f->ops = &f->song.ops;
    const int64_t source = model_song_source(&f->song, 1000);

    for (int t = 0; t < 2; t++) {
        int64_t lane;

        f->tracks[t] = model_song_track(&f->song, "T", &lane);
        for (int i = 0; i < 4; i++)
            f->clips[t][i] = model_song_clip(&f->song, lane, source, 1000 * i);
    }
    model_song_apply(&f->song);
}

static const struct row_clip *
clip(struct fixture *f, int t, int i)
{
    return edit_row(f->ops->edit, f->ops->model, TABLE_CLIP, f->clips[t][i]);
}

static void
assert_clip(struct fixture *f, int t, int i, int64_t at, int64_t length)
{
    assert_non_null(clip(f, t, i));
    assert_int_equal(clip(f, t, i)->at, at);
    assert_int_equal(clip(f, t, i)->length, length);
}

static size_t
count_clips(const struct fixture *f)
{
    size_t count;

    model_rows(f->song.model, TABLE_CLIP, &count);
    return count;
}

static void
a_cut_closes_the_gap_on_its_track_alone(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(
        op_ripple_cut(f.ops, RIPPLE_TRACK, f.tracks[0], frames(500), frames(2200)),
        ST_OK);
    assert_clip(&f, 0, 0, 0, 500);
    assert_null(clip(&f, 0, 1));
    assert_null(clip(&f, 0, 2)); /* what is left of it is a clip of its own */
    assert_clip(&f, 0, 3, 1300, 1000);
    assert_clip(&f, 1, 3, 3000, 1000);
    model_song_apply(&f.song);
    assert_int_equal(count_clips(&f), 7);
    const struct row_clip *rest = NULL, *rows = model_rows(f.song.model, TABLE_CLIP,
                                                           &(size_t){0});
    for (size_t i = 0; i < 7; i++)
        if (rows[i].at == 500)
            rest = &rows[i];
    assert_non_null(rest);
    assert_true(rest->length == 800 && rest->offset == 200);
    model_song_close(&f.song);
}

static void
a_cut_within_one_clip_leaves_both_its_ends(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(
        op_ripple_cut(f.ops, RIPPLE_TRACKS, 0, frames(1200), frames(1300)), ST_OK);
    for (int t = 0; t < 2; t++) {
        assert_clip(&f, t, 0, 0, 1000);
        assert_clip(&f, t, 1, 1000, 200);
        assert_clip(&f, t, 2, 1900, 1000);
    }
    model_song_apply(&f.song);
    assert_int_equal(count_clips(&f), 10);
    model_song_close(&f.song);
}

static void
a_cleared_range_leaves_the_gap(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clear_range(f.ops, f.tracks[0], frames(500), frames(2200)),
                     ST_OK);
    assert_clip(&f, 0, 0, 0, 500);
    assert_null(clip(&f, 0, 1));
    assert_null(clip(&f, 0, 2));
    assert_clip(&f, 0, 3, 3000, 1000);
    assert_clip(&f, 1, 1, 1000, 1000);
    model_song_apply(&f.song);
    assert_int_equal(count_clips(&f), 7);
    assert_int_equal(op_clear_range(f.ops, 0, frames(0), frames(3500)), ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(count_clips(&f), 2);
    assert_int_equal(op_clear_range(f.ops, 9, frames(0), frames(5)), ST_NOT_FOUND);
    assert_int_equal(op_clear_range(f.ops, 0, frames(5), frames(5)), ST_RANGE);
    model_song_close(&f.song);
}

static void
a_locked_clip_stops_the_clearing_of_its_own_range_only(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clip_lock(f.ops, f.clips[0][3], true), ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(op_clear_range(f.ops, 0, frames(3500), frames(3600)),
                     ST_READ_ONLY);
    model_song_drop(&f.song);
    assert_int_equal(op_clear_range(f.ops, 0, frames(0), frames(3000)), ST_OK);
    assert_clip(&f, 0, 3, 3000, 1000);
    model_song_close(&f.song);
}

static void
clearing_leaves_what_does_not_sound(void **state)
{
    struct fixture f;
    int64_t comp, lane, take;
    size_t count;

    open_fixture(&f);
    assert_int_equal(op_lane_add(f.ops, f.tracks[0], NULL, &lane), ST_OK);
    take = model_song_clip(&f.song, lane, model_song_source(&f.song, 1000), 0);
    assert_int_equal(op_clear_range(f.ops, f.tracks[0], frames(0), frames(900)),
                     ST_OK);
    assert_non_null(edit_row(f.ops->edit, f.ops->model, TABLE_CLIP, take));
    assert_null(clip(&f, 0, 0));
    assert_int_equal(op_comp_add(f.ops, f.tracks[0], NULL, &comp), ST_OK);
    assert_int_equal(op_comp_set(f.ops, comp, frames(0), frames(4000), lane),
                     ST_OK);
    assert_int_equal(op_comp_activate(f.ops, comp), ST_OK);
    model_song_apply(&f.song);
    const size_t clips = count_clips(&f);

    assert_int_equal(op_clear_range(f.ops, f.tracks[0], frames(1000), frames(3000)),
                     ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(count_clips(&f), clips);
    model_rows(f.song.model, TABLE_COMP_RANGE, &count);
    assert_int_equal(count, 2);
    model_song_close(&f.song);
}

static void
inserted_silence_parts_clips(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(
        op_ripple_insert(f.ops, RIPPLE_TRACK, f.tracks[1], frames(1500), 10000),
        ST_OK);
    assert_clip(&f, 0, 3, 3000, 1000);
    assert_clip(&f, 1, 0, 0, 1000);
    assert_clip(&f, 1, 1, 1000, 500);
    assert_clip(&f, 1, 2, 12000, 1000);
    model_song_apply(&f.song);
    assert_int_equal(count_clips(&f), 9);
    assert_int_equal(op_ripple_insert(f.ops, RIPPLE_TRACKS, 0, frames(0), 0),
                     ST_RANGE);
    assert_int_equal(op_ripple_insert(f.ops, RIPPLE_TRACK, 9, frames(0), 5),
                     ST_NOT_FOUND);
    assert_int_equal(op_ripple_cut(f.ops, RIPPLE_TRACKS, 0, frames(5), frames(5)),
                     ST_RANGE);
    model_song_close(&f.song);
}

static void
a_deleted_clip_lets_the_later_ones_move_up(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clips_move(f.ops, &f.clips[0][2], NULL, 1,
                                   (struct when){-100, TIME_FRAMES}),
                     ST_OK); /* overlaps clip 1 by 100 */
    assert_int_equal(op_ripple_delete(f.ops, RIPPLE_TRACK, f.clips[0][1]), ST_OK);
    assert_null(clip(&f, 0, 1));
    assert_clip(&f, 0, 0, 0, 1000);
    assert_clip(&f, 0, 2, 1000, 1000);
    assert_clip(&f, 0, 3, 2100, 1000);
    assert_clip(&f, 1, 2, 2000, 1000);
    model_song_apply(&f.song);
    model_song_close(&f.song);
}

static void
a_trim_takes_the_later_clips_along(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_ripple_trim_end(f.ops, RIPPLE_TRACK, f.clips[0][1],
                                        (struct when){1400, TIME_FRAMES}),
                     ST_OK);
    assert_clip(&f, 0, 1, 1000, 400);
    assert_clip(&f, 0, 2, 1400, 1000);
    assert_int_equal(op_ripple_trim_end(f.ops, RIPPLE_TRACK, f.clips[0][1],
                                        (struct when){9000, TIME_FRAMES}),
                     ST_OK);
    assert_clip(&f, 0, 1, 1000, 1000);
    assert_clip(&f, 0, 3, 3000, 1000);
    assert_int_equal(op_ripple_trim_start(f.ops, RIPPLE_TRACK, f.clips[0][1],
                                          (struct when){1250, TIME_FRAMES}),
                     ST_OK);
    assert_clip(&f, 0, 1, 1000, 750);
    assert_int_equal(clip(&f, 0, 1)->offset, 250);
    assert_clip(&f, 0, 2, 1750, 1000);
    assert_clip(&f, 1, 2, 2000, 1000);
    model_song_apply(&f.song);
    model_song_close(&f.song);
}

static void
a_locked_clip_that_would_move_stops_the_ripple(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_int_equal(op_clip_lock(f.ops, f.clips[1][3], true), ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(op_ripple_cut(f.ops, RIPPLE_TRACKS, 0, frames(0), frames(10)),
                     ST_READ_ONLY);
    model_song_drop(&f.song);
    assert_int_equal(
        op_ripple_cut(f.ops, RIPPLE_TRACK, f.tracks[0], frames(0), frames(10)),
        ST_OK);
    model_song_close(&f.song);
}

static void
comps_go_along(void **state)
{
    struct fixture f;
    int64_t comp;
    size_t count;

    open_fixture(&f);
    assert_int_equal(op_comp_add(f.ops, f.tracks[0], NULL, &comp), ST_OK);
    assert_int_equal(op_comp_set(f.ops, comp, frames(500), frames(1500),
                                 op_track_lane(f.ops, f.tracks[0])),
                     ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(
        op_ripple_insert(f.ops, RIPPLE_TRACK, f.tracks[0], frames(1000), 700),
        ST_OK);
    model_song_apply(&f.song);
    model_rows(f.song.model, TABLE_COMP_RANGE, &count);
    assert_int_equal(count, 2);
    assert_int_equal(
        op_ripple_cut(f.ops, RIPPLE_TRACK, f.tracks[0], frames(1000), frames(1700)),
        ST_OK);
    model_song_apply(&f.song);
    const struct row_comp_range *range
        = model_rows(f.song.model, TABLE_COMP_RANGE, &count);
    assert_int_equal(count, 1);
    assert_true(range->start.n == 500 && range->length == 1000);
    model_song_close(&f.song);
}

static const struct row_marker *
marker(struct fixture *f, int64_t id)
{
    return edit_row(f->ops->edit, f->ops->model, TABLE_MARKER, id);
}

static void
markers_sections_and_the_loop_go_with_the_song(void **state)
{
    struct fixture f;
    int64_t before, within, behind, section;

    open_fixture(&f);
    assert_int_equal(op_marker_add(f.ops, "a", (struct when){100, 0}, &before),
                     ST_OK);
    assert_int_equal(op_marker_add(f.ops, "b", (struct when){600, 0}, &within),
                     ST_OK);
    assert_int_equal(op_marker_add(f.ops, "c", (struct when){2000, 0}, &behind),
                     ST_OK);
    assert_int_equal(
        op_section_add(f.ops, "s", (struct when){400, 0}, 300, &section), ST_OK);
    assert_int_equal(op_loop_set(f.ops, frames(500), frames(1500), true), ST_OK);
    model_song_apply(&f.song);
    assert_int_equal(
        op_ripple_cut(f.ops, RIPPLE_SONG, 0, frames(500), frames(1000)), ST_OK);
    assert_int_equal(marker(&f, before)->at, 100);
    assert_null(marker(&f, within));
    assert_int_equal(marker(&f, behind)->at, 1500);
    assert_int_equal(marker(&f, section)->at, 400);
    assert_int_equal(marker(&f, section)->length, 100);
    const struct row_song *song
        = edit_row(f.ops->edit, f.ops->model, TABLE_SONG, SONG_ID);
    assert_true(song->loop_start.n == 500 && song->loop_end.n == 1000
                && song->loop);
    model_song_apply(&f.song);
    assert_int_equal(op_ripple_insert(f.ops, RIPPLE_SONG, 0, frames(500), 250),
                     ST_OK);
    assert_int_equal(marker(&f, section)->length,
                     100); /* its end lies at the gap's start */
    song = edit_row(f.ops->edit, f.ops->model, TABLE_SONG, SONG_ID);
    assert_true(song->loop_start.n == 750 && song->loop_end.n == 1250);
    model_song_apply(&f.song);
    model_song_close(&f.song);
}

/* --- the tempo on either side of what goes or comes --------------------------- */

enum { MARKERS = 60 };

static void
random_tempo(struct fixture *f, uint64_t *seed)
{
    for (int64_t at = 0; at < 40; at += 1 + (int64_t)model_song_below(seed, 6))
        assert_int_equal(op_tempo_set(f->ops, ticks(at * TICKS_PER_QUARTER),
                                      50 + (double)model_song_below(seed, 150),
                                      model_song_below(seed, 2)),
                         ST_OK);
    model_song_apply(&f->song);
}

static int64_t
frame_of(struct fixture *f, int64_t id)
{
    const struct row_marker *row = model_row(f->song.model, TABLE_MARKER, id);

    return row ? tempo_frames(model_tempo(f->song.model), ticks(row->at)).n : -1;
}

/* Music keeps its distance to the sound: markers in ticks stand where the frames
 * that they stood at have come to. */
static void
ripple_and_look(struct fixture *f, uint64_t *seed, bool cut)
{
    int64_t ids[MARKERS], stood[MARKERS];
    const int64_t from = (int64_t)model_song_below(seed, 600000);
    const int64_t length = 1 + (int64_t)model_song_below(seed, 300000);

    for (int i = 0; i < MARKERS; i++)
        assert_int_equal(
            op_marker_add(f->ops, "m",
                          (struct when){i * TICKS_PER_QUARTER, TIME_TICKS},
                          &ids[i]),
            ST_OK);
    model_song_apply(&f->song);
    for (int i = 0; i < MARKERS; i++)
        stood[i] = frame_of(f, ids[i]);
    assert_int_equal(
        cut ? op_ripple_cut(f->ops, RIPPLE_SONG, 0, frames(from),
                            frames(from + length))
            : op_ripple_insert(f->ops, RIPPLE_SONG, 0, frames(from), length),
        ST_OK);
    model_song_apply(&f->song);
    for (int i = 0; i < MARKERS; i++) {
        const int64_t now = frame_of(f, ids[i]);
        const int64_t behind = cut ? from + length : from;

        if (llabs(stood[i] - from) < 3 || llabs(stood[i] - behind) < 3)
            continue;
        if (stood[i] < from)
            assert_in_range(now - stood[i] + 2, 0, 4);
        else if (stood[i] < behind)
            assert_int_equal(now, -1);
        else
            assert_in_range(now - stood[i] + (cut ? length : -length) + 3, 0, 6);
    }
}

static void
the_tempo_stays_what_it_was_on_either_side(void **state)
{
    uint64_t seed = 77;

    for (int round = 0; round < 200; round++) {
        struct fixture f;

        open_fixture(&f);
        random_tempo(&f, &seed);
        ripple_and_look(&f, &seed, round % 2);
        model_song_close(&f.song);
    }
}

static void
bars_that_are_cut_out_leave_the_metre_behind_them(void **state)
{
    struct fixture f;
    const int64_t bar = 4 * TICKS_PER_QUARTER;

    open_fixture(&f);
    assert_int_equal(op_metre_set(f.ops, ticks(2 * bar), 3, 4), ST_OK);
    model_song_apply(&f.song);
    const struct tempo_map *map = model_tempo(f.song.model);
    const frames_t from = tempo_frames(map, ticks(bar));
    const frames_t to = tempo_frames(map, ticks(2 * bar + bar * 3 / 4));

    assert_int_equal(op_ripple_cut(f.ops, RIPPLE_SONG, 0, from, to), ST_OK);
    model_song_apply(&f.song);
    map = model_tempo(f.song.model);
    assert_int_equal(tempo_metre(map, ticks(0)).num, 4);
    assert_int_equal(tempo_metre(map, ticks(bar)).num, 3);
    assert_int_equal(tempo_bbt(map, ticks(bar + bar * 3 / 4)).bar, 3);
    model_song_close(&f.song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_closes_the_gap_on_its_track_alone),
        cmocka_unit_test(a_cut_within_one_clip_leaves_both_its_ends),
        cmocka_unit_test(a_cleared_range_leaves_the_gap),
        cmocka_unit_test(a_locked_clip_stops_the_clearing_of_its_own_range_only),
        cmocka_unit_test(clearing_leaves_what_does_not_sound),
        cmocka_unit_test(inserted_silence_parts_clips),
        cmocka_unit_test(a_deleted_clip_lets_the_later_ones_move_up),
        cmocka_unit_test(a_trim_takes_the_later_clips_along),
        cmocka_unit_test(a_locked_clip_that_would_move_stops_the_ripple),
        cmocka_unit_test(comps_go_along),
        cmocka_unit_test(markers_sections_and_the_loop_go_with_the_song),
        cmocka_unit_test(the_tempo_stays_what_it_was_on_either_side),
        cmocka_unit_test(bars_that_are_cut_out_leave_the_metre_behind_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

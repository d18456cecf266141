/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_comp.h"

#include "model/ops_track.h"
#include "model/tables.h"
#include "tests/model/model_song_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct model_song song;
    const struct ops *ops;
    int64_t track, comp;
    int64_t lanes[3];
};

static void
open_fixture(struct fixture *f)
{
    model_song_open(&f->song);
    f->ops = &f->song.ops;
    f->track = model_song_track(&f->song, "T", &f->lanes[0]);
    assert_int_equal(op_lane_add(f->ops, f->track, NULL, &f->lanes[1]), ST_OK);
    assert_int_equal(op_lane_add(f->ops, f->track, "Third", &f->lanes[2]), ST_OK);
    assert_int_equal(op_comp_add(f->ops, f->track, NULL, &f->comp), ST_OK);
    model_song_apply(&f->song);
}

static int
by_start(const void *a, const void *b)
{
    return (int)(((const struct row_comp_range *)a)->start.n
                 - ((const struct row_comp_range *)b)->start.n);
}

/* The comp as text: each range as from-to:lane. */
static const char *
ranges(struct fixture *f)
{
    static char text[1000];
    struct row_comp_range rows[64];
    size_t n = 0, at = 0;

    model_song_apply(&f->song);
    for (const struct row_comp_range *row
         = model_first(f->song.model, TABLE_COMP_RANGE, f->comp);
         row; row = model_next(f->song.model, TABLE_COMP_RANGE, row))
        rows[n++] = *row;
    qsort(rows, n, sizeof *rows, by_start);
    text[0] = '\0';
    for (size_t i = 0; i < n; i++)
        for (int lane = 0; lane < 3; lane++)
            if (rows[i].lane_id == f->lanes[lane])
                at += (size_t)snprintf(text + at, sizeof text - at, "%s%d-%d:%d",
                                       i ? " " : "", (int)rows[i].start.n,
                                       (int)(rows[i].start.n + rows[i].length),
                                       lane);
    return text;
}

static void
swipe(struct fixture *f, int64_t from, int64_t to, int lane)
{
    assert_int_equal(
        op_comp_set(f->ops, f->comp, frames(from), frames(to), f->lanes[lane]),
        ST_OK);
}

static void
a_swipe_cuts_joins_and_replaces_ranges(void **state)
{
    struct fixture f;

    open_fixture(&f);
    swipe(&f, 100, 500, 0);
    assert_string_equal(ranges(&f), "100-500:0");
    swipe(&f, 200, 300, 1);
    assert_string_equal(ranges(&f), "100-200:0 200-300:1 300-500:0");
    swipe(&f, 250, 350, 2);
    assert_string_equal(ranges(&f), "100-200:0 200-250:1 250-350:2 350-500:0");
    swipe(&f, 150, 360, 0);
    assert_string_equal(ranges(&f), "100-500:0");
    swipe(&f, 500, 600, 0);
    swipe(&f, 50, 100, 0);
    assert_string_equal(ranges(&f), "50-600:0");
    swipe(&f, 0, 1000, 2);
    assert_string_equal(ranges(&f), "0-1000:2");
    assert_int_equal(op_comp_clear(f.ops, f.comp, frames(10), frames(20)), ST_OK);
    assert_string_equal(ranges(&f), "0-10:2 20-1000:2");
    assert_int_equal(op_comp_clear(f.ops, f.comp, frames(0), frames(5000)), ST_OK);
    assert_string_equal(ranges(&f), "");
    model_song_close(&f.song);
}

static void
random_swipes_are_what_an_array_of_frames_says(void **state)
{
    struct fixture f;
    uint64_t seed = 9;
    int want[200], got[200];

    open_fixture(&f);
    memset(want, -1, sizeof want);
    for (int round = 0; round < 400; round++) {
        const int from = (int)model_song_below(&seed, 199);
        const int to
            = from + 1 + (int)model_song_below(&seed, (uint64_t)(199 - from));
        const int lane = (int)model_song_below(&seed, 4) - 1;

        if (lane >= 0)
            swipe(&f, from, to, lane);
        else
            assert_int_equal(op_comp_clear(f.ops, f.comp, frames(from), frames(to)),
                             ST_OK);
        model_song_apply(&f.song);
        for (int i = from; i < to; i++)
            want[i] = lane;
        memset(got, -1, sizeof got);
        for (const struct row_comp_range *row
             = model_first(f.song.model, TABLE_COMP_RANGE, f.comp);
             row; row = model_next(f.song.model, TABLE_COMP_RANGE, row))
            for (int64_t i = row->start.n; i < row->start.n + row->length; i++) {
                assert_int_equal(got[i], -1);
                for (int k = 0; k < 3; k++)
                    if (row->lane_id == f.lanes[k])
                        got[i] = k;
            }
        assert_memory_equal(got, want, sizeof got);
    }
    model_song_close(&f.song);
}

static void
a_swipe_touches_only_the_rows_that_it_changes(void **state)
{
    struct fixture f;
    size_t count;

    open_fixture(&f);
    for (int i = 0; i < 20; i++)
        swipe(&f, i * 10, i * 10 + 10, i % 3);
    model_song_apply(&f.song);
    swipe(&f, 55, 65, 0);
    edit_changes(f.ops->edit, &count);
    assert_in_range(count, 2, 3);
    model_song_close(&f.song);
}

static void
a_swipe_is_refused_where_it_cannot_be(void **state)
{
    struct fixture f;
    int64_t other;

    open_fixture(&f);
    model_song_track(&f.song, "U", &other);
    assert_int_equal(op_comp_set(f.ops, f.comp, frames(0), frames(9), other),
                     ST_CONFLICT);
    assert_int_equal(op_comp_set(f.ops, f.comp, frames(9), frames(9), f.lanes[0]),
                     ST_RANGE);
    assert_int_equal(op_comp_set(f.ops, f.comp, frames(-9), frames(9), f.lanes[0]),
                     ST_RANGE);
    assert_int_equal(op_comp_set(f.ops, f.comp, frames(0), frames(9), 3),
                     ST_NOT_FOUND);
    assert_int_equal(op_comp_set(f.ops, 3, frames(0), frames(9), f.lanes[0]),
                     ST_NOT_FOUND);
    model_song_close(&f.song);
}

static const struct row_lane *
lane(struct fixture *f, int i)
{
    return edit_row(f->ops->edit, f->ops->model, TABLE_LANE, f->lanes[i]);
}

static const struct row_comp *
comp(struct fixture *f, int64_t id)
{
    return edit_row(f->ops->edit, f->ops->model, TABLE_COMP, id);
}

static void
one_comp_or_one_lane_sounds(void **state)
{
    struct fixture f;
    int64_t second;

    open_fixture(&f);
    assert_string_equal(comp(&f, f.comp)->name, "Comp 1");
    assert_int_equal(comp(&f, f.comp)->crossfade, 480);
    assert_int_equal(op_comp_add(f.ops, f.track, "Best", &second), ST_OK);
    assert_int_equal(op_comp_named(f.ops, f.track, "Best"), second);
    assert_int_equal(op_comp_activate(f.ops, f.comp), ST_OK);
    assert_int_equal(op_comp_activate(f.ops, second), ST_OK);
    assert_false(comp(&f, f.comp)->active);
    assert_true(comp(&f, second)->active);
    assert_int_equal(op_lane_play(f.ops, f.lanes[1]), ST_OK);
    assert_false(comp(&f, second)->active);
    assert_true(lane(&f, 1)->plays && !lane(&f, 0)->plays && !lane(&f, 2)->plays);
    assert_int_equal(op_track_lane(f.ops, f.track), f.lanes[1]);
    assert_int_equal(op_comp_activate(f.ops, second), ST_OK);
    assert_int_equal(op_comp_deactivate(f.ops, f.track), ST_OK);
    assert_false(comp(&f, second)->active);
    model_song_apply(&f.song);
    model_song_close(&f.song);
}

static void
lanes_come_in_order_and_the_last_one_stays(void **state)
{
    struct fixture f;

    open_fixture(&f);
    assert_string_equal(lane(&f, 1)->name, "Lane 2");
    assert_true(lane(&f, 0)->sort < lane(&f, 1)->sort);
    assert_true(lane(&f, 1)->sort < lane(&f, 2)->sort);
    assert_int_equal(op_lane_named(f.ops, f.track, "Third"), f.lanes[2]);
    swipe(&f, 0, 10, 0);
    swipe(&f, 10, 20, 1);
    assert_int_equal(op_lane_delete(f.ops, f.lanes[0]), ST_OK);
    assert_true(lane(&f, 1)->plays); /* the deleted one did */
    assert_string_equal(ranges(&f), "10-20:1");
    assert_int_equal(op_lane_delete(f.ops, f.lanes[1]), ST_OK);
    assert_int_equal(op_lane_delete(f.ops, f.lanes[2]), ST_RANGE);
    model_song_close(&f.song);
}

static void
a_take_comes_with_a_lane_and_a_clip(void **state)
{
    struct fixture f;
    struct row_take take;
    struct op_take_made made;

    open_fixture(&f);
    row_init(TABLE_TAKE, &take);
    take.track_id = f.track;
    take.source_id = model_song_source(&f.song, 1000);
    take.start = frames(-300);
    assert_int_equal(op_take_add(f.ops, &take, 0, &made), ST_OK);
    assert_int_equal(op_take_add(f.ops, &take, f.lanes[1], NULL), ST_OK);
    assert_int_equal(op_take_rate(f.ops, made.take_id, 4), ST_OK);
    assert_int_equal(op_take_rate(f.ops, made.take_id, 6), ST_RANGE);
    model_song_apply(&f.song);
    const struct row_clip *clip = model_row(f.song.model, TABLE_CLIP, made.clip_id);
    assert_true(clip->at == 0 && clip->offset == 300 && clip->length == 700);
    assert_int_equal(clip->take_id, made.take_id);
    const struct row_take *row = model_row(f.song.model, TABLE_TAKE, made.take_id);
    assert_true(row->number == 1 && row->rating == 4 && row->start.n == -300);
    const struct row_lane *own = model_row(f.song.model, TABLE_LANE, made.lane_id);
    assert_string_equal(own->name, "Take 1");
    assert_string_equal(clip->name, "Take 1");
    take.start = frames(-1000);
    assert_int_equal(op_take_add(f.ops, &take, 0, NULL), ST_RANGE);
    take.source_id = 4;
    assert_int_equal(op_take_add(f.ops, &take, 0, NULL), ST_NOT_FOUND);
    model_song_close(&f.song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_swipe_cuts_joins_and_replaces_ranges),
        cmocka_unit_test(random_swipes_are_what_an_array_of_frames_says),
        cmocka_unit_test(a_swipe_touches_only_the_rows_that_it_changes),
        cmocka_unit_test(a_swipe_is_refused_where_it_cannot_be),
        cmocka_unit_test(one_comp_or_one_lane_sounds),
        cmocka_unit_test(lanes_come_in_order_and_the_last_one_stays),
        cmocka_unit_test(a_take_comes_with_a_lane_and_a_clip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

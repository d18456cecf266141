/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/rows.h"

#include "model/ops_comp.h"
#include "model/ops_track.h"
#include "tests/test.h"
#include "tests/ui/view_help.h"

#include <stdlib.h>

struct fixture {
    struct view_song song;
    int64_t drums, kick, snare, vox, vox_lane, bus;
};

/* The folder «Drums» with «Kick» and «Snare», «Vox» and a bus. */
static int
setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    view_song_open(&f->song);
    f->drums = view_song_track(&f->song, "Drums", TRACK_FOLDER, NULL);
    f->kick = view_song_track(&f->song, "Kick", TRACK_AUDIO, NULL);
    f->snare = view_song_track(&f->song, "Snare", TRACK_AUDIO, NULL);
    f->vox = view_song_track(&f->song, "Vox", TRACK_AUDIO, &f->vox_lane);
    f->bus = view_song_track(&f->song, "Bus", TRACK_BUS, NULL);
    assert_int_equal(op_track_fold(&f->song.ops, f->kick, f->drums), ST_OK);
    assert_int_equal(op_track_fold(&f->song.ops, f->snare, f->drums), ST_OK);
    assert_true(view_song_apply(&f->song) & VIEW_ROWS);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *f = *state;

    view_song_close(&f->song);
    free(f);
    return 0;
}

static const struct view_row *
row(const struct fixture *f, size_t index)
{
    size_t count;
    const struct view_row *rows = rows_list(f->song.view->rows, &count);

    assert_true(index < count);
    return &rows[index];
}

static size_t
count(const struct fixture *f)
{
    size_t n;

    rows_list(f->song.view->rows, &n);
    return n;
}

static void
open_row(struct fixture *f, int64_t track, bool open)
{
    rows_set_open(f->song.view->rows, track, open);
    view_layout(f->song.view, f->song.model);
}

static void
tracks_stand_in_order_with_what_folders_hold_below_them(void **state)
{
    const struct fixture *f = *state;
    const int64_t order[] = {f->drums, f->kick, f->snare, f->vox, f->bus};

    assert_int_equal(count(f), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(row(f, i)->id, order[i]);
        assert_int_equal(row(f, i)->depth, i == 1 || i == 2);
        assert_int_equal(row(f, i)->y,
                         i ? row(f, i - 1)->y + row(f, i - 1)->height : 0);
    }
    assert_true(row(f, 0)->opens && row(f, 0)->open);
    assert_int_equal(row(f, 0)->lane_id, 0);
    assert_int_equal(row(f, 3)->lane_id, f->vox_lane);
    assert_int_equal(rows_height(f->song.view->rows),
                     row(f, 4)->y + row(f, 4)->height);
    assert_true(f->song.view->zoom.rows == rows_height(f->song.view->rows));
}

static void
a_closed_folder_hides_what_it_holds(void **state)
{
    struct fixture *f = *state;

    open_row(f, f->drums, false);
    assert_int_equal(count(f), 3);
    assert_int_equal(row(f, 1)->id, f->vox);
    assert_null(rows_track(f->song.view->rows, f->kick));
    open_row(f, f->drums, true);
    assert_int_equal(count(f), 5);
}

static void
lanes_are_shown_where_there_are_several(void **state)
{
    struct fixture *f = *state;

    assert_false(row(f, 3)->opens);
    const int64_t second = view_song_lane(&f->song, f->vox, "Take 2");
    assert_true(row(f, 3)->opens);
    assert_false(row(f, 3)->open);
    open_row(f, f->vox, true);
    assert_int_equal(count(f), 7);
    assert_int_equal(row(f, 4)->kind, VIEW_ROW_LANE);
    assert_int_equal(row(f, 5)->id, second);
    assert_int_equal(row(f, 5)->track_id, f->vox);
    assert_int_equal(row(f, 5)->depth, 1);
    assert_ptr_equal(rows_of_lane(f->song.view->rows, f->song.model, second),
                     row(f, 5));
    open_row(f, f->vox, false);
    assert_null(rows_of_lane(f->song.view->rows, f->song.model, second));
    assert_ptr_equal(rows_of_lane(f->song.view->rows, f->song.model, f->vox_lane),
                     row(f, 3));
}

static void
a_comp_that_sounds_is_told(void **state)
{
    struct fixture *f = *state;
    int64_t comp;

    assert_int_equal(op_comp_add(&f->song.ops, f->vox, NULL, &comp), ST_OK);
    assert_int_equal(op_comp_activate(&f->song.ops, comp), ST_OK);
    assert_true(view_song_apply(&f->song) & VIEW_ROWS);
    assert_int_equal(row(f, 3)->comp_id, comp);
    assert_true(row(f, 3)->opens);
}

static void
a_row_is_found_by_its_height(void **state)
{
    const struct fixture *f = *state;
    const struct rows *rows = f->song.view->rows;

    for (size_t i = 0; i < count(f); i++) {
        assert_ptr_equal(rows_at(rows, row(f, i)->y), row(f, i));
        assert_ptr_equal(rows_at(rows, row(f, i)->y + row(f, i)->height - 0.1),
                         row(f, i));
        assert_int_equal(rows_index(rows, row(f, i)), i);
        assert_ptr_equal(rows_track(rows, row(f, i)->id), row(f, i));
    }
    assert_null(rows_at(rows, -1));
    assert_null(rows_at(rows, rows_height(rows)));
}

static void
heights_are_of_one_track_or_of_all_and_grow_with_the_font(void **state)
{
    struct fixture *f = *state;
    struct rows *rows = f->song.view->rows;
    const int usual = row(f, 0)->height;

    rows_set_height(rows, f->kick, 120);
    rows_set_height(rows, f->snare, 1);
    view_layout(f->song.view, f->song.model);
    assert_int_equal(row(f, 1)->height, 120);
    assert_int_equal(row(f, 2)->height, ROW_MIN_HEIGHT);
    assert_int_equal(row(f, 0)->height, usual);
    rows_set_scale(rows, 2);
    view_layout(f->song.view, f->song.model);
    assert_int_equal(row(f, 1)->height, 240);
    assert_int_equal(row(f, 0)->height, 2 * usual);
    assert_int_equal(row(f, 0)->band, 2 * 14);
    assert_int_equal(row(f, 2)->band, 0);
    rows_set_scale(rows, 1);
    rows_set_size(rows, ROW_LARGE);
    view_layout(f->song.view, f->song.model);
    assert_int_equal(row(f, 1)->height, row(f, 0)->height);
    assert_true(row(f, 0)->height > usual);
}

/* As a damaged song has it: no rule of the model lets them be made. */
static void
tracks_that_lie_in_each_other_are_seen_all_the_same(void **state)
{
    struct fixture *f = *state;
    struct row_track drums = *(const struct row_track *)model_row(
        f->song.model, TABLE_TRACK, f->drums);
    struct row_track vox
        = *(const struct row_track *)model_row(f->song.model, TABLE_TRACK, f->vox);

    drums.folder_id = f->drums;
    vox.folder_id = 12345;
    assert_int_equal(edit_put(f->song.ops.edit, TABLE_TRACK, &drums), ST_OK);
    assert_int_equal(edit_put(f->song.ops.edit, TABLE_TRACK, &vox), ST_OK);
    view_song_apply(&f->song);
    assert_int_equal(count(f), 5);
    assert_non_null(rows_track(f->song.view->rows, f->drums));
    assert_non_null(rows_track(f->song.view->rows, f->kick));
    assert_non_null(rows_track(f->song.view->rows, f->vox));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            tracks_stand_in_order_with_what_folders_hold_below_them, setup,
            teardown),
        cmocka_unit_test_setup_teardown(a_closed_folder_hides_what_it_holds, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(lanes_are_shown_where_there_are_several,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_comp_that_sounds_is_told, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_row_is_found_by_its_height, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            heights_are_of_one_track_or_of_all_and_grow_with_the_font, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            tracks_that_lie_in_each_other_are_seen_all_the_same, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

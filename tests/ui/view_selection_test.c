/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/selection.h"

#include "model/ops_clip.h"
#include "tests/test.h"
#include "tests/ui/view_help.h"

#include <stdlib.h>
#include <string.h>

static void
it_is_a_set_with_a_focus(void **state)
{
    struct selection *selection = selection_new();
    size_t count;

    selection_add(selection, SELECT_CLIP, 9);
    selection_add(selection, SELECT_CLIP, 3);
    selection_add(selection, SELECT_CLIP, 9);
    const int64_t *ids = selection_ids(selection, SELECT_CLIP, &count);
    assert_int_equal(count, 2);
    assert_int_equal(ids[0], 3);
    assert_int_equal(ids[1], 9);
    assert_int_equal(selection_focus(selection, SELECT_CLIP), 9);
    selection_toggle(selection, SELECT_CLIP, 9);
    assert_false(selection_has(selection, SELECT_CLIP, 9));
    assert_true(selection_has(selection, SELECT_CLIP, 3));
    assert_false(selection_has(selection, SELECT_TRACK, 3));
    selection_only(selection, SELECT_CLIP, 5);
    ids = selection_ids(selection, SELECT_CLIP, &count);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], 5);
    selection_free(selection);
}

static void
many_are_set_at_once(void **state)
{
    const int64_t many[] = {5, 1, 5, 3, 1};
    struct selection *selection = selection_new();
    size_t count;

    selection_only(selection, SELECT_CLIP, 3);
    selection_set(selection, SELECT_CLIP, many, COUNT(many));
    const int64_t *ids = selection_ids(selection, SELECT_CLIP, &count);
    assert_int_equal(count, 3);
    assert_int_equal(ids[2], 5);
    assert_int_equal(selection_focus(selection, SELECT_CLIP), 3);
    selection_set(selection, SELECT_CLIP, NULL, 0);
    selection_ids(selection, SELECT_CLIP, &count);
    assert_int_equal(count, 0);
    assert_int_equal(selection_focus(selection, SELECT_CLIP), 0);
    selection_free(selection);
}

static void
a_range_that_is_none_is_not_kept(void **state)
{
    struct selection *selection = selection_new();
    frames_t from, to;

    assert_false(selection_range(selection, &from, &to));
    selection_set_range(selection, frames(10), frames(20));
    assert_true(selection_range(selection, &from, &to));
    assert_int_equal(from.n, 10);
    assert_int_equal(to.n, 20);
    selection_set_range(selection, frames(20), frames(20));
    assert_false(selection_range(selection, &from, &to));
    selection_free(selection);
}

static void
what_is_deleted_is_not_selected_any_more(void **state)
{
    struct view_song song;
    int64_t lane;
    size_t count;

    view_song_open(&song);
    view_song_track(&song, "Bass", TRACK_AUDIO, &lane);
    const int64_t a = view_song_clip(&song, lane, 0, 100);
    const int64_t b = view_song_clip(&song, lane, 1000, 100);
    selection_add(song.view->selection, SELECT_CLIP, a);
    selection_add(song.view->selection, SELECT_CLIP, b);
    assert_int_equal(op_clips_delete(&song.ops, &b, 1), ST_OK);
    assert_true(view_song_apply(&song) & VIEW_SELECTION);
    selection_ids(song.view->selection, SELECT_CLIP, &count);
    assert_int_equal(count, 1);
    assert_int_equal(selection_focus(song.view->selection, SELECT_CLIP), 0);
    assert_false(view_song_apply(&song) & VIEW_SELECTION);
    view_song_close(&song);
}

/* --- the view as text --------------------------------------------------------- */

static void
a_view_is_written_and_read_again(void **state)
{
    struct view_song song;

    view_song_open(&song);
    const int64_t track = view_song_track(&song, "Bass", TRACK_AUDIO, NULL);
    rows_set_height(song.view->rows, track, 77);
    song.view->grid.unit = GRID_1_8_TRIPLET;
    song.view->zoom.scale = 12.5;
    song.view->zoom.start = 4000;
    song.view->tool = TOOL_SPLIT;
    song.view->follow.on = false;
    song.view->follow.smooth = true;
    song.view->mixer = 5;
    song.view->waves_db = 12;
    char *text = view_write(song.view);
    view_set_song(song.view, song.model, NULL);
    assert_int_equal(song.view->tool, TOOL_POINTER);
    view_read(song.view, song.model, text);
    assert_int_equal(song.view->grid.unit, GRID_1_8_TRIPLET);
    assert_true(song.view->zoom.scale == 12.5);
    assert_true(song.view->zoom.start == 4000);
    assert_int_equal(song.view->tool, TOOL_SPLIT);
    assert_false(song.view->follow.on);
    assert_true(song.view->follow.smooth);
    assert_int_equal(song.view->mixer, 5);
    assert_int_equal(song.view->waves_db, 12);
    assert_int_equal(rows_track(song.view->rows, track)->height, 77);
    char *again = view_write(song.view);
    assert_string_equal(again, text);
    free(again);
    free(text);
    view_song_close(&song);
}

static void
lines_that_are_not_sound_are_passed_over(void **state)
{
    struct view_song song;

    view_song_open(&song);
    char *before = view_write(song.view);
    view_read(song.view, song.model,
              "tool=99000\nwaves=31000\nscale=-5\nscale=x\nrow=1 2\nrow=12345 50 1\ngrid=none\n"
              "row-size=7\nno-such=1\n=\nsnap\n\n\xff\xfe=1");
    char *after = view_write(song.view);
    assert_string_equal(after, before);
    free(before);
    free(after);
    view_song_close(&song);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_a_set_with_a_focus),
        cmocka_unit_test(many_are_set_at_once),
        cmocka_unit_test(a_range_that_is_none_is_not_kept),
        cmocka_unit_test(what_is_deleted_is_not_selected_any_more),
        cmocka_unit_test(a_view_is_written_and_read_again),
        cmocka_unit_test(lines_that_are_not_sound_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

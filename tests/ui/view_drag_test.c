/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/drag.h"

#include "model/ops_clip.h"
#include "model/ops_time.h"
#include "tests/test.h"
#include "tests/ui/view_help.h"

#include <stdlib.h>
#include <string.h>

struct fixture {
    struct view_song song;
    int64_t track[3], lane[3]; /* two of sound, one of MIDI */
    int64_t clip[3];           /* 10000 … 30000 and 50000 … 60000 on the first, 20000 … 40000
                                * on the second */
};

static int
setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    view_song_open(&f->song);
    f->track[0] = view_song_track(&f->song, "Bass", TRACK_AUDIO, &f->lane[0]);
    f->track[1] = view_song_track(&f->song, "Keys", TRACK_AUDIO, &f->lane[1]);
    f->track[2] = view_song_track(&f->song, "Synth", TRACK_MIDI, &f->lane[2]);
    f->clip[0] = view_song_clip(&f->song, f->lane[0], 10000, 20000);
    f->clip[1] = view_song_clip(&f->song, f->lane[0], 50000, 10000);
    f->clip[2] = view_song_clip(&f->song, f->lane[1], 20000, 20000);
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

static double
y(const struct fixture *f, int lane)
{
    return view_song_y(&f->song, f->lane[lane]);
}

static void
select_clips(struct fixture *f, int a, int b)
{
    selection_only(f->song.view->selection, SELECT_CLIP, f->clip[a]);
    selection_add(f->song.view->selection, SELECT_CLIP, f->clip[b]);
}

static size_t
selected(const struct fixture *f)
{
    size_t count;

    selection_ids(f->song.view->selection, SELECT_CLIP, &count);
    return count;
}

/* --- clicks ------------------------------------------------------------------- */

static void
click(struct fixture *f, double x, double at_y, unsigned mods)
{
    says(view_song_drag(&f->song, x, at_y, x, at_y, mods), NOTHING);
}

static void
a_click_selects_a_clip_and_its_track(void **state)
{
    struct fixture *f = *state;
    const struct selection *selection = f->song.view->selection;

    click(f, 200, y(f, 0), 0);
    assert_int_equal(selected(f), 1);
    assert_int_equal(selection_focus(selection, SELECT_CLIP), f->clip[0]);
    assert_true(selection_has(selection, SELECT_TRACK, f->track[0]));
    click(f, 300, y(f, 1), 0);
    assert_int_equal(selected(f), 1);
    assert_true(selection_has(selection, SELECT_CLIP, f->clip[2]));
    click(f, 900, y(f, 1), 0);
    assert_int_equal(selected(f), 0);
    assert_true(selection_has(selection, SELECT_TRACK, f->track[1]));
}

static void
control_adds_and_takes_away_and_shift_selects_up_to(void **state)
{
    struct fixture *f = *state;
    const int64_t between = view_song_clip(&f->song, f->lane[0], 35000, 5000);

    click(f, 200, y(f, 0), 0);
    click(f, 550, y(f, 0), DRAG_CTRL);
    assert_int_equal(selected(f), 2);
    click(f, 550, y(f, 0), DRAG_CTRL);
    assert_int_equal(selected(f), 1);
    click(f, 200, y(f, 0), 0);
    click(f, 550, y(f, 0), DRAG_SHIFT);
    assert_int_equal(selected(f), 3);
    assert_true(selection_has(f->song.view->selection, SELECT_CLIP, between));
    click(f, 200, y(f, 0), 0);
    assert_int_equal(selected(f), 1);
}

/* --- moving ------------------------------------------------------------------- */

static void
a_clip_is_moved_along_the_song(void **state)
{
    struct fixture *f = *state;

    says(view_song_drag(&f->song, 200, y(f, 0), 250, y(f, 0), 0),
         view_song_line("move-by 5000f '#%lld'", (long long)f->clip[0]));
    says(view_song_drag(&f->song, 200, y(f, 0), 202, y(f, 0), 0), NOTHING);
    says(view_song_drag(&f->song, 200, y(f, 0), 20, y(f, 0), 0),
         view_song_line("move-by -10000f '#%lld'", (long long)f->clip[0]));
}

static void
a_clip_is_moved_to_another_track(void **state)
{
    struct fixture *f = *state;

    says(view_song_drag(&f->song, 200, y(f, 0), 200, y(f, 1), 0),
         view_song_line("move-by 0f '#%lld>#%lld'", (long long)f->clip[0],
                        (long long)f->lane[1]));
}

static void
selected_clips_move_together_and_none_leaves_the_rows(void **state)
{
    struct fixture *f = *state;
    const long long a = f->clip[0] < f->clip[2] ? f->clip[0] : f->clip[2];
    const long long b = f->clip[0] < f->clip[2] ? f->clip[2] : f->clip[0];

    select_clips(f, 0, 2);
    says(view_song_drag(&f->song, 200, y(f, 0), 210, y(f, 0) - 500, 0),
         view_song_line("move-by 1000f '#%lld' '#%lld'", a, b));
    assert_int_equal(selected(f), 2);
    says(view_song_drag(&f->song, 300, y(f, 1), 0, y(f, 1), 0),
         view_song_line("move-by -10000f '#%lld' '#%lld'", a, b));
}

static void
control_copies(void **state)
{
    struct fixture *f = *state;

    says(view_song_drag(&f->song, 200, y(f, 0), 300, y(f, 1), DRAG_CTRL),
         view_song_line("copy-by 10000f '#%lld>#%lld'", (long long)f->clip[0],
                        (long long)f->lane[1]));
}

static void
sound_does_not_go_onto_a_midi_track(void **state)
{
    struct fixture *f = *state;
    const struct hit hit = hit_canvas(f->song.view, f->song.model, 300, y(f, 1));

    drag_begin(f->song.view, f->song.model, &hit,
               (struct drag_point){300, y(f, 1), 0});
    drag_update(f->song.view, f->song.model, (struct drag_point){300, y(f, 2), 0});
    assert_true(drag_look(f->song.view)->refused);
    assert_true(drag_look(f->song.view)->text[0] != '\0');
    drag_update(f->song.view, f->song.model, (struct drag_point){400, y(f, 1), 0});
    assert_false(drag_look(f->song.view)->refused);
    drag_cancel(f->song.view, f->song.model);
    says(view_song_drag(&f->song, 300, y(f, 1), 300, y(f, 2), 0), NOTHING);
}

static void
a_locked_clip_is_copied_but_not_moved(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(op_clip_lock(&f->song.ops, f->clip[0], true), ST_OK);
    view_song_apply(&f->song);
    says(view_song_drag(&f->song, 200, y(f, 0), 250, y(f, 0), 0), NOTHING);
    says(view_song_drag(&f->song, 102, y(f, 0), 150, y(f, 0), 0), NOTHING);
    says(view_song_drag(&f->song, 200, y(f, 0), 250, y(f, 0), DRAG_CTRL),
         view_song_line("copy-by 5000f '#%lld'", (long long)f->clip[0]));
}

static void
a_move_snaps_to_the_grid_unless_shift_is_held(void **state)
{
    struct fixture *f = *state;

    f->song.view->grid = (struct grid){GRID_BEAT, true, SNAP_GRID};
    says(view_song_drag(&f->song, 200, y(f, 0), 330, y(f, 0), 0),
         view_song_line("move-by 14000f '#%lld'", (long long)f->clip[0]));
    says(view_song_drag(&f->song, 200, y(f, 0), 330, y(f, 0), DRAG_SHIFT),
         view_song_line("move-by 13000f '#%lld'", (long long)f->clip[0]));
}

static void
a_move_snaps_to_clips_with_either_end(void **state)
{
    struct fixture *f = *state;

    f->song.view->grid = (struct grid){GRID_BEAT, true, SNAP_CLIPS};
    says(view_song_drag(&f->song, 200, y(f, 0), 395, y(f, 0), 0),
         view_song_line("move-by 20000f '#%lld'", (long long)f->clip[0]));
    says(view_song_drag(&f->song, 200, y(f, 0), 305, y(f, 0), 0),
         view_song_line("move-by 10000f '#%lld'", (long long)f->clip[0]));
    says(view_song_drag(&f->song, 200, y(f, 0), 350, y(f, 0), 0),
         view_song_line("move-by 15000f '#%lld'", (long long)f->clip[0]));
}

/* A bar's line is a frame's tick only by luck. */
static void
a_clip_in_music_is_moved_in_music(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(op_tempo_set(&f->song.ops, ticks(0), 133.7, false), ST_OK);
    view_song_apply(&f->song);
    assert_int_equal(op_clip_anchor(&f->song.ops, f->clip[0], TIME_TICKS), ST_OK);
    view_song_apply(&f->song);
    f->song.view->grid = (struct grid){GRID_BEAT, true, SNAP_GRID};
    const long long to
        = 2 * TICKS_PER_QUARTER - view_song_row(&f->song, f->clip[0])->at;
    says(view_song_drag(&f->song, 200, y(f, 0), 530, y(f, 0), 0),
         view_song_line("move-by 0|0|%lld '#%lld'", to, (long long)f->clip[0]));
}

/* --- the clip itself ---------------------------------------------------------- */

static void
edges_are_trimmed_as_far_as_there_is_sound(void **state)
{
    struct fixture *f = *state;
    const long long clip = f->clip[0];

    says(view_song_drag(&f->song, 102, y(f, 0), 152, y(f, 0), 0),
         view_song_line("trim '#%lld' start 15000f", clip));
    says(view_song_drag(&f->song, 298, y(f, 0), 198, y(f, 0), 0),
         view_song_line("trim '#%lld' end 20000f", clip));
    says(view_song_drag(&f->song, 102, y(f, 0), 0, y(f, 0), 0),
         view_song_line("trim '#%lld' start 0f", clip));
    says(view_song_drag(&f->song, 298, y(f, 0), 900, y(f, 0), 0),
         view_song_line("trim '#%lld' end 40000f", clip));
    says(view_song_drag(&f->song, 298, y(f, 0), 0, y(f, 0), 0),
         view_song_line("trim '#%lld' end 10064f", clip));
}

static void
selected_clips_are_trimmed_alike_each_within_its_sound(void **state)
{
    struct fixture *f = *state;
    char *got, *first, *second;

    select_clips(f, 0, 1);
    got = view_song_drag(&f->song, 298, y(f, 0), 248, y(f, 0), 0);
    first = view_song_line("trim '#%lld' end 25000f", (long long)f->clip[0]);
    second = view_song_line("trim '#%lld' end 55000f", (long long)f->clip[1]);
    assert_non_null(strstr(got, first));
    assert_non_null(strstr(got, second));
    free(got);
    free(first);
    free(second);
}

static void
corners_fade(void **state)
{
    struct fixture *f = *state;
    const struct view_row *row = rows_track(f->song.view->rows, f->track[0]);

    says(view_song_drag(&f->song, 105, row->y + 4, 155, row->y + 4, 0),
         view_song_line("fade-in '#%lld' 5000f linear", (long long)f->clip[0]));
    says(view_song_drag(&f->song, 295, row->y + 4, 95, row->y + 4, 0),
         view_song_line("fade-out '#%lld' 20000f linear", (long long)f->clip[0]));
    assert_int_equal(op_clip_fade_in(&f->song.ops, f->clip[0], 5000, FADE_S_CURVE),
                     ST_OK);
    view_song_apply(&f->song);
    says(view_song_drag(&f->song, 150, row->y + 4, 50, row->y + 4, 0),
         view_song_line("fade-in '#%lld' 0f s-curve", (long long)f->clip[0]));
}

static void
the_line_of_the_gain_makes_louder_and_softer(void **state)
{
    struct fixture *f = *state;

    rows_set_height(f->song.view->rows, f->track[0], 120);
    view_layout(f->song.view, f->song.model);
    selection_only(f->song.view->selection, SELECT_CLIP, f->clip[0]);
    const struct clip_span span = {.start = 10000, .end = 30000};
    const struct clip_box box = clip_box(
        &f->song.view->zoom, rows_track(f->song.view->rows, f->track[0]), &span);
    const double zero = clip_gain_y(&box, 0);

    says(view_song_drag(&f->song, 200, zero, 200, clip_gain_y(&box, -6), 0),
         view_song_line("gain '#%lld' -6.0", (long long)f->clip[0]));
    says(view_song_drag(&f->song, 200, zero, 200, box.y - 50, 0),
         view_song_line("gain '#%lld' 12.0", (long long)f->clip[0]));
    says(view_song_drag(&f->song, 200, zero, 200, 600, 0),
         view_song_line("gain '#%lld' -144.0", (long long)f->clip[0]));
}

static void
alt_slips_the_sound_within_its_clip(void **state)
{
    struct fixture *f = *state;

    says(view_song_drag(&f->song, 200, y(f, 0), 250, y(f, 0), DRAG_ALT),
         view_song_line("slip '#%lld' -5000f", (long long)f->clip[0]));
    says(view_song_drag(&f->song, 200, y(f, 0), 0, y(f, 0), DRAG_ALT | DRAG_CTRL),
         view_song_line("slip '#%lld' 10000f", (long long)f->clip[0]));
}

static void
the_split_tool_cuts_the_clip_or_all_selected_ones(void **state)
{
    struct fixture *f = *state;
    char *got, *part;

    f->song.view->tool = TOOL_SPLIT;
    says(view_song_drag(&f->song, 250, y(f, 0), 250, y(f, 0), 0),
         view_song_line("split '#%lld' 25000f", (long long)f->clip[0]));
    select_clips(f, 0, 2);
    got = view_song_drag(&f->song, 250, y(f, 0), 250, y(f, 0), 0);
    part = view_song_line("split '#%lld' 25000f", (long long)f->clip[2]);
    assert_non_null(strstr(got, part));
    free(got);
    free(part);
}

/* --- sweeping ----------------------------------------------------------------- */

static void
a_rubber_band_selects_what_it_touches(void **state)
{
    struct fixture *f = *state;

    says(view_song_drag(&f->song, 350, y(f, 1) + 200, 250, y(f, 0), 0), NOTHING);
    assert_int_equal(selected(f), 2);
    says(view_song_drag(&f->song, 700, y(f, 0), 580, y(f, 0), DRAG_CTRL),
         NOTHING);
    assert_int_equal(selected(f), 3);
    says(view_song_drag(&f->song, 700, y(f, 0), 580, y(f, 0), 0), NOTHING);
    assert_int_equal(selected(f), 1);
}

static void
the_range_tool_selects_time_over_tracks(void **state)
{
    struct fixture *f = *state;
    const struct selection *selection = f->song.view->selection;
    frames_t from, to;

    f->song.view->tool = TOOL_RANGE;
    says(view_song_drag(&f->song, 400, y(f, 1), 100, y(f, 0), 0), NOTHING);
    assert_true(selection_range(selection, &from, &to));
    assert_int_equal(from.n, 10000);
    assert_int_equal(to.n, 40000);
    assert_true(selection_has(selection, SELECT_TRACK, f->track[0]));
    assert_true(selection_has(selection, SELECT_TRACK, f->track[1]));
    assert_false(selection_has(selection, SELECT_TRACK, f->track[2]));
    says(view_song_drag(&f->song, 400, y(f, 0), 500, y(f, 0), 0), NOTHING);
    selection_range(selection, &from, &to);
    assert_int_equal(from.n, 10000);
    assert_int_equal(to.n, 50000);
}

static void
a_range_and_selected_clips_exclude_each_other(void **state)
{
    struct fixture *f = *state;
    struct view *view = f->song.view;
    frames_t from, to;

    select_clips(f, 0, 2);
    view->tool = TOOL_RANGE;
    says(view_song_drag(&f->song, 150, y(f, 0), 250, y(f, 0), 0), NOTHING);
    assert_true(selection_range(view->selection, &from, &to));
    assert_int_equal(selected(f), 0);
    view->tool = TOOL_POINTER;
    says(view_song_drag(&f->song, 150, y(f, 0), 150, y(f, 0), 0), NOTHING);
    assert_false(selection_range(view->selection, &from, &to));
    assert_int_equal(selected(f), 1);
    const struct hit hit = hit_canvas(view, f->song.model, 800, y(f, 0));

    view->tool = TOOL_RANGE;
    drag_begin(view, f->song.model, &hit, (struct drag_point){800, y(f, 0), 0});
    drag_update(view, f->song.model, (struct drag_point){900, y(f, 0), 0});
    assert_int_equal(selected(f), 0);
    drag_cancel(view, f->song.model);
    assert_int_equal(selected(f), 1);
    assert_false(selection_range(view->selection, &from, &to));
}

static void
a_swipe_over_a_lane_is_for_the_comp(void **state)
{
    struct fixture *f = *state;
    const int64_t take = view_song_lane(&f->song, f->track[0], "Take 2");

    rows_set_open(f->song.view->rows, f->track[0], true);
    view_layout(f->song.view, f->song.model);
    says(view_song_drag(&f->song, 400, view_song_y(&f->song, take), 300,
                        view_song_y(&f->song, f->lane[1]), 0),
         view_song_line("comp '#%lld' 30000f 40000f", (long long)take));
    says(view_song_drag(&f->song, 150, view_song_y(&f->song, f->lane[0]), 250,
                        view_song_y(&f->song, f->lane[0]), 0),
         view_song_line("comp '#%lld' 15000f 25000f", (long long)f->lane[0]));
}

/* What is told before the button goes down is what it then does. */
static void
each_place_tells_what_the_button_would_do_there(void **state)
{
    struct fixture *f = *state;
    struct view *view = f->song.view;
    const struct hit edge = hit_canvas(view, f->song.model, 101, y(f, 0));
    const struct hit body = hit_canvas(view, f->song.model, 200, y(f, 0));
    const struct hit head = {.part = HIT_HEAD, .ruler = RULERS};

    assert_non_null(strstr(drag_hint(view, &edge, 0), "trim"));
    assert_non_null(strstr(drag_hint(view, &body, 0), "Ctrl: copy"));
    assert_non_null(strstr(drag_hint(view, &head, 0), "folder"));
    view->tool = TOOL_SPLIT;
    assert_non_null(strstr(drag_hint(view, &body, 0), "split"));
    for (enum hit_part part = 0; part < HIT_PARTS; part++) {
        const struct hit hit = {.part = part, .ruler = part < HIT_RULER ? RULERS : 0};

        assert_true(drag_hint(view, &hit, 0)[0] != '\0');
    }
}

static void
the_edge_of_a_row_is_its_height_at_once(void **state)
{
    struct fixture *f = *state;
    struct view *view = f->song.view;
    const struct hit hit
        = {.part = HIT_ROW_EDGE, .track_id = f->track[0], .ruler = RULERS};
    const int was = rows_track(view->rows, f->track[0])->height;

    drag_begin(view, f->song.model, &hit, (struct drag_point){10, was, 0});
    assert_true(
        drag_update(view, f->song.model, (struct drag_point){10, was + 30, 0})
        & VIEW_ROWS);
    assert_int_equal(rows_track(view->rows, f->track[0])->height, was + 30);
    drag_cancel(view, f->song.model);
    assert_int_equal(rows_track(view->rows, f->track[0])->height, was);
}

/* --- what goes on meanwhile --------------------------------------------------- */

static void
escape_leaves_all_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct view *view = f->song.view;
    const struct hit hit = hit_canvas(view, f->song.model, 800, y(f, 0));

    select_clips(f, 0, 2);
    drag_begin(view, f->song.model, &hit, (struct drag_point){800, y(f, 0), 0});
    drag_update(view, f->song.model, (struct drag_point){520, y(f, 0), 0});
    assert_int_equal(selected(f), 1);
    assert_true(drag_cancel(view, f->song.model) & VIEW_SELECTION);
    assert_int_equal(selected(f), 2);
    assert_null(drag_look(view));
    assert_int_equal(drag_update(view, f->song.model, (struct drag_point){1, 1, 0}),
                     0);
    struct drag_result result = drag_end(view, f->song.model);
    assert_int_equal(result.count, 0);
    drag_result_free(&result);
}

static void
a_clip_that_vanishes_under_the_hand_is_no_harm(void **state)
{
    struct fixture *f = *state;
    struct view *view = f->song.view;
    const struct hit hit = hit_canvas(view, f->song.model, 200, y(f, 0));
    struct drag_result result;

    for (unsigned mods = 0; mods <= DRAG_ALT; mods += DRAG_ALT) {
        drag_begin(view, f->song.model, &hit,
                   (struct drag_point){200, y(f, 0), mods});
        drag_update(view, f->song.model, (struct drag_point){250, y(f, 0), mods});
        if (mods == 0) {
            assert_int_equal(op_clips_delete(&f->song.ops, &f->clip[0], 1), ST_OK);
            view_song_apply(&f->song);
        }
        drag_update(view, f->song.model, (struct drag_point){260, y(f, 0), mods});
        result = drag_end(view, f->song.model);
        assert_int_equal(result.count, 0);
        drag_result_free(&result);
    }
}

static void
the_canvas_scrolls_while_something_is_dragged_near_its_edge(void **state)
{
    struct fixture *f = *state;
    struct view *view = f->song.view;
    const struct hit hit = hit_canvas(view, f->song.model, 200, y(f, 0));
    double dx, dy;

    drag_begin(view, f->song.model, &hit, (struct drag_point){200, y(f, 0), 0});
    drag_scroll(view, &dx, &dy);
    assert_true(dx == 0 && dy == 0);
    drag_update(view, f->song.model, (struct drag_point){995, 200, 0});
    drag_scroll(view, &dx, &dy);
    assert_true(dx > 0 && dy == 0);
    drag_update(view, f->song.model, (struct drag_point){500, -400, 0});
    drag_scroll(view, &dx, &dy);
    assert_true(dx == 0 && dy < -10);
    drag_cancel(view, f->song.model);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_click_selects_a_clip_and_its_track),
        TEST(control_adds_and_takes_away_and_shift_selects_up_to),
        TEST(a_clip_is_moved_along_the_song),
        TEST(a_clip_is_moved_to_another_track),
        TEST(selected_clips_move_together_and_none_leaves_the_rows),
        TEST(control_copies),
        TEST(sound_does_not_go_onto_a_midi_track),
        TEST(a_locked_clip_is_copied_but_not_moved),
        TEST(a_move_snaps_to_the_grid_unless_shift_is_held),
        TEST(a_move_snaps_to_clips_with_either_end),
        TEST(a_clip_in_music_is_moved_in_music),
        TEST(edges_are_trimmed_as_far_as_there_is_sound),
        TEST(selected_clips_are_trimmed_alike_each_within_its_sound),
        TEST(corners_fade),
        TEST(the_line_of_the_gain_makes_louder_and_softer),
        TEST(alt_slips_the_sound_within_its_clip),
        TEST(the_split_tool_cuts_the_clip_or_all_selected_ones),
        TEST(a_rubber_band_selects_what_it_touches),
        TEST(the_range_tool_selects_time_over_tracks),
        TEST(a_range_and_selected_clips_exclude_each_other),
        TEST(a_swipe_over_a_lane_is_for_the_comp),
        TEST(each_place_tells_what_the_button_would_do_there),
        TEST(the_edge_of_a_row_is_its_height_at_once),
        TEST(escape_leaves_all_as_it_was),
        TEST(a_clip_that_vanishes_under_the_hand_is_no_harm),
        TEST(the_canvas_scrolls_while_something_is_dragged_near_its_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

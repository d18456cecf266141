/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is dragged in the rulers. */
#include "ui/view/drag.h"

#include "model/ops_time.h"
#include "tests/test.h"
#include "tests/ui/view_help.h"

#include <stdlib.h>

static int
setup(void **state)
{
    struct view_song *song = calloc(1, sizeof *song);

    assert_non_null(song);
    view_song_open(song);
    *state = song;
    return 0;
}

static int
teardown(void **state)
{
    view_song_close(*state);
    free(*state);
    return 0;
}

static void
ranges_are_drawn_dragged_and_switched(void **state)
{
    struct view_song *song = *state;

    says(view_song_drag_ruler(song, RULER_RANGES, 100, 300),
         view_song_line("loop 10000f 30000f"));
    assert_int_equal(op_loop_set(&song->ops, frames(10000), frames(30000), true),
                     ST_OK);
    view_song_apply(song);
    says(view_song_drag_ruler(song, RULER_RANGES, 200, 250),
         view_song_line("loop 15000f 35000f"));
    says(view_song_drag_ruler(song, RULER_RANGES, 300, 50),
         view_song_line("loop 5000f 10000f"));
    says(view_song_drag_ruler(song, RULER_RANGES, 200, 200),
         view_song_line("loop off"));
}

static void
markers_and_sections_are_dragged(void **state)
{
    struct view_song *song = *state;
    int64_t marker, section;

    song->view->rulers.height[RULER_MARKERS] = 16;
    assert_int_equal(
        op_marker_add(&song->ops, "A", (struct when){5000, TIME_FRAMES}, &marker),
        ST_OK);
    assert_int_equal(op_section_add(&song->ops, "Verse",
                                    (struct when){0, TIME_TICKS},
                                    4 * TICKS_PER_QUARTER, &section),
                     ST_OK);
    view_song_apply(song);
    says(view_song_drag_ruler(song, RULER_MARKERS, 60, 110),
         view_song_line("marker-move '#%lld' 10000f", (long long)marker));
    song->view->grid = (struct grid){GRID_BEAT, true, SNAP_GRID};
    says(view_song_drag_ruler(song, RULER_SECTIONS, 100, 350),
         view_song_line("marker-move '#%lld' 1|2|0", (long long)section));
    song->view->zoom.scale = 200;
    says(view_song_drag_ruler(song, RULER_SECTIONS, 480, 590),
         view_song_line("section-end '#%lld' 2|2|0", (long long)section));
}

static void
a_section_is_drawn_where_none_is(void **state)
{
    struct view_song *song = *state;

    song->view->grid = (struct grid){GRID_BEAT, true, SNAP_GRID};
    song->view->zoom.scale = 1000;
    says(view_song_drag_ruler(song, RULER_SECTIONS, 97, 380),
         view_song_line("section 2|1|0 5|1|0 \"Section 1\""));
    says(view_song_drag_ruler(song, RULER_SECTIONS, 97, 97), NOTHING);
}

/* In the tempo's ruler, up or down too. */
static char *
drag_tempo(struct view_song *song, double x0, double dx, double dy, unsigned mods)
{
    struct view *view = song->view;
    const double at = rulers_y(&view->rulers, RULER_TEMPO) + 8;
    const struct hit hit = hit_rulers(view, song->model, x0, at);
    struct drag_point to = {x0 + dx, at + dy, mods};

    drag_begin(view, song->model, &hit, (struct drag_point){x0, at, mods});
    drag_update(view, song->model, to);
    struct drag_result result = drag_end(view, song->model);
    char *line = view_song_line("%s", result.count ? result.lines[0] : "");

    drag_result_free(&result);
    return line;
}

static void
a_tempo_is_dragged_to_a_value_or_a_place(void **state)
{
    struct view_song *song = *state;

    assert_int_equal(
        op_tempo_set(&song->ops, ticks(4 * TICKS_PER_QUARTER), 130, true), ST_OK);
    assert_int_equal(
        op_tempo_set(&song->ops, ticks(40 * TICKS_PER_QUARTER), 90, false), ST_OK);
    assert_true(view_song_apply(song) & VIEW_TOOL);
    assert_true(song->view->rulers.height[RULER_TEMPO] > 0); /* it shows itself */
    song->view->grid = (struct grid){GRID_BEAT, true, SNAP_GRID};
    song->view->zoom.scale = 1000;
    says(drag_tempo(song, 97, 0, -30, 0),
         view_song_line("tempo 2|1|0 140.0 ramp"));
    says(drag_tempo(song, 97, 0, 30, DRAG_SHIFT),
         view_song_line("tempo 2|1|0 129.0 ramp"));
    says(drag_tempo(song, 97, 26, -5, 0),
         view_song_line("tempo-move 2|1|0 2|2|0"));
    says(drag_tempo(song, 97, 2, 0, 0), NOTHING);
    says(drag_tempo(song, 3, 60, 0, 0),
         NOTHING); /* the first has no other place */
    says(drag_tempo(song, 3, 60, -9, 0), view_song_line("tempo 1|1|0 123.0"));
}

static void
a_metre_is_dragged_from_bar_to_bar(void **state)
{
    struct view_song *song = *state;

    assert_int_equal(op_metre_set(&song->ops, ticks(8 * TICKS_PER_QUARTER), 3, 4),
                     ST_OK);
    view_song_apply(song);
    song->view->zoom.scale = 1000;
    says(drag_tempo(song, 200, 180, 0, 0),
         view_song_line("metre-move 3|1|0 5|3|0"));
    says(drag_tempo(song, 200, -100, 0, 0),
         view_song_line("metre-move 3|1|0 2|1|0"));
    says(drag_tempo(song, 200, 20, 0, 0), NOTHING);
    says(drag_tempo(song, 50, 100, 0, 0), NOTHING); /* the first one */
}

static void
a_click_in_the_ruler_locates(void **state)
{
    struct view_song *song = *state;
    struct view *view = song->view;
    const double in_bars = rulers_y(&view->rulers, RULER_BARS) + 5;
    const struct hit hit = hit_rulers(view, song->model, 230, in_bars);

    view->grid = (struct grid){GRID_BEAT, true, SNAP_GRID};
    drag_begin(view, song->model, &hit, (struct drag_point){230, in_bars, 0});
    assert_int_equal(drag_look(view)->shape, DRAG_LOCATE);
    struct drag_result result = drag_end(view, song->model);
    assert_true(result.locate);
    assert_int_equal(result.count, 0);
    assert_int_equal(view->cursor.n, 24000);
    drag_result_free(&result);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(ranges_are_drawn_dragged_and_switched),
        TEST(markers_and_sections_are_dragged),
        TEST(a_section_is_drawn_where_none_is),
        TEST(a_tempo_is_dragged_to_a_value_or_a_place),
        TEST(a_metre_is_dragged_from_bar_to_bar),
        TEST(a_click_in_the_ruler_locates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/hit.h"

#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/ops_time.h"
#include "tests/test.h"
#include "tests/ui/view_help.h"

#include <math.h>
#include <stdlib.h>

struct fixture {
    struct view_song song;
    int64_t track, lane, clip;
};

/* A clip from x = 100 to 300, on a row of 120 pixels. */
static int
setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    view_song_open(&f->song);
    f->track = view_song_track(&f->song, "Bass", TRACK_AUDIO, &f->lane);
    f->clip = view_song_clip(&f->song, f->lane, 10000, 20000);
    rows_set_height(f->song.view->rows, f->track, 120);
    view_layout(f->song.view, f->song.model);
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

static enum hit_part
at(const struct fixture *f, double x, double y)
{
    return hit_canvas(f->song.view, f->song.model, x, y).part;
}

static enum hit_part
on_ruler(const struct fixture *f, double x, enum ruler ruler, double part)
{
    const struct rulers *rulers = &f->song.view->rulers;

    return hit_rulers(f->song.view, f->song.model, x,
                      rulers_y(rulers, ruler) + rulers->height[ruler] * part)
        .part;
}

static void
a_clip_has_a_body_edges_corners_and_a_header(void **state)
{
    const struct fixture *f = *state;

    assert_int_equal(at(f, 200, 60), HIT_CLIP);
    assert_int_equal(at(f, 200, 12), HIT_CLIP_BAND);
    assert_int_equal(at(f, 102, 60), HIT_CLIP_START);
    assert_int_equal(at(f, 298, 60), HIT_CLIP_END);
    assert_int_equal(at(f, 104, 4), HIT_FADE_IN);
    assert_int_equal(at(f, 296, 4), HIT_FADE_OUT);
    assert_int_equal(at(f, 50, 60), HIT_ROW);
    assert_int_equal(at(f, 200, 300), HIT_NOTHING);
    const struct hit hit = hit_canvas(f->song.view, f->song.model, 200, 60);
    assert_int_equal(hit.id, f->clip);
    assert_int_equal(hit.track_id, f->track);
    assert_int_equal(hit.lane_id, f->lane);
    assert_int_equal(hit.at.n, 20000);
    assert_false(hit.on_lane);
}

static void
on_a_lane_only_the_header_is_trimmed(void **state)
{
    struct fixture *f = *state;

    view_song_lane(&f->song, f->track, "Second");
    rows_set_open(f->song.view->rows, f->track, true);
    view_layout(f->song.view, f->song.model);
    const struct view_row *row = rows_lane(f->song.view->rows, f->lane);
    assert_non_null(row);
    assert_true(row->band > 0);
    assert_int_equal(at(f, 102, row->y + row->height - 8), HIT_CLIP);
    assert_int_equal(at(f, 298, row->y + row->height - 8), HIT_CLIP);
    assert_int_equal(at(f, 299, row->y + row->band - 1), HIT_CLIP_END);
}

static void
a_click_on_a_comp_selects_the_take_that_it_plays_there(void **state)
{
    struct fixture *f = *state;
    struct selection *selection = f->song.view->selection;
    const int64_t take = view_song_lane(&f->song, f->track, "Take 2");
    const int64_t clip = view_song_clip(&f->song, take, 10000, 40000);
    int64_t comp;

    assert_int_equal(op_comp_add(&f->song.ops, f->track, NULL, &comp), ST_OK);
    assert_int_equal(op_comp_set(&f->song.ops, comp, frames(20000), frames(30000),
                                 take),
                     ST_OK);
    assert_int_equal(op_comp_activate(&f->song.ops, comp), ST_OK);
    view_song_apply(&f->song);
    free(view_song_drag(&f->song, 250, 60, 250, 60, 0));
    assert_true(selection_has(selection, SELECT_CLIP, clip));
    assert_false(selection_has(selection, SELECT_CLIP, f->clip));
    free(view_song_drag(&f->song, 350, 60, 350, 60, 0));
    assert_int_equal(selection_focus(selection, SELECT_CLIP), 0);
}

static void
headers_and_rulers_grow_with_the_letters(void **state)
{
    struct fixture *f = *state;
    const int rulers = rulers_height(&f->song.view->rulers);

    view_set_letters(f->song.view, f->song.model, 2);
    assert_int_equal(at(f, 200, 26), HIT_CLIP_BAND);
    assert_int_equal(at(f, 200, 60), HIT_CLIP);
    assert_int_equal(rulers_height(&f->song.view->rulers), 2 * rulers);
    assert_int_equal(rulers_at(&f->song.view->rulers, 2 * 18 - 1), RULER_SECTIONS);
    view_set_song(f->song.view, f->song.model, NULL);
    assert_int_equal(rulers_height(&f->song.view->rulers), 2 * rulers);
    view_set_letters(f->song.view, f->song.model, 1);
    assert_int_equal(rulers_height(&f->song.view->rulers), rulers);
}

static void
a_fades_handle_is_where_it_ends(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(op_clip_fade_in(&f->song.ops, f->clip, 5000, FADE_LINEAR),
                     ST_OK);
    assert_int_equal(op_clip_fade_out(&f->song.ops, f->clip, 7000, FADE_LINEAR),
                     ST_OK);
    view_song_apply(&f->song);
    assert_int_equal(at(f, 150, 4), HIT_FADE_IN);
    assert_int_equal(at(f, 230, 4), HIT_FADE_OUT);
    assert_int_equal(at(f, 104, 4), HIT_CLIP_START);
}

static void
the_gains_line_is_there_for_a_selected_clip(void **state)
{
    struct fixture *f = *state;
    size_t count;
    const struct clip_span *span
        = clips_of(f->song.view->clips, f->song.model, f->lane, &count);
    const struct clip_box box = clip_box(
        &f->song.view->zoom, rows_track(f->song.view->rows, f->track), span);
    const double y = clip_gain_y(&box, 0);

    assert_int_equal(at(f, 200, y), HIT_CLIP);
    selection_only(f->song.view->selection, SELECT_CLIP, f->clip);
    assert_int_equal(at(f, 200, y), HIT_CLIP_GAIN);
    assert_int_equal(at(f, 200, y + 8), HIT_CLIP);
    for (double db = -40; db <= 12; db += 1)
        assert_true(fabs(clip_gain_db(&box, clip_gain_y(&box, db)) - db) < 0.01);
    assert_true(clip_gain_db(&box, box.y + box.height) <= LEVEL_OFF_DB);
}

static void
of_clips_that_overlap_the_one_on_top_is_hit(void **state)
{
    struct fixture *f = *state;
    const int64_t top = view_song_clip(&f->song, f->lane, 15000, 5000);

    assert_int_equal(hit_canvas(f->song.view, f->song.model, 175, 60).id, top);
    assert_int_equal(hit_canvas(f->song.view, f->song.model, 120, 60).id, f->clip);
    assert_int_equal(hit_canvas(f->song.view, f->song.model, 202, 60).id, f->clip);
    assert_int_equal(op_clip_raise(&f->song.ops, f->clip), ST_OK);
    view_song_apply(&f->song);
    assert_int_equal(hit_canvas(f->song.view, f->song.model, 175, 60).id, f->clip);
}

static void
an_edge_is_taken_hold_of_from_outside_too(void **state)
{
    const struct fixture *f = *state;

    assert_int_equal(at(f, 98, 60), HIT_CLIP_START);
    assert_int_equal(at(f, 302, 60), HIT_CLIP_END);
    assert_int_equal(at(f, 308, 60), HIT_ROW);
}

static void
a_narrow_clip_can_still_be_moved(void **state)
{
    struct fixture *f = *state;

    view_song_clip(&f->song, f->lane, 50000, 800);
    assert_int_equal(at(f, 504, 60), HIT_CLIP);
    assert_int_equal(at(f, 500.5, 60), HIT_CLIP_START);
    assert_int_equal(at(f, 507.5, 60), HIT_CLIP_END);
}

static void
rulers_have_ranges_markers_and_sections(void **state)
{
    struct fixture *f = *state;
    struct view *view = f->song.view;
    int64_t marker, section;

    view->rulers.height[RULER_MARKERS] = 16;
    assert_int_equal(op_loop_set(&f->song.ops, frames(10000), frames(30000), true),
                     ST_OK);
    assert_int_equal(op_punch_set(&f->song.ops, frames(20000), frames(40000)),
                     ST_OK);
    assert_int_equal(
        op_marker_add(&f->song.ops, "A", (struct when){5000, TIME_FRAMES}, &marker),
        ST_OK);
    assert_int_equal(op_section_add(&f->song.ops, "Verse",
                                    (struct when){50000, TIME_FRAMES}, 20000,
                                    &section),
                     ST_OK);
    view_song_apply(&f->song);
    assert_int_equal(on_ruler(f, 100, RULER_RANGES, 0.2), HIT_LOOP_START);
    assert_int_equal(on_ruler(f, 300, RULER_RANGES, 0.2), HIT_LOOP_END);
    assert_int_equal(on_ruler(f, 200, RULER_RANGES, 0.2), HIT_LOOP);
    assert_int_equal(on_ruler(f, 200, RULER_RANGES, 0.8), HIT_PUNCH_START);
    assert_int_equal(on_ruler(f, 300, RULER_RANGES, 0.8), HIT_PUNCH);
    assert_int_equal(on_ruler(f, 600, RULER_RANGES, 0.8), HIT_RULER);
    assert_int_equal(on_ruler(f, 60, RULER_MARKERS, 0.5), HIT_MARKER);
    assert_int_equal(on_ruler(f, 300, RULER_MARKERS, 0.5), HIT_RULER);
    assert_int_equal(on_ruler(f, 600, RULER_SECTIONS, 0.5), HIT_SECTION);
    assert_int_equal(on_ruler(f, 700, RULER_SECTIONS, 0.5), HIT_SECTION_END);
    assert_int_equal(on_ruler(f, 200, RULER_BARS, 0.5), HIT_RULER);
    assert_int_equal(
        op_tempo_set(&f->song.ops, ticks(TICKS_PER_QUARTER), 90, false), ST_OK);
    view_song_apply(&f->song);
    assert_int_equal(on_ruler(f, 10, RULER_TEMPO, 0.5), HIT_TEMPO);
    assert_int_equal(on_ruler(f, 60, RULER_TEMPO, 0.5), HIT_METRE);
    assert_int_equal(on_ruler(f, 150, RULER_TEMPO, 0.5), HIT_RULER);
    assert_int_equal(on_ruler(f, 250, RULER_TEMPO, 0.5), HIT_TEMPO);
    assert_int_equal(on_ruler(f, 300, RULER_TEMPO, 0.5), HIT_RULER);
    assert_int_equal(hit_rulers(view, f->song.model, 10, 1000).part, HIT_NOTHING);
}

static void
the_pointer_tells_what_it_would_do(void **state)
{
    struct fixture *f = *state;
    struct hit hit = hit_canvas(f->song.view, f->song.model, 102, 60);

    assert_string_equal(hit_cursor(f->song.view, &hit), "w-resize");
    hit = hit_canvas(f->song.view, f->song.model, 50, 60);
    assert_string_equal(hit_cursor(f->song.view, &hit), "default");
    f->song.view->tool = TOOL_RANGE;
    assert_string_equal(hit_cursor(f->song.view, &hit), "text");
    f->song.view->tool = TOOL_SPLIT;
    hit = hit_canvas(f->song.view, f->song.model, 200, 60);
    assert_string_equal(hit_cursor(f->song.view, &hit), "col-resize");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_clip_has_a_body_edges_corners_and_a_header, setup, teardown),
        cmocka_unit_test_setup_teardown(headers_and_rulers_grow_with_the_letters,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_fades_handle_is_where_it_ends, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_gains_line_is_there_for_a_selected_clip,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(of_clips_that_overlap_the_one_on_top_is_hit,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(an_edge_is_taken_hold_of_from_outside_too,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(on_a_lane_only_the_header_is_trimmed, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            a_click_on_a_comp_selects_the_take_that_it_plays_there, setup, teardown),
        cmocka_unit_test_setup_teardown(a_narrow_clip_can_still_be_moved, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(rulers_have_ranges_markers_and_sections,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(the_pointer_tells_what_it_would_do, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

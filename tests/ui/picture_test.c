/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/picture.h"

#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/tables.h"
#include "tests/test.h"
#include "tests/ui/golden_help.h"
#include "tests/ui/scene_help.h"
#include "ui/timeline/tiles.h"
#include "ui/timeline/touch.h"

#include <stdlib.h>
#include <string.h>

static void
name(struct scene *scene, int64_t clip, const char *words)
{
    struct row_clip row = *view_song_row(&scene->song, clip);

    row.name = (char *)words;
    row.color = clip == scene->first ? 0xd0a040 : -1;
    row.fade_in = clip == scene->first ? 9000 : 0;
    assert_int_equal(edit_put(scene->song.ops.edit, TABLE_CLIP, &row), ST_OK);
    view_song_apply(&scene->song);
}

static int
setup(void **state)
{
    struct scene *scene = scene_open();

    scene->first = view_song_clip(&scene->song, scene->lane, 3000, 30000);
    name(scene, scene->first, "");
    name(scene, view_song_clip(&scene->song, scene->lane, 33000, 20000), "");
    name(scene, view_song_clip(&scene->song, scene->other, 5000, 60000), "");
    *state = scene;
    return 0;
}

static int
teardown(void **state)
{
    scene_close(*state);
    return 0;
}

static const struct view_row *
track_row(const struct scene *scene)
{
    const struct view_row *row = rows_track(scene->song.view->rows, scene->track);

    assert_non_null(row);
    return row;
}

static struct pixels
paint_row(struct scene *scene, const struct view_row *row, int64_t x, int width)
{
    struct pixels pixels
        = golden_pixels(width, row->height * scene->picture.unit, 0xff00ff);

    picture_row(&scene->picture, row, 100, x, &pixels);
    return pixels;
}

/* --- rows --------------------------------------------------------------------- */

static void
a_row_shows_its_clips_on_the_grid(void **state)
{
    struct scene *scene = *state;
    struct pixels pixels = paint_row(scene, track_row(scene), 0, 640);

    golden_check("row", &pixels);
    golden_free(&pixels);
}

static void
a_row_in_pieces_is_the_row(void **state)
{
    static const int WIDTHS[] = {1, 7, 64, 200};
    struct scene *scene = *state;
    const struct view_row *row = track_row(scene);

    for (int unit = 1; unit <= 2; unit++) {
        scene->picture.unit = unit;
        struct pixels whole = paint_row(scene, row, 0, 1200);

        for (size_t w = 0; w < 4; w++)
            for (int x = 0; x + WIDTHS[w] <= whole.width; x += WIDTHS[w]) {
                struct pixels piece = paint_row(scene, row, x, WIDTHS[w]);

                for (int y = 0; y < piece.height; y++)
                    assert_memory_equal(piece.at + y * piece.stride,
                                        whole.at + y * whole.stride + x,
                                        (size_t)WIDTHS[w] * 4);
                golden_free(&piece);
            }
        golden_free(&whole);
    }
}

/* One more clip, which begins within the first and ends within the second. */
static void
overlap(struct scene *scene)
{
    struct row_clip top = *view_song_row(&scene->song, scene->first);

    top.fade_out = 4000; /* gives way */
    assert_int_equal(edit_put(scene->song.ops.edit, TABLE_CLIP, &top), ST_OK);
    name(scene, view_song_clip(&scene->song, scene->lane, 24000, 15000), "Over");
}

static void
where_clips_overlap_both_are_seen_and_their_curves(void **state)
{
    struct scene *scene = *state;

    overlap(scene);
    struct pixels pixels = paint_row(scene, track_row(scene), 0, 640);

    golden_check("crossfade", &pixels);
    golden_free(&pixels);
}

static void
a_crossfade_in_pieces_is_the_crossfade(void **state)
{
    overlap(*state);
    a_row_in_pieces_is_the_row(state);
}

static void
a_muted_track_and_a_selected_one_look_so(void **state)
{
    struct scene *scene = *state;
    struct row_strip strip = *(const struct row_strip *)model_row(
        scene->song.model, TABLE_STRIP, scene->track);

    strip.mute = 1;
    assert_int_equal(edit_put(scene->song.ops.edit, TABLE_STRIP, &strip), ST_OK);
    view_song_apply(&scene->song);
    selection_only(scene->song.view->selection, SELECT_TRACK, scene->track);
    struct pixels pixels = paint_row(scene, track_row(scene), 0, 640);

    golden_check("row-muted", &pixels);
    golden_free(&pixels);
}

static void
comp(struct scene *scene)
{
    const struct ops *ops = &scene->song.ops;
    int64_t id;

    assert_int_equal(op_comp_add(ops, scene->track, NULL, &id), ST_OK);
    assert_int_equal(op_comp_set(ops, id, frames(3000), frames(20000), scene->lane),
                     ST_OK);
    assert_int_equal(
        op_comp_set(ops, id, frames(20000), frames(45000), scene->other), ST_OK);
    assert_int_equal(op_comp_activate(ops, id), ST_OK);
    view_song_apply(&scene->song);
}

static void
a_comp_shows_which_lane_sounds_where(void **state)
{
    struct scene *scene = *state;

    rows_set_open(scene->song.view->rows, scene->track, true);
    view_layout(scene->song.view, scene->song.model);
    comp(scene);
    assert_true(track_row(scene)->comp_id != 0);
    struct pixels whole = paint_row(scene, track_row(scene), 0, 640);
    struct pixels lane = paint_row(
        scene, rows_lane(scene->song.view->rows, scene->other), 0, 640);

    golden_check("comp", &whole);
    golden_check("comp-lane", &lane);
    golden_free(&whole);
    golden_free(&lane);
}

/* A swipe that began before its take: the same as one from where there is sound. */
static void
what_a_comp_takes_is_framed_from_where_its_take_begins(void **state)
{
    struct scene *scene = *state;
    const struct ops *ops = &scene->song.ops;
    int64_t id;

    rows_set_open(scene->song.view->rows, scene->track, true);
    view_layout(scene->song.view, scene->song.model);
    assert_int_equal(op_comp_add(ops, scene->track, NULL, &id), ST_OK);
    assert_int_equal(op_comp_set(ops, id, frames(1000), frames(45000), scene->other),
                     ST_OK);
    assert_int_equal(op_comp_activate(ops, id), ST_OK);
    view_song_apply(&scene->song);
    struct pixels early = paint_row(
        scene, rows_lane(scene->song.view->rows, scene->other), 0, 640);

    assert_int_equal(op_comp_clear(ops, id, frames(1000), frames(5000)), ST_OK);
    view_song_apply(&scene->song);
    struct pixels exact = paint_row(
        scene, rows_lane(scene->song.view->rows, scene->other), 0, 640);

    for (int y = 0; y < early.height; y++)
        assert_memory_equal(early.at + y * early.stride, exact.at + y * exact.stride,
                            640 * 4);
    golden_free(&early);
    golden_free(&exact);
}

/* --- tiles -------------------------------------------------------------------- */

/* All rows on one, with the marks that they end with. */
struct page {
    cairo_t *cr;
    uint64_t marks[16];
    size_t count;
};

static cairo_t *
begin_row(void *user, int y, int height)
{
    return ((struct page *)user)->cr;
}

static void
end_row(void *user, cairo_t *cr, uint64_t mark)
{
    struct page *page = user;

    assert_true(page->count < COUNT(page->marks));
    page->marks[page->count++] = mark;
}

static bool
draw_page(struct scene *scene, struct tiles *tiles, struct pixels *to, int64_t now,
          struct page *page)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)to->at, CAIRO_FORMAT_ARGB32, to->width, to->height,
        to->stride * 4);
    const struct tiles_sheet sheet = {begin_row, end_row, page};

    page->cr = cairo_create(surface);
    page->count = 0;
    const bool more = tiles_draw(tiles, &scene->picture, &sheet, now);

    cairo_destroy(page->cr);
    cairo_surface_destroy(surface);
    return more;
}

static bool
draw(struct scene *scene, struct tiles *tiles, struct pixels *to, int64_t now)
{
    struct page page;

    return draw_page(scene, tiles, to, now, &page);
}

/* Until all is painted. */
static void
draw_all(struct scene *scene, struct tiles *tiles, struct pixels *to)
{
    for (int64_t now = 0; draw(scene, tiles, to, now); now += 1000000)
        ;
}

static void
assert_shows_the_row(struct scene *scene, const struct pixels *shown)
{
    const struct view_row *row = track_row(scene);
    struct pixels want = golden_pixels(shown->width, row->height, 0);

    picture_row(&scene->picture, row, scene->song.view->zoom.scale,
                tiles_origin(&scene->song.view->zoom, 1), &want);
    for (int y = 0; y < row->height; y++)
        assert_memory_equal(want.at + y * want.stride,
                            shown->at + (row->y + y) * shown->stride,
                            (size_t)shown->width * 4);
    golden_free(&want);
}

static void
tiles_show_the_picture_wherever_it_is_scrolled(void **state)
{
    struct scene *scene = *state;
    struct pixels shown = golden_pixels(1000, 400, 0);
    struct tiles *tiles = tiles_new();

    for (int i = 0; i < 20; i++) {
        scene->song.view->zoom.start = i * 1237.7;
        draw_all(scene, tiles, &shown);
        assert_shows_the_row(scene, &shown);
    }
    tiles_free(tiles);
    golden_free(&shown);
}

static void
stale_tiles_are_painted_again_and_others_are_not(void **state)
{
    struct scene *scene = *state;
    struct pixels shown = golden_pixels(1000, 400, 0);
    struct tiles *tiles = tiles_new();

    draw_all(scene, tiles, &shown);
    name(scene, view_song_clip(&scene->song, scene->lane, 60000, 20000), "");
    tiles_stale_row(tiles, scene->track + 1); /* another row */
    draw_all(scene, tiles, &shown);
    tiles_stale_row(tiles, scene->track);
    draw_all(scene, tiles, &shown);
    assert_shows_the_row(scene, &shown);
    tiles_free(tiles);
    golden_free(&shown);
}

static void
a_row_has_another_mark_when_it_is_drawn_otherwise(void **state)
{
    struct scene *scene = *state;
    struct pixels shown = golden_pixels(1000, 400, 0);
    struct tiles *tiles = tiles_new();
    struct page first, again;

    (void)view_song_track(&scene->song, "Other", TRACK_AUDIO, NULL);
    (void)view_song_apply(&scene->song);
    draw_all(scene, tiles, &shown);
    (void)draw_page(scene, tiles, &shown, 0, &first);
    (void)draw_page(scene, tiles, &shown, 0, &again);
    assert_true(first.count >= 2);
    assert_int_equal(again.count, first.count);
    assert_memory_equal(again.marks, first.marks, first.count * sizeof first.marks[0]);
    tiles_stale_row(tiles, scene->track);
    draw_all(scene, tiles, &shown);
    (void)draw_page(scene, tiles, &shown, 0, &again);
    size_t others = 0;

    for (size_t i = 0; i < first.count; i++)
        others += again.marks[i] != first.marks[i];
    assert_int_equal(others, 1);
    scene->song.view->zoom.start += 300;
    (void)draw_page(scene, tiles, &shown, 0, &again);
    for (size_t i = 0; i < first.count; i++)
        assert_int_not_equal(again.marks[i], first.marks[i]);
    tiles_free(tiles);
    golden_free(&shown);
}

static void
a_zoom_ends_with_the_exact_picture(void **state)
{
    struct scene *scene = *state;
    struct zoom *zoom = &scene->song.view->zoom;
    struct pixels shown = golden_pixels(1000, 400, 0);
    struct tiles *tiles = tiles_new();

    draw_all(scene, tiles, &shown);
    for (int i = 0; i < 30; i++) {
        zoom_by(zoom, 400, i < 20 ? 0.93 : 1.2);
        (void)draw(scene, tiles, &shown, 1000 * i);
    }
    draw_all(scene, tiles, &shown);
    assert_shows_the_row(scene, &shown);
    tiles_free(tiles);
    golden_free(&shown);
}

static void
while_a_zoom_moves_its_tiles_are_stretched(void **state)
{
    struct scene *scene = *state;
    const struct view_row *row = track_row(scene);
    struct pixels before = golden_pixels(1000, 400, 0);
    struct pixels shown = golden_pixels(1000, 400, 0);
    struct tiles *tiles = tiles_new();

    scene->song.view->zoom.start = 0;
    draw_all(scene, tiles, &before);
    zoom_by(&scene->song.view->zoom, 0, 0.8);
    assert_true(draw(scene, tiles, &shown, 0));
    for (int y = row->y; y < row->y + row->height; y++)
        for (int x = 0; x < 640; x++)
            assert_int_equal(shown.at[y * shown.stride + x],
                             before.at[y * before.stride + (int)((x + 0.5) * 0.8)]);
    tiles_free(tiles);
    golden_free(&before);
    golden_free(&shown);
}

static void
no_more_tiles_are_kept_than_three_screens(void **state)
{
    struct scene *scene = *state;
    struct pixels shown = golden_pixels(1000, 400, 0);
    struct tiles *tiles = tiles_new();

    for (int i = 0; i < 300; i++) {
        scene->song.view->zoom.start = i * 51200.0;
        draw_all(scene, tiles, &shown);
    }
    assert_true(tiles_count(tiles) <= 96);
    tiles_free(tiles);
    golden_free(&shown);
}

/* --- what an edit touches ----------------------------------------------------- */

struct touched {
    int64_t ids[64];
    size_t count;
};

static void
note_row(void *user, int64_t id)
{
    struct touched *touched = user;

    assert_true(touched->count < 64);
    touched->ids[touched->count++] = id;
}

static bool
was(const struct touched *touched, int64_t id)
{
    for (size_t i = 0; i < touched->count; i++)
        if (touched->ids[i] == id)
            return true;
    return false;
}

static void
a_clip_that_goes_to_another_lane_touches_both(void **state)
{
    struct scene *scene = *state;
    struct touch *touch = touch_new();
    struct touched touched = {.count = 0};
    struct row_clip row = *view_song_row(&scene->song, scene->first);
    struct edit *edit;

    touch_song(touch, scene->song.model);
    row.lane_id = scene->other;
    assert_int_equal(edit_new(&edit, "Move"), ST_OK);
    assert_int_equal(edit_put(edit, TABLE_CLIP, &row), ST_OK);
    assert_int_equal(model_apply(scene->song.model, edit), ST_OK);
    touch_edit(touch, scene->song.model, edit, note_row, &touched);
    assert_true(was(&touched, scene->lane) && was(&touched, scene->other));
    assert_true(was(&touched, scene->track));
    assert_false(was(&touched, 0));
    edit_free(edit);
    touch_free(touch);
}

static void
a_deleted_clip_touches_where_it_was(void **state)
{
    struct scene *scene = *state;
    struct touch *touch = touch_new();
    struct touched touched = {.count = 0};
    struct edit *edit;

    touch_song(touch, scene->song.model);
    assert_int_equal(edit_new(&edit, "Delete"), ST_OK);
    assert_int_equal(edit_delete(edit, TABLE_CLIP, scene->first), ST_OK);
    assert_int_equal(model_apply(scene->song.model, edit), ST_OK);
    touch_edit(touch, scene->song.model, edit, note_row, &touched);
    assert_true(was(&touched, scene->lane) && was(&touched, scene->track));
    assert_false(was(&touched, scene->other) || was(&touched, 0));
    edit_free(edit);
    touch_free(touch);
}

static void
a_track_that_is_moved_or_painted_touches_folders_too(void **state)
{
    struct scene *scene = *state;
    struct touch *touch = touch_new();
    struct touched touched = {.count = 0};
    struct row_track row = *(const struct row_track *)model_row(
        scene->song.model, TABLE_TRACK, scene->track);
    struct edit *edit;

    touch_song(touch, scene->song.model);
    row.color = 0x123456;
    assert_int_equal(edit_new(&edit, "Paint"), ST_OK);
    assert_int_equal(edit_put(edit, TABLE_TRACK, &row), ST_OK);
    assert_int_equal(model_apply(scene->song.model, edit), ST_OK);
    touch_edit(touch, scene->song.model, edit, note_row, &touched);
    assert_true(was(&touched, 0));
    edit_free(edit);
    touch_free(touch);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_row_shows_its_clips_on_the_grid),
        TEST(a_row_in_pieces_is_the_row),
        TEST(where_clips_overlap_both_are_seen_and_their_curves),
        TEST(a_crossfade_in_pieces_is_the_crossfade),
        TEST(a_muted_track_and_a_selected_one_look_so),
        TEST(a_comp_shows_which_lane_sounds_where),
        TEST(what_a_comp_takes_is_framed_from_where_its_take_begins),
        TEST(tiles_show_the_picture_wherever_it_is_scrolled),
        TEST(stale_tiles_are_painted_again_and_others_are_not),
        TEST(a_row_has_another_mark_when_it_is_drawn_otherwise),
        TEST(a_zoom_ends_with_the_exact_picture),
        TEST(while_a_zoom_moves_its_tiles_are_stretched),
        TEST(no_more_tiles_are_kept_than_three_screens),
        TEST(a_clip_that_goes_to_another_lane_touches_both),
        TEST(a_deleted_clip_touches_where_it_was),
        TEST(a_track_that_is_moved_or_painted_touches_folders_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_gaps.c: marks of lost sound on finished takes, drawn over their row. */
#include "ui/timeline/layer.h"

#include "model/edit.h"
#include "model/ops_comp.h"
#include "model/tables.h"
#include "tests/test.h"
#include "tests/ui/golden_help.h"
#include "tests/ui/scene_help.h"
#include "ui/timeline/tiles.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 640, HEIGHT = 200 };

enum { LINE, LONG, WITHIN, SHORT, ANOTHERS, BEHIND, N_GAPS };
static const struct gap GAPS[] = {
    [LINE] = {.take = "Take 1", .at = 10000, .frames = 64},
    [LONG] = {.take = "Take 1", .at = 20000, .frames = 6000},
    /* and without a flag */
    [WITHIN] = {.take = "Take 1", .at = 20600, .frames = 300},
    [SHORT] = {.take = "Take 1", .at = 28000, .frames = 300},
    [ANOTHERS] = {.take = "Take 2", .at = 30000, .frames = 3000},
    [BEHIND] = {.take = "Take 1", .at = 40000, .frames = 3000}, /* the clip */
};

static void
put(struct scene *scene, enum table table, void *row)
{
    assert_int_equal(edit_put(scene->song.ops.edit, table, row), ST_OK);
    view_song_apply(&scene->song);
}

/* A clip of a take that was recorded under the name in the file's. */
static int64_t
take_clip(struct scene *scene, int64_t lane, int64_t at, int64_t length,
          const char *name, const char *origin)
{
    const int64_t id = view_song_clip(&scene->song, lane, at, length);
    struct row_clip clip = *view_song_row(&scene->song, id);
    struct row_source source
        = *(const struct row_source *)model_row(scene->song.model, TABLE_SOURCE,
                                                clip.source_id);
    struct row_take take;

    row_init(TABLE_TAKE, &take);
    take.track_id = scene->track;
    take.source_id = source.id;
    take.name = (char *)name;
    source.origin = (char *)origin;
    put(scene, TABLE_SOURCE, &source);
    put(scene, TABLE_TAKE, &take);
    clip.take_id = take.id;
    clip.name = "";
    put(scene, TABLE_CLIP, &clip);
    return id;
}

static int
setup(void **state)
{
    struct scene *scene = scene_open();

    (void)gtk_init_check(); /* nodes need it; and no display */
    scene->first = take_clip(scene, scene->lane, 3000, 32000, "Take 1", "");
    *state = scene;
    return 0;
}

static int
teardown(void **state)
{
    scene_close(*state);
    return 0;
}

/* --- drawn -------------------------------------------------------------------- */

/* The layer's node, or NULL where it draws nothing. */
static GskRenderNode *
draw_layer(struct scene *scene, const struct gap gaps[], size_t count)
{
    struct gap *ours = g_memdup2(gaps, count * sizeof *gaps);
    GtkSnapshot *snapshot = gtk_snapshot_new();
    const struct layer layer = {
        .snapshot = snapshot,
        .picture = &scene->picture,
        .origin = tiles_origin(&scene->song.view->zoom, 1),
        .width = WIDTH,
        .height = HEIGHT,
        .gaps = ours,
        .n_gaps = count,
    };

    for (size_t i = 0; i < count; i++)
        ours[i].track_id = scene->track;
    layer_gaps(&layer);
    g_free(ours);
    return gtk_snapshot_free_to_node(snapshot);
}

static void
draw(GskRenderNode *node, struct pixels *to)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)to->at, CAIRO_FORMAT_ARGB32, to->width, to->height,
        to->stride * 4);
    cairo_t *cr = cairo_create(surface);

    gsk_render_node_draw(node, cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

static void
assert_marked(struct scene *scene, const struct gap *gap, bool marked)
{
    GskRenderNode *node = draw_layer(scene, gap, 1);

    assert_int_equal(node != NULL, marked);
    g_clear_pointer(&node, gsk_render_node_unref);
}

static void
a_take_shows_where_it_lost_sound(void **state)
{
    struct scene *scene = *state;
    const struct view_row *row = rows_track(scene->song.view->rows, scene->track);
    struct pixels pixels = golden_pixels(WIDTH, row->height, 0);

    picture_row(&scene->picture, row, 100, 0, &pixels);
    GskRenderNode *node = draw_layer(scene, GAPS, N_GAPS);

    assert_non_null(node);
    draw(node, &pixels);
    golden_check("gaps", &pixels);
    gsk_render_node_unref(node);
    golden_free(&pixels);
}

static void
what_another_take_lost_or_lies_beside_the_clip_is_not_marked(void **state)
{
    assert_marked(*state, &GAPS[LINE], true);
    assert_marked(*state, &GAPS[ANOTHERS], false);
    assert_marked(*state, &GAPS[BEHIND], false);
}

static void
a_take_with_another_name_is_known_by_its_file(void **state)
{
    struct scene *scene = *state;
    const struct gap gap = {.take = "Take 7", .at = 50000, .frames = 500};
    const struct gap longer = {.take = "Take 70", .at = 50000, .frames = 500};

    (void)take_clip(scene, scene->lane, 45000, 10000, "The good one",
                    "audio/Take 7 2026-11-22.wav");
    assert_marked(scene, &gap, true);
    assert_marked(scene, &longer, false);
}

static void
a_comp_marks_what_of_it_sounds(void **state)
{
    struct scene *scene = *state;
    const struct ops *ops = &scene->song.ops;
    int64_t comp;

    assert_int_equal(op_comp_add(ops, scene->track, NULL, &comp), ST_OK);
    assert_int_equal(
        op_comp_set(ops, comp, frames(15000), frames(35000), scene->lane), ST_OK);
    assert_int_equal(op_comp_activate(ops, comp), ST_OK);
    view_song_apply(&scene->song);
    assert_marked(scene, &GAPS[LINE], false);
    assert_marked(scene, &GAPS[LONG], true);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_take_shows_where_it_lost_sound, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            what_another_take_lost_or_lies_beside_the_clip_is_not_marked, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_take_with_another_name_is_known_by_its_file, setup, teardown),
        cmocka_unit_test_setup_teardown(a_comp_marks_what_of_it_sounds, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/overview_paint.h"

#include "model/edit.h"
#include "model/ops_clip.h"
#include "model/ops_track.h"
#include "tests/test.h"
#include "tests/ui/golden_help.h"
#include "tests/ui/view_help.h"

#include <string.h>

enum { TRACKS = 40, CLIPS = 6, WIDTH = 300, HEIGHT = 28, END = 2000000 };

struct scene {
    struct view_song song;
    int64_t tracks[TRACKS], clips[TRACKS * CLIPS];
    struct palette colors;
    GArray *lines;
};

static int
setup(void **state)
{
    struct scene *scene = g_new0(struct scene, 1);

    view_song_open(&scene->song);
    scene->colors = palette_dark();
    scene->lines = g_array_new(FALSE, FALSE, sizeof(struct overview_line));
    for (int i = 0; i < TRACKS; i++) {
        int64_t lane;

        scene->tracks[i] = view_song_track(&scene->song, "Track", TRACK_AUDIO, &lane);
        for (int clip = 0; clip < CLIPS; clip++)
            scene->clips[i * CLIPS + clip]
                = view_song_clip(&scene->song, lane, clip * 300000 + i * 7000, 100000);
    }
    (void)view_song_apply(&scene->song);
    *state = scene;
    return 0;
}

static int
teardown(void **state)
{
    struct scene *scene = *state;

    view_song_close(&scene->song);
    g_array_unref(scene->lines);
    g_free(scene);
    return 0;
}

static void
paint(struct scene *scene, struct pixels *to, GArray *lines)
{
    overview_paint(to, scene->song.view, scene->song.model, &scene->colors, END, 1, lines);
}

static void
assert_is_whole(struct scene *scene, const struct pixels *shown)
{
    struct pixels want = golden_pixels(WIDTH, HEIGHT, 0);

    g_array_set_size(scene->lines, 0);
    paint(scene, &want, scene->lines);
    for (int y = 0; y < HEIGHT; y++)
        assert_memory_equal(want.at + y * want.stride, shown->at + y * shown->stride,
                            (size_t)WIDTH * 4);
    golden_free(&want);
}

static void
a_picture_that_goes_on_is_as_if_painted_whole(void **state)
{
    struct scene *scene = *state;
    struct pixels shown = golden_pixels(WIDTH, HEIGHT, 0);

    paint(scene, &shown, scene->lines);
    for (int i = 0; i < 100; i++) {
        for (int n = i % 7; n >= 0; n--) {
            const int64_t id = scene->clips[(i * 37 + n * 11) % (TRACKS * CLIPS)];

            assert_int_equal(op_clips_move(&scene->song.ops, &id, NULL, 1,
                                           (struct when){i % 5 * 2500, TIME_FRAMES}),
                             ST_OK);
        }
        (void)view_song_apply(&scene->song);
        paint(scene, &shown, scene->lines);
        assert_is_whole(scene, &shown);
    }
    golden_free(&shown);
}

static void
only_lines_that_have_changed_are_painted_again(void **state)
{
    struct scene *scene = *state;
    struct pixels shown = golden_pixels(WIDTH, HEIGHT, 0);
    int painted = 0;

    paint(scene, &shown, scene->lines);
    for (int y = 0; y < HEIGHT; y++)
        shown.at[y * shown.stride] = 0x123456;
    assert_int_equal(op_clips_move(&scene->song.ops, &scene->clips[0], NULL, 1,
                                   (struct when){5000, TIME_FRAMES}),
                     ST_OK);
    (void)view_song_apply(&scene->song);
    paint(scene, &shown, scene->lines);
    for (int y = 0; y < HEIGHT; y++)
        painted += shown.at[y * shown.stride] != 0x123456;
    assert_int_equal(painted, 1);
    golden_free(&shown);
}

static void
nothing_is_left_of_the_last_track(void **state)
{
    struct scene *scene = *state;
    struct pixels shown = golden_pixels(WIDTH, HEIGHT, 0);

    for (int i = 0; i < TRACKS; i++) {
        assert_int_equal(op_track_delete(&scene->song.ops, scene->tracks[i]), ST_OK);
        (void)view_song_apply(&scene->song);
        paint(scene, &shown, scene->lines);
    }
    assert_is_whole(scene, &shown);
    golden_free(&shown);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_picture_that_goes_on_is_as_if_painted_whole),
        TEST(only_lines_that_have_changed_are_painted_again),
        TEST(nothing_is_left_of_the_last_track),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row looks like with sound in its clips: real files, and their peaks. */
#include "ui/timeline/picture.h"

#include "media/soundout.h"
#include "tests/app/app_help.h"
#include "tests/test.h"
#include "tests/ui/golden_help.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

enum { LENGTH = 32000 };

struct scene {
    struct app_song *song;
    struct view *view;
    struct picture picture;
    unsigned seen; /* sounds */
};

/* --- a song ------------------------------------------------------------------- */

/* Strokes that die away, one every `period` frames: all of it exact in floats. */
static void
write_strokes(const struct app_song *song, const char *name, int period)
{
    const struct soundout_spec spec = {.format = SOUNDOUT_WAV,
                                       .bits = SOUNDOUT_FLOAT,
                                       .rate = 48000,
                                       .channels = 1,
                                       .replace = true};
    static float values[LENGTH];
    const float *const planar[] = {values};
    struct soundout *out;
    struct fault fault;
    char path[600];

    for (int i = 0; i < LENGTH; i++)
        values[i] = (float)(period - i % period) / (float)period
                    * (i % 50 < 25 ? 0.75f : -0.5f);
    snprintf(path, sizeof path, "%s/%s", song->folder, name);
    assert_int_equal(soundout_open(&out, path, &spec, &fault), ST_OK);
    assert_int_equal(soundout_write(out, planar, LENGTH, NULL, &fault), ST_OK);
    assert_int_equal(soundout_close(out, NULL, &fault), ST_OK);
}

static void
count_ready(void *user, int64_t source)
{
    ((struct scene *)user)->seen++;
}

static int
setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    void *song;

    assert_non_null(scene);
    app_setup(&song);
    scene->song = song;
    write_strokes(song, "a.wav", 8000);
    write_strokes(song, "b.wav", 2000);
    app_import(song, "a.wav");
    app_import(song, "b.wav");
    app_edit(song, "color a:1 '#d0a040'");
    app_edit(song, "move a:1 0.05s");
    app_edit(song, "move b:1 0.5s a"); /* over its last 10400 frames */
    scene->view = view_new();
    view_set_song(scene->view, app_model(song), NULL);
    view_resize(scene->view, 1000, 400);
    scene->picture = (struct picture){.view = scene->view,
                                      .model = app_model(song),
                                      .palette = palette_dark(),
                                      .labels = labels_new("Sans 10px", 1),
                                      .unit = 1};
    assert_int_equal(playlist_new(&scene->picture.playlist), ST_OK);
    assert_int_equal(waves_open(&scene->picture.waves, scene->song->session,
                                count_ready, scene, &scene->song->fault),
                     ST_OK);
    *state = scene;
    return 0;
}

static int
teardown(void **state)
{
    struct scene *scene = *state;
    void *song = scene->song;

    waves_close(scene->picture.waves);
    labels_free(scene->picture.labels);
    playlist_free(scene->picture.playlist);
    view_free(scene->view);
    app_teardown(&song);
    free(scene);
    return 0;
}

static struct pixels
paint_row(struct scene *scene)
{
    const struct view_row *row
        = rows_track(scene->view->rows, app_track(scene->song, "a"));
    struct pixels pixels = golden_pixels(640, row->height, 0xff00ff);

    scene->picture.waits = false;
    picture_row(&scene->picture, row, 100, 0, &pixels);
    return pixels;
}

/* The first look sets the worker to it. */
static void
wait_for_sounds(struct scene *scene, unsigned count)
{
    struct pollfd fd = {.fd = waves_fd(scene->picture.waves), .events = POLLIN};
    struct pixels pixels = paint_row(scene);

    assert_true(scene->picture.waits);
    golden_free(&pixels);
    while (scene->seen < count) {
        assert_int_equal(poll(&fd, 1, 20000), 1);
        waves_poll(scene->picture.waves);
    }
}

/* --- what is seen ------------------------------------------------------------- */

static void
where_sounds_cross_one_picture_goes_over_into_the_other(void **state)
{
    struct scene *scene = *state;

    wait_for_sounds(scene, 2);
    struct pixels pixels = paint_row(scene);

    assert_false(scene->picture.waits);
    golden_check("crossfade-sound", &pixels);
    golden_free(&pixels);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            where_sounds_cross_one_picture_goes_over_into_the_other, setup,
            teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

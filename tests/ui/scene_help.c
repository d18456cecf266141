/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/scene_help.h"

#include "tests/test.h"

#include <stdlib.h>

struct scene *
scene_open(void)
{
    struct scene *scene = calloc(1, sizeof *scene);

    assert_non_null(scene);
    view_song_open(&scene->song);
    scene->track
        = view_song_track(&scene->song, "Track", TRACK_AUDIO, &scene->lane);
    scene->other = view_song_lane(&scene->song, scene->track, "Second");
    scene->picture = (struct picture){.view = scene->song.view,
                                      .model = scene->song.model,
                                      .palette = palette_dark(),
                                      .labels = labels_new("Sans 10px", 1),
                                      .unit = 1};
    assert_int_equal(playlist_new(&scene->picture.playlist), ST_OK);
    return scene;
}

void
scene_close(struct scene *scene)
{
    labels_free(scene->picture.labels);
    playlist_free(scene->picture.playlist);
    view_song_close(&scene->song);
    free(scene);
}

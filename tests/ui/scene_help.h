/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scene_help.h: a small song and what is needed to paint it, without a display. */
#ifndef TESTS_UI_SCENE_HELP_H
#define TESTS_UI_SCENE_HELP_H

#include "tests/ui/view_help.h"
#include "ui/timeline/picture.h"

/* A track with two lanes, without clips. */
struct scene {
    struct view_song song;
    struct picture picture;
    int64_t track, lane, other;
    int64_t first; /* a clip, once the test has put one there */
};

struct scene *scene_open(void);
void scene_close(struct scene *scene);

#endif

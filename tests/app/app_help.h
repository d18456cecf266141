/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_help.h: an open song in a folder that goes away, and lines that edit it. */
#ifndef TESTS_APP_APP_HELP_H
#define TESTS_APP_APP_HELP_H

#include "app/session.h"
#include "model/rows.h"

struct app_song {
    char folder[256]; /* of the test */
    char path[300];   /* of the song in it */
    struct session *session;
    struct fault fault; /* of the last line that failed */
};

/* cmocka's setup and teardown: an empty song at 48 kHz in *state. */
int app_setup(void **state);
int app_teardown(void **state);

/* A sound file in the test's folder: frame i of channel c is (i % 100 + 1) / 200 +
 * c / 50; `start` >= 0: the BWF start time. */
void app_sound(const struct app_song *song, const char *name, unsigned channels,
               int64_t frames, int64_t start);

/* Import one, onto tracks of its own. */
void app_import(struct app_song *song, const char *name);

/* cmocka's setup: track «a» with a clip of 1 s at 1 s, track «b» with one at 2
 * s. */
int app_setup_two_clips(void **state);

/* What a command line names so; it must be there. */
const struct model *app_model(const struct app_song *song);
int64_t app_track(struct app_song *song, const char *text);
const struct row_clip *app_clip(struct app_song *song, const char *text);

/* Run a line as a script does; and where it must succeed. */
enum status app_line(struct app_song *song, const char *line);
void app_edit(struct app_song *song, const char *line);

#endif

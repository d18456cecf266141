/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view_help.h: a small song and a view of it, without a file and
 * without a display. */
#ifndef TESTS_UI_VIEW_HELP_H
#define TESTS_UI_VIEW_HELP_H

#include "model/ops.h"
#include "ui/view/drag.h"
#include "ui/view/view.h"

/* At 48 kHz, 120 bpm, 4/4: a beat is 24000 frames, a bar 96000.  The view shows 100
 * frames a pixel, 1000 by 400 pixels, and snaps to nothing. */
struct view_song {
    struct model *model;
    struct view *view;
    struct ops ops; /* an edit is open */
    struct fault fault;
};

void view_song_open(struct view_song *song);
void view_song_close(struct view_song *song);

/* Apply the open edit to model and view, and open another; what of the
 * view changed. */
unsigned view_song_apply(struct view_song *song);

/* A track of a kind, which is in the model at once; `lane` may be NULL. */
int64_t view_song_track(struct view_song *song, const char *name,
                        enum track_kind kind, int64_t *lane);
int64_t view_song_lane(struct view_song *song, int64_t track, const char *name);

/* A clip at a frame, of `length` frames out of the midst of a source: it has 10000
 * more before and behind. */
int64_t view_song_clip(struct view_song *song, int64_t lane, int64_t at,
                       int64_t length);

const struct row_clip *view_song_row(const struct view_song *song, int64_t clip);

/* Where on the canvas a row's middle is, and a frame. */
double view_song_y(const struct view_song *song, int64_t lane);
double view_song_x(const struct view_song *song, int64_t frame);

/* Press at x, y of the canvas, move to the other place, in two steps, and let go;
 * the lines, one under the other, to be freed.  The result is checked to hold
 * nothing but them. */
char *view_song_drag(struct view_song *song, double x0, double y0, double x1,
                     double y1, unsigned mods);
char *view_song_drag_ruler(struct view_song *song, enum ruler ruler, double x0,
                           double x1);

/* «command '#ID' rest» as a drag writes it; no lines. */
char *view_song_line(const char *format, ...) PRINTF(1, 2);
#define NOTHING view_song_line("%s", "")

/* Fails unless the lines are those; frees both. */
void says(char *got, char *want);

#endif

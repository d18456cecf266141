/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drag.h: what pressing, moving and letting go does: gestures as machines that know
 * of no pointer device.  Nothing of the song changes before drag_end(), which says
 * in commands what the gesture has meant.
 *
 * Main thread.  view->drag is the one that goes on; layers draw drag_look(). */
#ifndef VIEW_DRAG_H
#define VIEW_DRAG_H

#include "ui/view/hit.h"
#include "ui/view/view.h"

enum drag_mods {
    DRAG_SHIFT = 1 << 0, /* ignores snap; with a click: more */
    DRAG_CTRL = 1 << 1,  /* copies; with a click: this one too, or not */
    DRAG_ALT = 1 << 2,   /* slips the sound within its clip, also with DRAG_CTRL,
                          * where   the desktop moves windows with Alt */
};

struct drag_point {
    /* of the canvas, or of the rulers where it began there; may be outside */
    double x, y;
    unsigned mods;
};

/* A clip as it would be. */
struct drag_ghost {
    int64_t clip_id;  /* whose picture it is */
    int64_t lane_id;  /* where it would lie */
    int64_t start, end; /* frames of the song */
    int64_t offset;   /* of its first frame in the source */
    int64_t fade_in, fade_out;
    double gain_db;
    bool stays; /* a copy: the clip itself stays as well */
};

enum drag_shape {
    DRAG_GHOSTS,   /* clips */
    DRAG_RANGE,    /* a range of time over rows from y0 to y1 */
    DRAG_BAND,     /* a rubber band */
    DRAG_LINE,     /* a line at `from`, as of a split, over y0 … y1 */
    DRAG_COMP,     /* a swipe over lane_id */
    DRAG_LOOP,     /* the song's ranges, as they would be */
    DRAG_PUNCH,
    DRAG_SECTION,  /* a new one */
    DRAG_MARKER,   /* `id` would stand at `from` (a section: to `to`) */
    DRAG_HEIGHT,   /* a row's height: in the view at once */
    DRAG_LOCATE,   /* the playhead at `from` */
    DRAG_TRACKS,   /* tracks would lie at y0, or (to y1) in the folder there */
};

/* What is drawn over the song while it goes on. */
struct drag_look {
    enum drag_shape shape;
    const struct drag_ghost *ghosts;
    const int64_t *ids;    /* of tracks that are dragged; `count` of them */
    size_t count;
    int64_t id, lane_id;
    int depth;         /* in how many folders they would lie, or that folder does */
    int64_t from, to;      /* frames */
    double y0, y1;         /* of the rows: minus zoom.top on the canvas */
    bool snapped;          /* a line at `snap` tells to what */
    int64_t snap;
    bool refused;          /* it cannot be let go of here */
    char text[80];       /* what the pointer says beside it: «+2 bars», «-3.5 dB» */
};

/* What a gesture has meant: lines for command_words(), ids in quotes, else they
 * would be remarks.  All of them are one step of the history. */
struct drag_result {
    char **lines;
    size_t count;
    /* marked, not translated; NULL: as the first line's command */
    const char *label;
    unsigned view;      /* what has changed of the view: enum view_change */
    bool locate;        /* the playhead is to go to view->cursor */
};

/* What pressing there would do, and with which keys, in the user's language. */
const char *drag_hint(const struct view *view, const struct hit *hit, double y);

/* The button went down on a hit: view->drag is the gesture, in place of one that
 * went on.  A click selects what it hits when the button goes down, as long as it
 * is not selected, and else when it is let go.  Returns what has changed of the
 * view (enum view_change). */
unsigned drag_begin(struct view *view, const struct model *model,
                    const struct hit *hit, struct drag_point at);

/* Returns what has changed of the view (enum view_change). */
unsigned drag_update(struct view *view, const struct model *model,
                     struct drag_point at);

/* The button was let go: view->drag is NULL again, the result the caller's. */
struct drag_result drag_end(struct view *view, const struct model *model);
void drag_result_free(struct drag_result *result);

/* Escape, or the button was taken away: as if nothing had been.  Returns what has
 * changed of the view. */
unsigned drag_cancel(struct view *view, const struct model *model);

/* What to draw, or NULL: nothing goes on, or the pointer has not yet moved. */
const struct drag_look *drag_look(const struct view *view);

/* How far the canvas should scroll in this 60th of a second, in pixels: none but
 * while the pointer is dragged near the edge or beyond it. */
void drag_scroll(const struct view *view, double *dx, double *dy);

#endif

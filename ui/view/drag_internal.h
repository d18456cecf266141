/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drag_internal.h: what a gesture is made of: drag.c keeps it, drag_*.c tell what
 * each kind of them does. */
#ifndef VIEW_DRAG_INTERNAL_H
#define VIEW_DRAG_INTERNAL_H

#include "base/base.h"
#include "base/text.h"
#include "ui/view/drag.h"
#include "ui/view/order.h"
#include "ui/view/snap.h"

/* Main thread, all of them; each may be NULL.  `model` is that of now. */
struct drag_kind {
    const char *hint; /* marked: what it does, and with which key held */
    enum drag_shape shape;
    /* The pointer has moved for the first time; and each time. */
    void (*start)(struct drag *drag, struct view *view, const struct model *model);
    void (*update)(struct drag *drag, struct view *view, const struct model *model);
    /* It was let go after it had moved; without having moved. */
    void (*finish)(struct drag *drag, struct view *view, const struct model *model,
                   struct drag_result *result);
    void (*click)(struct drag *drag, struct view *view, const struct model *model,
                  struct drag_result *result);
    /* What update() has changed of the view is to be as before. */
    void (*undo)(struct drag *drag, struct view *view, const struct model *model);
    unsigned view;    /* what update() changes: enum view_change */
    bool at_once;     /* starts when the button goes down */
    bool along, down; /* the canvas scrolls with it */
};

extern const struct drag_kind DRAG_MOVE, DRAG_TRIM_START, DRAG_TRIM_END,
    DRAG_FADE_IN, DRAG_FADE_OUT, DRAG_GAIN, DRAG_SLIP, DRAG_SPLIT, DRAG_TIME,
    DRAG_TIME_START, DRAG_TIME_END, DRAG_RUBBER, DRAG_SWIPE, DRAG_LOOP_RANGE,
    DRAG_PUNCH_RANGE, DRAG_MARKER_PLACE, DRAG_SECTION_END, DRAG_SECTION_NEW,
    DRAG_TEMPO, DRAG_METRE, DRAG_PLAYHEAD, DRAG_ROW_HEIGHT, DRAG_TRACK_ORDER;

struct drag {
    const struct drag_kind *kind;
    struct hit hit;
    struct drag_point first, last;
    /* what was taken hold of: a frame, a height over all rows */
    double from, from_y;
    bool moved;
    bool was_selected; /* before the button went down */
    bool stopped;      /* refused for good: it is not updated */
    struct snap *snap;
    /* the clips that it concerns, in order; the one hit is among them */
    int64_t *ids;
    size_t n_ids;
    struct drag_ghost *ghosts; /* one each, in their order */
    struct drag_ghost *was;    /* as they are in the song */
    struct drag_look look;
    double scratch;     /* a kind's own: a height, a distance */
    bool ranged;        /* the range of the selection before it began */
    frames_t range_from, range_to;
    int64_t *selected;  /* and its clips */
    size_t n_selected;
    struct order_place place; /* of tracks: where they would go */
};

/* Where the pointer is in the song, and on the rows. */
double drag_frame(const struct drag *drag, const struct view *view);
double drag_y(const struct drag *drag, const struct view *view);

/* The place under the pointer that something is dragged to, which was at `origin`:
 * snapped, unless Shift is held; never before the song. */
int64_t drag_place(struct drag *drag, const struct view *view,
                   const struct model *model, int64_t origin);

/* The clips that a gesture on the hit one concerns, with a ghost each. */
void drag_take_clips(struct drag *drag, const struct view *view,
                     const struct model *model);
struct drag_ghost *drag_hit_ghost(struct drag *drag,
                                  const struct drag_ghost *ghosts);

/* Whether one of them is locked: the gesture is refused then, and says why. */
bool drag_locked(struct drag *drag, const struct model *model);

/* Add a line to the result. */
void drag_line(struct drag_result *result, const char *format, ...) PRINTF(2, 3);

/* Write a number of dB as commands read it, whatever the locale. */
void drag_db(char *text, size_t size, double db);

/* Let the drag say a musical place. */
void drag_say_place(struct drag *drag, const struct model *model, int64_t at);

#endif

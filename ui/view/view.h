/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.h: what of a song is seen, selected and about to be done, without a widget.
 *
 * Main thread.  Nothing of it is in the project, and none of it is undone.  Whoever
 * changes a part says so to the studio (ui_studio_view_changed); the song is
 * changed by commands alone.  Memory: view/alloc.h. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "model/model.h"
#include "ui/view/clips.h"
#include "ui/view/drop.h"
#include "ui/view/follow.h"
#include "ui/view/grid.h"
#include "ui/view/rows.h"
#include "ui/view/rulers.h"
#include "ui/view/selection.h"
#include "ui/view/zoom.h"

struct drag;

/* Sound is drawn at most so much taller than it is, and by such steps, in dB. */
enum { WAVES_MOST_DB = 30, WAVES_STEP_DB = 3 };

enum tool { TOOL_POINTER, TOOL_RANGE, TOOL_SPLIT, TOOLS };

/* What stands beside the timeline, as bits. */
enum view_panel {
    PANEL_MIXER = 1 << 0,
    PANEL_BROWSER = 1 << 1,
    PANEL_HISTORY = 1 << 2,
    PANEL_OVERVIEW = 1 << 3,
    PANEL_DESK = 1 << 4, /* the mixer in a window of its own */
};

struct view {
    struct zoom zoom;
    struct grid grid;
    struct rulers rulers;
    enum tool tool;
    struct follow follow; /* the playhead is kept in sight */
    unsigned panels;    /* enum view_panel */
    int waves_db;       /* sound is drawn so much taller; 0: as loud as it is */
    unsigned mixer;  /* what of it is not shown as usual: bits of ui/mixer/side.h */
    int desk_width, desk_height; /* of that window */
    /* where the last click put the playhead: paste, split, insert */
    frames_t cursor;
    frames_t playhead;  /* as of the last tick */
    struct rows *rows;
    struct clips *clips;
    struct selection *selection;
    /* tracks that others' solo silences, in order; see view_silent() */
    int64_t *silent;
    size_t n_silent;
    struct drag *drag;  /* the gesture that goes on, or NULL: view/drag.h */
    struct drop drop;   /* files over the lanes */
    const char *hint;   /* what the button would do where the pointer is; NULL */
};

struct view *view_new(void);
void view_free(struct view *view);

/* What has to be told as changed, as bits: those of enum ui_view_change of the
 * studio. */
enum view_change {
    VIEW_ZOOM = 1 << 0,
    VIEW_SELECTION = 1 << 1,
    VIEW_TOOL = 1 << 2,
    VIEW_ROWS = 1 << 3,
    VIEW_SOLO = 1 << 6, /* which tracks are silenced by it */
    VIEW_DRAG = 1 << 4, /* what a gesture is about to do: view->drag */
    VIEW_PANELS = 1 << 5, /* and what of the mixer is shown */
    VIEW_HINT = 1 << 7,
};

/* Another song was opened (NULL: none is).  `clips` are those of it, sorted, and the
 * view's from now on; NULL: it sorts them itself. */
void view_set_song(struct view *view, const struct model *model,
                   struct clips *clips);

/* An edit is in the model: read anew what it touches.  Returns what has changed of
 * the view, enum view_change. */
unsigned view_apply(struct view *view, const struct model *model,
                    const struct edit *edit);

/* Letters are so large (1: as usual), and what holds them grows along. */
void view_set_letters(struct view *view, const struct model *model, double scale);

/* After heights or folds: lay the rows out anew. */
void view_layout(struct view *view, const struct model *model);

/* Whether a track is silent because others are soloed. */
bool view_silent(const struct view *view, int64_t track);

/* The canvas has another size. */
void view_resize(struct view *view, int width, int height);

/* The view as lines «key=value», to be freed (NULL: no memory), for view_read() to
 * restore when the song is opened again.  Lines that are not known or not sound are
 * passed over. */
char *view_write(const struct view *view);
void view_read(struct view *view, const struct model *model, const char *text);

#endif

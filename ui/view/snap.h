/* SPDX-License-Identifier: GPL-3.0-or-later */
/* snap.h: to what a place sticks while it is dragged: the grid, and what is near of
 * markers, clips' edges and the playhead.
 *
 * Main thread. */
#ifndef VIEW_SNAP_H
#define VIEW_SNAP_H

#include "ui/view/view.h"

struct snap;

/* The places of the song as it is now, but for the clips `except` (sorted), which
 * move. */
struct snap *snap_new(const struct view *view, const struct model *model,
                      const int64_t *except, size_t count);
void snap_free(struct snap *snap);

/* Where `at` comes to lie: at what is less than some 8 pixels away of the places,
 * or else at the grid's nearest line.  With the magnet off it stays.  *stuck says
 * whether it was moved to something; NULL is allowed. */
frames_t snap_at(const struct snap *snap, const struct view *view,
                 const struct model *model, frames_t at, bool *stuck);

/* How far a stretch from `start` to `end` goes when it wants to go by `by`: so that
 * its start or its end sticks, whichever does with less, the start if only the grid
 * draws.  *to is what it stuck to, or -1. */
int64_t snap_stretch(const struct snap *snap, const struct view *view,
                     const struct model *model, int64_t start, int64_t end,
                     int64_t by, int64_t *to);

#endif

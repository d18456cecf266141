/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tiles.h: rows in pieces of 512 pixels, painted once and shown until they change.
 *
 * Main thread.  A frame paints as many as its time allows; where that does not do,
 * an older picture stands in, stretched if it is of another zoom. */
#ifndef UI_TIMELINE_TILES_H
#define UI_TIMELINE_TILES_H

#include "ui/timeline/picture.h"

#include <cairo.h>

struct tiles;

struct tiles *tiles_new(void);
void tiles_free(struct tiles *tiles);

/* Forget all: other colours, another scale factor, another song. */
void tiles_drop(struct tiles *tiles);

/* A row (its id), or every one, has to be painted anew; shown meanwhile as it
 * was. */
void tiles_stale_row(struct tiles *tiles, int64_t row);
void tiles_stale(struct tiles *tiles);

/* Those that were painted without a sound that is there now. */
void tiles_sound_ready(struct tiles *tiles);

/* How long a frame may paint, in microseconds; while the zoom moves, when older
 * tiles stand in for what is missing; and when there is none at all. */
#define TILES_BUDGET 3000
#define TILES_BUDGET_MOVING 1000
#define TILES_BUDGET_FIRST 30000

/* What rows are drawn on: `begin` gives the cairo for one of them, `end` is told
 * when it is done, with a mark: where that is the same as in a frame before, so is
 * all that was drawn, but for `y`. */
struct tiles_sheet {
    cairo_t *(*begin)(void *user, int y, int height);
    void (*end)(void *user, cairo_t *cr, uint64_t mark);
    void *user;
};

/* Draw the rows in sight, as picture->view says, at the canvas's origin.  Returns
 * whether another frame is needed, for what had to wait or while the zoom moves.
 * `now`: microseconds that go on steadily. */
bool tiles_draw(struct tiles *tiles, struct picture *picture,
                const struct tiles_sheet *sheet, int64_t now);

/* Where the song's start lies, in pixels of the buffer left of the canvas's edge:
 * whole ones, so that tiles stay crisp. */
int64_t tiles_origin(const struct zoom *zoom, int unit);

size_t tiles_count(const struct tiles *tiles);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strips.h: pictures of rows that are put together from tiles of another zoom, while
 * that moves.
 *
 * Main thread.  Each is put together when it is drawn, and where the last one was: so
 * one picture, which stays in the processor's cache, does for all rows. */
#ifndef UI_TIMELINE_STRIPS_H
#define UI_TIMELINE_STRIPS_H

#include "ui/timeline/paint.h"

#include <cairo.h>
#include <stddef.h>

struct strips;

/* What is seen from x0 to x1, in pixels from the strip's left edge: a tile, as high as
 * the strip, made as wide as that; or NULL: nothing yet. */
struct strip_piece {
    cairo_surface_t *tile;
    int x0, x1;
};

struct strips *strips_new(void);

/* What was drawn of them stays. */
void strips_free(struct strips *strips);

/* In pixels, `unit` to one of the screen's. */
struct strip_size {
    int width, height, unit;
};

/* Draw one with its upper left corner at 0, y.  The tiles stand as long as it may be
 * drawn again. */
void strips_show(struct strips *strips, cairo_t *cr, double y,
                 const struct strip_size *size, rgb_t nothing,
                 const struct strip_piece pieces[], size_t count);

/* The pixels of an image surface. */
struct pixels strip_pixels(cairo_surface_t *surface);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer.h: what lies on top of the tiles: one file a layer.
 *
 * Main thread.  Each adds nodes to a snapshot, in pixels of the screen, and none
 * where there is nothing to show.  A cairo node costs a picture of its size: they
 * are kept small. */
#ifndef UI_TIMELINE_LAYER_H
#define UI_TIMELINE_LAYER_H

#include "ui/timeline/picture.h"

#include <gtk/gtk.h>

/* Sound that a take lost on the way in: silence lies there in its stead. */
struct gap {
    int64_t track_id;
    const char *take; /* its name when it was recorded */
    int64_t at, frames;
};

struct layer {
    GtkSnapshot *snapshot;
    PangoContext *pango;
    struct picture *picture; /* view, model, colours */
    int64_t origin;          /* as of tiles_origin() */
    int width, height;
    const struct gap *gaps; /* from left to right */
    size_t n_gaps;
};

/* Where a frame of the song is, on a whole pixel; and the top of a row. */
double layer_x(const struct layer *layer, int64_t frame);
double layer_y(const struct layer *layer, const struct view_row *row);

/* A rectangle of one colour, as far as it is on the canvas. */
void layer_fill(const struct layer *layer, double x, double y, double width,
                double height, rgb_t color, double alpha);

/* Cairo for that part of the canvas: to be destroyed; NULL where it is out of
 * sight. */
cairo_t *layer_draw(const struct layer *layer, double x, double y, double width,
                    double height);

/* Text in the labels' font. */
void layer_label(const struct layer *layer, cairo_t *cr, const char *text, double x,
                 double y, rgb_t color);

/* A small plate with text, its lower left corner near x, y but within the
 * canvas. */
void layer_plate(const struct layer *layer, const char *text, double x, double y);

void layer_ranges(const struct layer *layer);    /* selected time, loop and punch */
/* of clips that begin left of the edge */
void layer_names(const struct layer *layer);
void layer_marks(const struct layer *layer);     /* markers */
void layer_gaps(const struct layer *layer);      /* lost sound */
/* selected clips, with their handles */
void layer_selection(const struct layer *layer);
void layer_drag(const struct layer *layer);      /* what a gesture is about to do */
void layer_drop(const struct layer *layer);     /* files that are dragged over it */

#endif

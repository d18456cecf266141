/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer.h: what lies on top of the tiles: one file a layer.
 *
 * Main thread.  Each draws with cairo, in pixels of the screen, and nothing where there is
 * nothing to show. */
#ifndef UI_TIMELINE_LAYER_H
#define UI_TIMELINE_LAYER_H

#include "ui/timeline/picture.h"

#include <gtk/gtk.h>

struct layer {
    cairo_t *cr;
    PangoContext *pango;
    struct picture *picture; /* view, model, colours */
    int64_t origin;          /* as of tiles_origin() */
    int width, height;
};

/* Where a frame of the song is, on a whole pixel; and the top of a row. */
double layer_x(const struct layer *layer, int64_t frame);
double layer_y(const struct layer *layer, const struct view_row *row);

/* The picture's labels, painted over; returns their width. */
int layer_label(const struct layer *layer, const char *text, double x, double y, int room,
                rgb_t color);

/* A small plate with text, its lower left corner near x, y but within the canvas. */
void layer_plate(const struct layer *layer, const char *text, double x, double y);

void layer_ranges(const struct layer *layer);    /* selected time, loop and punch */
void layer_names(const struct layer *layer);     /* of clips that begin left of the edge */
void layer_marks(const struct layer *layer);     /* markers */
void layer_selection(const struct layer *layer); /* selected clips, with their handles */
void layer_drag(const struct layer *layer);      /* what a gesture is about to do */

#endif

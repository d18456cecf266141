/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zoom.h: which part of the song is seen, how large, and where on the canvas that
 * is.
 *
 * Main thread.  x counts pixels from the canvas's left edge, y from its top; a
 * row's own place (view/rows.h) counts from the top of all rows, so y = row.y -
 * zoom.top.  Pixels are the widget's, whatever its scale factor. */
#ifndef VIEW_ZOOM_H
#define VIEW_ZOOM_H

#include "time/time.h"

#include <stdbool.h>

#define ZOOM_NEAREST 0.02 /* frames a pixel: 50 pixels a frame */
#define ZOOM_FARTHEST 1e7

struct zoom {
    double start; /* the frame at x = 0 */
    double scale; /* frames a pixel */
    double top;   /* pixels that are scrolled away above */
    int width;    /* of the canvas */
    int height;
    /* how far scrolling goes */
    double end;  /* where the song ends, in frames; a minute at least */
    double song; /* where what there is in it ends; 0: nothing is */
    double rows; /* the height of all rows */
};

static inline double
zoom_x(const struct zoom *zoom, frames_t at)
{
    return ((double)at.n - zoom->start) / zoom->scale;
}

static inline double
zoom_frame(const struct zoom *zoom, double x)
{
    return zoom->start + x * zoom->scale;
}

/* The frame at x, to the nearest whole one; none lies before the song. */
frames_t zoom_at(const struct zoom *zoom, double x);

/* As far as scrolling may go: half a screen past the song's end, and not above the
 * rows.  All others keep to it. */
void zoom_clamp(struct zoom *zoom);

/* Let the frame at x stay where it is, and show `factor` times as much of the
 * song. */
void zoom_by(struct zoom *zoom, double x, double factor);

/* Two fingers hold `frame`, and have their middle at x: show it there, with `scale`
 * frames a pixel, as near to both as can be. */
void zoom_hold(struct zoom *zoom, double frame, double x, double scale);

/* Show all of from … to with a little room beside it (none: nothing changes); the
 * song. */
void zoom_range(struct zoom *zoom, frames_t from, frames_t to);
void zoom_all(struct zoom *zoom);

/* Scroll by pixels, as far as it goes.  Returns whether anything moved. */
bool zoom_scroll(struct zoom *zoom, double dx, double dy);

/* Bring a place into sight, if it is not there, with `margin` pixels beside it; a
 * row from y to y + height likewise.  Returns whether anything moved. */
bool zoom_show(struct zoom *zoom, frames_t at, double margin);
bool zoom_show_row(struct zoom *zoom, double y, double height);

/* Turn the page where `at` has left the screen, as following the playhead does. */
bool zoom_follow(struct zoom *zoom, frames_t at);

/* Bring `at` nearer to the middle, where it then stays: as following it smoothly
 * does.  What is left of the middle runs there by itself. */
bool zoom_glide(struct zoom *zoom, frames_t at);

#endif

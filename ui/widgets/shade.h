/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shade.h: what is drawn behind a curve's lines: heights as an area, and as a thin
 * line above it.  Any thread; it needs no display. */
#ifndef UI_WIDGETS_SHADE_H
#define UI_WIDGETS_SHADE_H

#include <gdk/gdk.h>

/* Where it is drawn: the foot of the area is at its bottom. */
struct shade_room {
    double left, top, width, height;
};

/* `count` heights, 0 … 1 of the room, evenly from its left to its right end; `line`
 * NULL: none. */
void shade_draw(cairo_t *cr, const struct shade_room *room, const GdkRGBA *color,
                const double *area, const double *line, int count);

#endif

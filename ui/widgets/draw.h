/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw.h: how the controls look: pixels only, no widgets.  Main thread; sizes are
 * in units of the widget, and cairo knows how many pixels that is. */
#ifndef UI_WIDGETS_DRAW_H
#define UI_WIDGETS_DRAW_H

#include "ui/widgets/colors.h"

/* A rectangle with round corners, as a path. */
void draw_rounded(cairo_t *cr, double x, double y, double width, double height,
                  double radius);

/* A knob in a square of `size`: its ring is coloured from `origin` to `place` (0 …
 * 1). */
struct knob_look {
    double size;
    double origin, place;
    GdkRGBA color;
    bool dull; /* insensitive */
};
void draw_knob(cairo_t *cr, const struct colors *colors,
               const struct knob_look *look);

/* A fader's groove, and its cap around `at`. */
void draw_groove(cairo_t *cr, const struct colors *colors, double x, double top,
                 double bottom);
struct cap_look {
    double x, at; /* the middle */
    double width, height;
    GdkRGBA color;
    bool held;
};
void draw_cap(cairo_t *cr, const struct colors *colors,
              const struct cap_look *look);

/* A meter's ladder from its foot to its top, all lit, or dark; one channel wide. */
void draw_ladder(cairo_t *cr, const struct colors *colors, double width,
                 double height, bool lit);

/* The colour of a level on such a ladder. */
GdkRGBA draw_level_color(const struct colors *colors, double place);

#endif

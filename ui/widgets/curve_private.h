/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve_private.h: what the files of curve share.  Main thread. */
#ifndef UI_WIDGETS_CURVE_PRIVATE_H
#define UI_WIDGETS_CURVE_PRIVATE_H

#include "ui/widgets/curve.h"
#include "ui/widgets/colors.h"

struct curve_axis {
    const struct number *number;
    const double *marks;
    size_t count;
};

struct _UiCurve {
    GtkWidget parent_instance;
    struct curve_axis x, y;
    struct curve_line lines[CURVE_LINES];
    double samples[CURVE_LINES][CURVE_SAMPLES];
    struct curve_point points[CURVE_POINTS];
    bool have_shade, have_shade_line;
    double shade[CURVE_SAMPLES], shade_line[CURVE_SAMPLES];
    struct colors colors;
    bool have_colors;
    bool small;
    int picked;
    double spot_x, spot_y;
    bool dragging, moving;
    double place_x, place_y; /* of the point that is dragged */
    double last_x, last_y;   /* of the pointer */
    uint32_t pressed; /* when; 0: not yet, or twice */
    unsigned resting;
    char *says[CURVE_POINTS]; /* what a screen reader is told of them */
    GtkWidget *proxies[2];    /* curve_say.c; NULL: nothing was said yet */
    int turn;                 /* the one that speaks next */
};

enum { CURVE_POINT = 8 }; /* half of one, to the eye */


/* Where the axes are. */
struct curve_room {
    double left, top, width, height;
};
struct curve_room curve_room(UiCurve *self);

/* Where a value is, in units of the widget. */
double curve_x(UiCurve *self, double x);
double curve_y(UiCurve *self, double y);

/* Say the point that is picked, which takes the focus; say it as it is now, after a
 * change; and put what speaks where it is. */
void curve_say_picked(UiCurve *self);
void curve_say_again(UiCurve *self);
void curve_say_places(UiCurve *self);
void curve_say_end(UiCurve *self);

/* All of it; the colors is current. */
void curve_draw(UiCurve *self, cairo_t *cr);

#endif

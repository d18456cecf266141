/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.h: lines over two axes, with points that a hand moves.
 *
 * Main thread.  It draws what it is given and knows nothing of it: EQ, dynamics,
 * fades.  Points are moved by dragging (finer with Shift, along one axis with Ctrl)
 * and, the one picked, by arrow keys; Tab and Shift+Tab pick the next while there
 * is one; Escape takes a move back.
 *
 * Signals, with a point's number:
 *   pick (int)                     it was pressed, or reached by key
 *   begin-move (int), move (int, double x, double y), end-move (int)
 *   cancel (int)                   instead of end-move: it is to be where it was
 *   turn (int, double steps) the wheel over it, with Ctrl, or Page Up and Down
 *   reset (int)                    a double click, or Backspace */
#ifndef UI_WIDGETS_CURVE_H
#define UI_WIDGETS_CURVE_H

#include "ui/widgets/number.h"

#include <gtk/gtk.h>

#define UI_TYPE_CURVE ui_curve_get_type()
G_DECLARE_FINAL_TYPE(UiCurve, ui_curve, UI, CURVE, GtkWidget)

enum { CURVE_LINES = 8, CURVE_POINTS = 8, CURVE_SAMPLES = 256 };

GtkWidget *ui_curve_new(void);

/* What the axes measure; the numbers stand as long as the widget.  `marks` are
 * values with a line and a label, `count` of them. */
void ui_curve_set_x(UiCurve *self, const struct number *number, const double *marks,
                    size_t count);
void ui_curve_set_y(UiCurve *self, const struct number *number, const double *marks,
                    size_t count);

/* A line: CURVE_SAMPLES values of y, evenly along x; NULL: none.  `fill`: how
 * strongly the area to `base` is coloured, 0 … 1. */
struct curve_line {
    const double *y;
    GdkRGBA color;
    double width;
    double fill, base;
};
void ui_curve_set_line(UiCurve *self, int line, const struct curve_line *how);

/* The x of a sample. */
double ui_curve_sample(UiCurve *self, int sample);

struct curve_point {
    bool shown;
    bool on; /* else it is drawn dimly */
    double x, y;
    GdkRGBA color;
    const char *label; /* a letter or two; stands as long as the point */
    bool level;        /* moves along x only */
};
void ui_curve_set_point(UiCurve *self, int point, const struct curve_point *how);
/* The same in words, for a screen reader: «Band 2, 380 Hz, -5.0 dB». */
void ui_curve_set_says(UiCurve *self, int point, const char *text);
void ui_curve_pick(UiCurve *self, int point); /* -1: none */

/* What is drawn behind all lines: CURVE_SAMPLES heights, 0 … 1 of the room, as an
 * area, and as a thin line above it (NULL: none); NULL and NULL: nothing. */
void ui_curve_set_shade(UiCurve *self, const double *area, const double *line);

/* A spot that shows where it stands now; NAN: none. */
void ui_curve_set_spot(UiCurve *self, double x, double y);

/* A small one, without marks and labels. */
void ui_curve_set_small(UiCurve *self, bool small);

void ui_curve_set_title(UiCurve *self, const char *title);

#endif

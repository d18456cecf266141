/* SPDX-License-Identifier: GPL-3.0-or-later */
/* range.h: what faders and knobs have in common: one number under the hand.
 *
 * Main thread.  It is a GtkRange, since a screen reader gets values from those
 * alone; none of a GtkRange's own gestures are left.  Its name tells its value:
 * «Volume, -6.2 dB».
 *
 * A drag moves it by as much as the pointer moves, slower by ten with Shift; a
 * double click or Ctrl+click puts it where it starts from; arrow keys step, finer
 * with Shift, Page Up and Down by six; Home and End go to the ends, Backspace to
 * the start; Escape takes a drag back.  The wheel turns it with Ctrl held while it
 * has the focus, and never else.
 *
 * Signals:
 *   begin-ride            a hand, a key or a screen reader begins to change it
 *   ride (double)         it stands there now
 *   end-ride (double) it stays there: once for each begin-ride; keys and wheel end
 *     when
 *                         they have rested, or the focus goes
 *   type                  Return, or a digit: its owner may offer an entry */
#ifndef UI_WIDGETS_RANGE_H
#define UI_WIDGETS_RANGE_H

#include "ui/widgets/number.h"
#include "ui/widgets/colors.h"

#define UI_TYPE_RANGE ui_range_get_type()
G_DECLARE_DERIVABLE_TYPE(UiRange, ui_range, UI, RANGE, GtkRange)

struct _UiRangeClass {
    GtkRangeClass parent_class;
    /* How far the pointer goes for the whole of it, in units of the widget. */
    double (*travel)(UiRange *self);
    /* Draw it; the colors is current. */
    void (*draw)(UiRange *self, cairo_t *cr, const struct colors *colors);
};

/* The number is the caller's, and stands as long as the widget. */
void ui_range_set_number(UiRange *self, const struct number *number);
const struct number *ui_range_get_number(UiRange *self);

/* What it is the value of, in the user's language. */
void ui_range_set_title(UiRange *self, const char *title);

/* Show a value; no signal comes of it, and a hand that rides is not disturbed. */
void ui_range_show(UiRange *self, double value);
double ui_range_value(UiRange *self);
double ui_range_place(UiRange *self);
bool ui_range_is_riding(UiRange *self);

/* Set it as a hand would: a whole ride.  For what was typed. */
void ui_range_enter(UiRange *self, double value);

/* Its colour: a track's. */
void ui_range_set_color(UiRange *self, const GdkRGBA *color);
const GdkRGBA *ui_range_get_color(UiRange *self);

#endif

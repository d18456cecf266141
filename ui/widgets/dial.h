/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dial.h: a knob with its name above and its value, which can be typed, below: a
 * control of an editor.  Main thread. */
#ifndef UI_WIDGETS_DIAL_H
#define UI_WIDGETS_DIAL_H

#include "ui/widgets/range.h"

#define UI_TYPE_DIAL ui_dial_get_type()
G_DECLARE_FINAL_TYPE(UiDial, ui_dial, UI, DIAL, GtkWidget)

/* The number stands as long as the widget; `of` is what the name is told after, for
 * a screen reader («Band 2, Frequency»), or NULL. */
GtkWidget *ui_dial_new(const struct number *number, const char *name,
                       const char *of);

/* Its knob, which has the signals of a ride. */
UiRange *ui_dial_range(UiDial *self);
void ui_dial_show(UiDial *self, double value);
void ui_dial_set_color(UiDial *self, const GdkRGBA *color);

#endif

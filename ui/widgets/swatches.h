/* SPDX-License-Identifier: GPL-3.0-or-later */
/* swatches.h: the colours that tracks are given, and a choice of them, or of any
 * other, by a click.
 *
 * Main thread. */
#ifndef UI_WIDGETS_SWATCHES_H
#define UI_WIDGETS_SWATCHES_H

#include <gtk/gtk.h>

enum { UI_SWATCHES = 9 };

/* The nth: its name, translated, and «#rrggbb». */
const char *ui_swatch_name(int swatch);
const char *ui_swatch_color(int swatch);

/* Show them, and all others below, over a widget, at a place in it; the one chosen is given to the
 * selected tracks (`win.track-color`).  `now` (0xRRGGBB) is marked, where it is
 * among them. */
void ui_swatches_pop_up(GtkWidget *over, const GdkRectangle *at, int64_t now);

#endif

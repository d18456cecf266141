/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spectrum.h: any colour: hues from left to right, from light to dark; or typed.
 *
 * Main thread.  Only colours that clips and names can be drawn on. */
#ifndef UI_WIDGETS_SPECTRUM_H
#define UI_WIDGETS_SPECTRUM_H

#include <gtk/gtk.h>

/* `chosen` is called with «#rrggbb» when the hand lets go, or Return is pressed;
 * `now` (0xRRGGBB) stands in its entry. */
GtkWidget *ui_spectrum_new(int width, int height, int64_t now,
                           void (*chosen)(GtkWidget *spectrum, const char *color));

/* The colour at a place of it, 0 … 1 from left to right and from top to bottom. */
GdkRGBA ui_spectrum_at(double x, double y);

#endif

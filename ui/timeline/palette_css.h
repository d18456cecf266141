/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_TIMELINE_PALETTE_CSS_H
#define UI_TIMELINE_PALETTE_CSS_H

#include "ui/timeline/palette.h"

#include <gtk/gtk.h>

/* Main thread: the colours as the style sheets name them now; returns whether any
 * differs from what *palette was. */
bool ui_palette_read(GtkWidget *widget, struct palette *palette);

/* Main thread: for nodes and for cairo. */
GdkRGBA ui_rgba(rgb_t color, double alpha);
void ui_source(cairo_t *cr, rgb_t color, double alpha);

#endif

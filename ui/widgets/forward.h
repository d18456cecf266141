/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forward.h: time, and signals on their way through a console, go from left to
 * right in all languages.  Main thread. */
#ifndef UI_WIDGETS_FORWARD_H
#define UI_WIDGETS_FORWARD_H

#include <gtk/gtk.h>

/* Let a widget and all that is in it now lie from left to right, also where words
 * are written from right to left. */
void ui_forward(GtkWidget *widget);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tip.h: the words that come up where the pointer rests, and that a screen reader
 * has as the widget's description.  Main thread. */
#ifndef UI_WIDGETS_TIP_H
#define UI_WIDGETS_TIP_H

#include <gtk/gtk.h>

/* As gtk_widget_set_tooltip_text() does; but that one asks the display where the
 * pointer is, and waits for the answer, each time and for each widget. */
void ui_tip_set(GtkWidget *widget, const char *text);

/* NULL: it has none. */
const char *ui_tip(GtkWidget *widget);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glass.h: a pane over a group of widgets, on which those that move all the time
 * are painted.
 *
 * Main thread.  What lies below is not touched by their moving, and can be a
 * UiStill; and where many of them move there is one thing to be drawn anew: from
 * thirty places in a frame on, GTK draws the whole window. */
#ifndef UI_WIDGETS_GLASS_H
#define UI_WIDGETS_GLASS_H

#include <gtk/gtk.h>

#define UI_TYPE_GLASS ui_glass_get_type()
G_DECLARE_FINAL_TYPE(UiGlass, ui_glass, UI, GLASS, GtkWidget)

/* It takes no pointer; whoever makes it puts it above the others.  So many widgets
 * at most are drawn each by itself: more, or where others that move lie beside it,
 * as one. */
GtkWidget *ui_glass_new(guint apart);

/* Paint that widget here, for as long as both live: `paint` draws it at the origin.
 * The widget draws nothing itself. */
void ui_glass_add(UiGlass *self, GtkWidget *widget,
                  void (*paint)(GtkWidget *widget, cairo_t *cr));

/* It looks different now. */
void ui_glass_redraw(UiGlass *self, GtkWidget *widget);

#endif

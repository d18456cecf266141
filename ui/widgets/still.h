/* SPDX-License-Identifier: GPL-3.0-or-later */
/* still.h: a frame around what seldom changes, such as a row of buttons: it is
 * painted once, and then shown as a picture until something in it changes.
 *
 * Main thread.  Without a GPU each frame goes through all that the window shows,
 * even where only a meter has moved: letters, round corners and shadows are most of
 * the work.  What moves by itself stands outside of such a frame. */
#ifndef UI_WIDGETS_STILL_H
#define UI_WIDGETS_STILL_H

#include <gtk/gtk.h>

#define UI_TYPE_STILL ui_still_get_type()
G_DECLARE_FINAL_TYPE(UiStill, ui_still, UI, STILL, GtkWidget)

/* Whether nothing but the processor draws what the widget stands in, which is on a
 * display. */
bool ui_by_software(GtkWidget *widget);

/* It is shown as long as the child is. */
GtkWidget *ui_still_new(GtkWidget *child);

#endif

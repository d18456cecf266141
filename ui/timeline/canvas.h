/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canvas.h: the rows of the timeline with their clips, and what lies on top of
 * them.
 *
 * Main thread.  Its x and y are those of ui/view: x as zoom_x() has it, y counts
 * from the top of what is seen.  It only shows: whoever works with the pointer adds
 * controllers to it (gtk_widget_add_controller), changes the view, and says so to
 * the studio.  It fills the view's width and height whenever it gets another
 * size. */
#ifndef UI_TIMELINE_CANVAS_H
#define UI_TIMELINE_CANVAS_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_CANVAS ui_canvas_get_type()
G_DECLARE_FINAL_TYPE(UiCanvas, ui_canvas, UI, CANVAS, GtkWidget)

GtkWidget *ui_canvas_new(UiStudio *studio);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* column.h: a vertical box, one of whose children is drawn before the others.
 *
 * Main thread.  Without a GPU, what comes first in a frame goes straight there, if
 * nothing lies below it; all else is painted beside it, and blended over it.  So the
 * largest part of a window that moves comes first. */
#ifndef UI_WIDGETS_COLUMN_H
#define UI_WIDGETS_COLUMN_H

#include <gtk/gtk.h>

#define UI_TYPE_COLUMN ui_column_get_type()
G_DECLARE_FINAL_TYPE(UiColumn, ui_column, UI, COLUMN, GtkBox)

GtkWidget *ui_column_new(void);

/* That child, as long as it is one. */
void ui_column_draw_first(UiColumn *self, GtkWidget *child);

#endif

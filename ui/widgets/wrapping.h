/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wrapping.h: a row that goes on in the next line where it is not wide enough.  Main
 * thread. */
#ifndef UI_WIDGETS_WRAPPING_H
#define UI_WIDGETS_WRAPPING_H

#include <gtk/gtk.h>

#define UI_TYPE_WRAPPING ui_wrapping_get_type()
G_DECLARE_FINAL_TYPE(UiWrapping, ui_wrapping, UI, WRAPPING, GtkWidget)

/* With so many pixels between children, and between lines. */
GtkWidget *ui_wrapping_new(int spacing);

/* In a line, those that want to (hexpand) share what is left of it. */
void ui_wrapping_append(UiWrapping *self, GtkWidget *child);

#endif

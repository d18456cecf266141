/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stamp.h: a song from far away (app/thumbnail.h), drawn.  Main thread. */
#ifndef UI_SHELL_STAMP_H
#define UI_SHELL_STAMP_H

#include <gtk/gtk.h>

#define UI_TYPE_STAMP ui_stamp_get_type()
G_DECLARE_FINAL_TYPE(UiStamp, ui_stamp, UI, STAMP, GtkWidget)

/* Of the song in that folder; it says nothing to a screen reader. */
GtkWidget *ui_stamp_new(const char *folder);

/* Look at it again. */
void ui_stamp_reload(UiStamp *self);

#endif

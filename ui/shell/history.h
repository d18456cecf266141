/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.h: the panel that shows all that was done, newest on top, with the ways
 * that branch off; a click, or Return, goes there.
 *
 * Main thread.  It reads the history when it is seen first, and then follows. */
#ifndef UI_SHELL_HISTORY_H
#define UI_SHELL_HISTORY_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_HISTORY ui_history_get_type()
G_DECLARE_FINAL_TYPE(UiHistory, ui_history, UI, HISTORY, GtkWidget)

GtkWidget *ui_history_new(UiStudio *studio);

#endif

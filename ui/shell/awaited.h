/* SPDX-License-Identifier: GPL-3.0-or-later */
/* awaited.h: a line at the window's foot that says which song is being opened, and
 * has a way to let it be.  One that is there at once is not told of.
 *
 * Main thread. */
#ifndef UI_SHELL_AWAITED_H
#define UI_SHELL_AWAITED_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_AWAITED ui_awaited_get_type()
G_DECLARE_FINAL_TYPE(UiAwaited, ui_awaited, UI, AWAITED, GtkWidget)

GtkWidget *ui_awaited_new(UiStudio *studio);

#endif

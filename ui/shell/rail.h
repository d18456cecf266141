/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rail.h: a step of the history as a dot on its line, and the lines that pass it.
 * Main thread. */
#ifndef UI_SHELL_RAIL_H
#define UI_SHELL_RAIL_H

#include "app/history.h"

#include <gtk/gtk.h>

#define UI_TYPE_RAIL ui_rail_get_type()
G_DECLARE_FINAL_TYPE(UiRail, ui_rail, UI, RAIL, GtkWidget)

GtkWidget *ui_rail_new(void);
void ui_rail_show(UiRail *self, const struct history_step *step, unsigned columns);

#endif

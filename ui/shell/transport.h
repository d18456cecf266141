/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transport.h: the bar at the window's head: the song's name, undo and redo, the
 * transport's buttons, the clock, and what is shown.  Main thread. */
#ifndef UI_SHELL_TRANSPORT_H
#define UI_SHELL_TRANSPORT_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_TRANSPORT ui_transport_get_type()
G_DECLARE_FINAL_TYPE(UiTransport, ui_transport, UI, TRANSPORT, GtkWidget)

GtkWidget *ui_transport_new(UiStudio *studio, UiActions *actions);

/* Parts add what stands for them: tools on the left, and on the right a switch for
 * a panel, by the name of its action. */
void ui_transport_add_tool(UiTransport *self, GtkWidget *widget);
void ui_transport_add_panel(UiTransport *self, const char *action,
                            const char *icon);

#endif

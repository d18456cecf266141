/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browser_foot.h: how files are heard: whether by themselves, and how loud.  Main
 * thread. */
#ifndef UI_SHELL_BROWSER_FOOT_H
#define UI_SHELL_BROWSER_FOOT_H

#include "ui/studio.h"

#include <gtk/gtk.h>
#include <stdbool.h>

#define UI_TYPE_BROWSER_FOOT ui_browser_foot_get_type()
G_DECLARE_FINAL_TYPE(UiBrowserFoot, ui_browser_foot, UI, BROWSER_FOOT, GtkWidget)

GtkWidget *ui_browser_foot_new(UiStudio *studio);

/* Whether a file is heard when it is chosen. */
bool ui_browser_foot_is_auto(UiBrowserFoot *self);

#endif

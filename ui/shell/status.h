/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status.h: the line at the window's foot: what is selected, and how the sound is:
 * driver, rate, block, latency, load, minutes of disk, xruns.  Main thread. */
#ifndef UI_SHELL_STATUS_H
#define UI_SHELL_STATUS_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_STATUS ui_status_get_type()
G_DECLARE_FINAL_TYPE(UiStatus, ui_status, UI, STATUS, GtkWidget)

GtkWidget *ui_status_new(UiStudio *studio);

#endif

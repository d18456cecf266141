/* SPDX-License-Identifier: GPL-3.0-or-later */
/* banner.h: lines below the transport that tell what happened, and go by themselves
 * or with a click; never a box that stops the work.  Main thread. */
#ifndef UI_SHELL_BANNER_H
#define UI_SHELL_BANNER_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_BANNER ui_banner_get_type()
G_DECLARE_FINAL_TYPE(UiBanner, ui_banner, UI, BANNER, GtkWidget)

/* It shows what the studio tells. */
GtkWidget *ui_banner_new(UiStudio *studio);

#endif

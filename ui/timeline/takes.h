/* SPDX-License-Identifier: GPL-3.0-or-later */
/* takes.h: the takes that are being recorded, growing over the canvas.
 *
 * Main thread.  A layer of its own, so that nothing else is drawn when they
 * grow. */
#ifndef UI_TIMELINE_TAKES_H
#define UI_TIMELINE_TAKES_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_TAKES ui_takes_get_type()
G_DECLARE_FINAL_TYPE(UiTakes, ui_takes, UI, TAKES, GtkWidget)

/* To lie exactly over the canvas. */
GtkWidget *ui_takes_new(UiStudio *studio);

#endif

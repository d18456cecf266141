/* SPDX-License-Identifier: GPL-3.0-or-later */
/* side.h: the panels beside the timeline: files, history.  Main thread. */
#ifndef UI_SHELL_SIDE_H
#define UI_SHELL_SIDE_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

/* `main` with the panels at its right; «browser» and «history» show and hide
 * them. */
GtkWidget *ui_side_new(UiStudio *studio, UiActions *actions, GtkWidget *main);

#endif

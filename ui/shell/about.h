/* SPDX-License-Identifier: GPL-3.0-or-later */
/* about.h: what this program is, in a window.  Main thread. */
#ifndef UI_SHELL_ABOUT_H
#define UI_SHELL_ABOUT_H

#include <gtk/gtk.h>

void ui_about_show(GtkWindow *parent);

#endif

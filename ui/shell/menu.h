/* SPDX-License-Identifier: GPL-3.0-or-later */
/* menu.h: the menu of the window.  Main thread. */
#ifndef UI_SHELL_MENU_H
#define UI_SHELL_MENU_H

#include <gtk/gtk.h>

GtkWidget *ui_menu_button_new(void);

#endif

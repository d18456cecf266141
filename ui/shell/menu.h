/* SPDX-License-Identifier: GPL-3.0-or-later */
/* menu.h: the menu of the window, which tells the keys as they are.  Main
 * thread. */
#ifndef UI_SHELL_MENU_H
#define UI_SHELL_MENU_H

#include "ui/shell/actions.h"

GtkWidget *ui_menu_button_new(UiActions *actions);

#endif

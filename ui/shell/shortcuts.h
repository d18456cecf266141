/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shortcuts.h: the window of all keys: which key does what, and another one where
 * the user wants it.  Main thread. */
#ifndef UI_SHELL_SHORTCUTS_H
#define UI_SHELL_SHORTCUTS_H

#include "ui/shell/actions.h"

void ui_shortcuts_show(GtkWindow *parent, UiActions *actions);

#endif

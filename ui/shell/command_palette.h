/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command_palette.h: every action by name, with its key: type some letters, press
 * Enter.  Main thread. */
#ifndef UI_SHELL_COMMAND_PALETTE_H
#define UI_SHELL_COMMAND_PALETTE_H

#include "ui/shell/actions.h"

void ui_command_palette_show(GtkWindow *parent, UiActions *actions);

#endif

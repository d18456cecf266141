/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actions_transport.h: play, stop, record, locate, loop, punch, click.  Main
 * thread. */
#ifndef UI_SHELL_ACTIONS_TRANSPORT_H
#define UI_SHELL_ACTIONS_TRANSPORT_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

/* Their switches follow the studio. */
void ui_actions_add_transport(UiActions *actions, UiStudio *studio);

#endif

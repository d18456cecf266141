/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bounce.h: the window that asks how to bounce, tells how far it is, and what came
 * of it.  The song plays on meanwhile, and may be edited: what is bounced is the
 * song as it was when the button was pressed.
 *
 * Main thread. */
#ifndef UI_SHELL_BOUNCE_H
#define UI_SHELL_BOUNCE_H

#include "ui/shell/actions.h"
#include "ui/shell/jobs.h"

/* «bounce» shows it, over `window`. */
void ui_actions_add_bounce(UiActions *actions, UiStudio *studio, UiJobs *jobs,
                           GtkWindow *window);

#endif

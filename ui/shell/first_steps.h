/* SPDX-License-Identifier: GPL-3.0-or-later */
/* first_steps.h: a sound device from the choice to the first take, a page a step:
 * what it really runs at, what comes in, a tone, the round trip.
 *
 * Main thread.  The action is «first-steps».  Every step can be passed over, and
 * Escape ends all of them; nothing waits for them. */
#ifndef UI_SHELL_FIRST_STEPS_H
#define UI_SHELL_FIRST_STEPS_H

#include "ui/shell/window.h"

void ui_first_steps_show(UiWindow *window);

/* The same where they have never been shown (the setting «first-run»). */
void ui_first_steps_begin(UiWindow *window);

void ui_actions_add_first_steps(UiActions *actions, UiWindow *window);

#endif

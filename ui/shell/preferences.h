/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preferences.h: what the user likes: the sound device, recording, looks.  What is
 * changed holds at once, and is kept; there is nothing to confirm.
 *
 * Main thread. */
#ifndef UI_SHELL_PREFERENCES_H
#define UI_SHELL_PREFERENCES_H

#include "ui/shell/window.h"

/* «preferences» shows them over the window. */
void ui_actions_add_preferences(UiActions *actions, UiWindow *window);

#endif

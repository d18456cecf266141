/* SPDX-License-Identifier: GPL-3.0-or-later */
/* desk.h: where the mixer stands, below the timeline or in a window of its own, and
 * what can be done with it by name.  Main thread. */
#ifndef UI_MIXER_DESK_H
#define UI_MIXER_DESK_H

#include "ui/mixer/mixer.h"

/* Add the mixer's actions; `docked`, the one below the timeline, is shown and
 * hidden by them, and what they need lives as long as it. */
void ui_actions_add_mixer(UiActions *actions, UiStudio *studio, UiMixer *docked);

#endif

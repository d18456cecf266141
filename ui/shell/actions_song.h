/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actions_song.h: open and close a song, undo and redo, and the window itself.
 * Main thread. */
#ifndef UI_SHELL_ACTIONS_SONG_H
#define UI_SHELL_ACTIONS_SONG_H

#include "ui/shell/actions.h"
#include "ui/shell/window.h"

void ui_actions_add_song(UiActions *actions, UiWindow *window);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inputs.h: the inputs that the sound device has, to choose one for a track: in the
 * mixer and in a track's menu.  Main thread. */
#ifndef UI_INPUTS_H
#define UI_INPUTS_H

#include "ui/studio.h"

#include <gtk/gtk.h>

/* What can be chosen, the caller's: each input by the name that the system has for
 * it, each two of them as stereo, and none.  The target of `action` is the word of
 * the command `input` («3», «3,4», «none»), with the track before it, (xs), where
 * `track` is not 0. */
GMenu *ui_inputs_menu(UiStudio *studio, int64_t track, const char *action);

/* The choice that a track's input is there. */
char *ui_inputs_choice(UiStudio *studio, int64_t track);

/* «Input 3», «Inputs 3 and 4», «No input», of a track; the caller's. */
char *ui_inputs_text(UiStudio *studio, int64_t track);

/* For a new track of one or two channels: the first input, or pair, that no track
 * has; where all are taken, the first; «none» where the device has not so many.
 * The caller's. */
char *ui_inputs_free(UiStudio *studio, int channels);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mixer.h: all strips of the song, side by side, the master at the end.
 *
 * Main thread.  It follows the studio by itself: several of them, in the window and
 * in a window of their own, show the same.  Strips are built when they come into
 * sight. */
#ifndef UI_MIXER_MIXER_H
#define UI_MIXER_MIXER_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

#include <gtk/gtk.h>
#include <stdbool.h>

#define UI_TYPE_MIXER ui_mixer_get_type()
G_DECLARE_FINAL_TYPE(UiMixer, ui_mixer, UI, MIXER, GtkWidget)

/* `actions` serve the windows that it opens: a console, a device. */
GtkWidget *ui_mixer_new(UiStudio *studio, UiActions *actions);

/* Before it is seen: make the master's strip, which comes with its first frame
 * else. */
void ui_mixer_prepare(UiMixer *self);

/* It is not seen any more, and will go: drop one of its strips; whether there are
 * more.  From then on it follows nobody. */
bool ui_mixer_drop(UiMixer *self);

/* What a menu or a key asks for: the console of the track that is selected (or of
 * the master), its name, and all peaks and lamps forgotten. */
void ui_mixer_show_console(UiMixer *self);
void ui_mixer_forget_peaks(UiMixer *self);

#endif

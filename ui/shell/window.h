/* SPDX-License-Identifier: GPL-3.0-or-later */
/* window.h: the one window of a song: transport above, timeline, mixer below, and a
 * line that tells how things are.  Main thread. */
#ifndef UI_SHELL_WINDOW_H
#define UI_SHELL_WINDOW_H

#include "ui/shell/actions.h"
#include "ui/studio.h"
#include "ui/timeline/timeline.h"

#include <gtk/gtk.h>

#define UI_TYPE_WINDOW ui_window_get_type()
G_DECLARE_FINAL_TYPE(UiWindow, ui_window, UI, WINDOW, GtkApplicationWindow)

/* A window of that studio (a reference is taken), which may be about to have its
 * first song; without one, it shows the start page. */
UiWindow *ui_window_new(GtkApplication *application, UiStudio *studio);

/* The one that there is, or NULL. */
UiWindow *ui_window_of(GtkApplication *application);

/* Show it: with its song, if one is being opened that is soon there, which so is
 * laid out and drawn once. */
void ui_window_show(UiWindow *self);

/* There is no song from now on; the start page comes soon, or at once. */
void ui_window_close_song(UiWindow *self);
void ui_window_show_start(UiWindow *self);

/* Whether its page is there: that is made in pieces, after the song has come. */
bool ui_window_shows_song(UiWindow *self);

/* Open the device that the preferences name. */
void ui_window_sound(UiWindow *self);

/* The same, when there is nothing else to do, and no other holds the device. */
void ui_window_sound_soon(UiWindow *self);

UiStudio *ui_window_studio(UiWindow *self);
UiActions *ui_window_actions(UiWindow *self);
UiTimeline *ui_window_timeline(UiWindow *self);

#endif

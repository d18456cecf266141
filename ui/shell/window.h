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

/* A window without a song, which shows the start page. */
UiWindow *ui_window_new(GtkApplication *application);

/* The one that there is, or NULL. */
UiWindow *ui_window_of(GtkApplication *application);

/* Open the song in that folder, or say why it cannot be. */
void ui_window_open(UiWindow *self, const char *folder);
void ui_window_close_song(UiWindow *self);

/* Make a song in that folder, and open it; or say why not, and false. */
bool ui_window_create(UiWindow *self, const char *folder, uint32_t rate);

/* Open the device that the preferences name. */
void ui_window_sound(UiWindow *self);

UiStudio *ui_window_studio(UiWindow *self);
UiActions *ui_window_actions(UiWindow *self);
UiTimeline *ui_window_timeline(UiWindow *self);

#endif

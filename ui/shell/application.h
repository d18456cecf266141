/* SPDX-License-Identifier: GPL-3.0-or-later */
/* application.h: the program with the window: its one session on the desktop's bus,
 * its looks, and a window for the song.  Main thread. */
#ifndef UI_SHELL_APPLICATION_H
#define UI_SHELL_APPLICATION_H

#include "app/settings.h"

#include <gtk/gtk.h>

#define UI_TYPE_APPLICATION ui_application_get_type()
G_DECLARE_FINAL_TYPE(UiApplication, ui_application, UI, APPLICATION, GtkApplication)

UiApplication *ui_application_new(void);

/* The user's preferences, NULL where there is no home for them; after a change they
 * are applied to the looks, and kept. */
struct settings *ui_application_settings(UiApplication *self);
void ui_application_save_settings(UiApplication *self);

#endif

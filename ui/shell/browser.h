/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browser.h: the panel with the sound files of a folder: Return or a double click brings one
 * into the song at the playhead.
 *
 * Main thread. */
#ifndef UI_SHELL_BROWSER_H
#define UI_SHELL_BROWSER_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_BROWSER ui_browser_get_type()
G_DECLARE_FINAL_TYPE(UiBrowser, ui_browser, UI, BROWSER, GtkWidget)

/* It imports by the action «win.import-files». */
GtkWidget *ui_browser_new(UiStudio *studio);

#endif

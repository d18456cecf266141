/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browser.h: the panel with the sound files of a folder.  The space bar or a row's
 * play sign lets one be heard beside the song, once more or Escape ends that;
 * Return or a double click brings it into the song at the playhead, onto the
 * selected track or a new one, and a drag brings it where it is let go of.
 * Backspace goes a folder up.
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

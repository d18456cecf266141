/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browser_wave.h: what the file that is chosen looks like, and how far it has been
 * heard.  A click hears it from there on.
 *
 * Main thread; the file is looked at beside it. */
#ifndef UI_SHELL_BROWSER_WAVE_H
#define UI_SHELL_BROWSER_WAVE_H

#include "ui/shell/browser_file.h"
#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_BROWSER_WAVE ui_browser_wave_get_type()
G_DECLARE_FINAL_TYPE(UiBrowserWave, ui_browser_wave, UI, BROWSER_WAVE, GtkWidget)

GtkWidget *ui_browser_wave_new(UiStudio *studio);

/* Show that file; NULL or a folder: none, and then it is not seen. */
void ui_browser_wave_show(UiBrowserWave *self, UiBrowserFile *file);

/* Hear it a tenth further on or back, from where it is heard. */
void ui_browser_wave_step(UiBrowserWave *self, int tenths);

/* Show how far it has been heard: with each tick of the studio. */
void ui_browser_wave_tick(UiBrowserWave *self);

#endif

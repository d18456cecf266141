/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browser_row.h: a file as the browser shows it: what hears it, its name and what
 * it is, how far it has been heard; it can be dragged to the timeline.
 *
 * Main thread. */
#ifndef UI_SHELL_BROWSER_ROW_H
#define UI_SHELL_BROWSER_ROW_H

#include "ui/shell/browser_file.h"
#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_BROWSER_ROW ui_browser_row_get_type()
G_DECLARE_FINAL_TYPE(UiBrowserRow, ui_browser_row, UI, BROWSER_ROW, GtkWidget)

GtkWidget *ui_browser_row_new(UiStudio *studio);

/* Show that file, NULL: none. */
void ui_browser_row_show(UiBrowserRow *self, UiBrowserFile *file);

UiBrowserFile *ui_browser_row_file(UiBrowserRow *self);

/* Show how far it has been heard: with each tick of the studio. */
void ui_browser_row_tick(UiBrowserRow *self);

/* Hear this file, or no more of it. */
void ui_browser_hear(UiStudio *studio, UiBrowserFile *file);

#endif

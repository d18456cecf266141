/* SPDX-License-Identifier: GPL-3.0-or-later */
/* start.h: the page of a window without a song: the songs opened last, and a new
 * one.
 *
 * Main thread.  It keeps the list of recent songs: what the studio opens is noted,
 * and songs whose stamps are old are looked at, one after the other, while the page
 * is shown. */
#ifndef UI_SHELL_START_H
#define UI_SHELL_START_H

#include "ui/shell/window.h"

#define UI_TYPE_START ui_start_get_type()
G_DECLARE_FINAL_TYPE(UiStart, ui_start, UI, START, GtkWidget)

GtkWidget *ui_start_new(UiWindow *window);

/* Before the page is shown: make another part of it.  Whether all are made; those
 * that are lacking are made when it is shown. */
bool ui_start_make(UiStart *self);

/* «new» leaves the song for this page; «create» makes one: (s folder, s template or
 * «»). */
void ui_actions_add_start(UiActions *actions, UiStart *start);

#endif

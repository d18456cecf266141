/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recents.h: the songs opened last, as cards with their stamps.
 *
 * Main thread.  Songs whose stamps are old are looked at, one after the other, while
 * no song is open. */
#ifndef UI_SHELL_RECENTS_H
#define UI_SHELL_RECENTS_H

#include "ui/shell/window.h"

#define UI_TYPE_RECENTS ui_recents_get_type()
G_DECLARE_FINAL_TYPE(UiRecents, ui_recents, UI, RECENTS, GtkWidget)

/* There are no cards yet. */
GtkWidget *ui_recents_new(UiWindow *window);

/* Read the list anew, and make its cards. */
void ui_recents_begin(UiRecents *self);

#endif

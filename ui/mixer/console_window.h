/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_window.h: the console of a strip, large: EQ with points to drag,
 * high-pass, gate and compressor.
 *
 * Main thread.  What a hand holds is drawn and heard at once; when it is let go it
 * is one step of the history. */
#ifndef UI_MIXER_CONSOLE_WINDOW_H
#define UI_MIXER_CONSOLE_WINDOW_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_CONSOLE_WINDOW ui_console_window_get_type()
G_DECLARE_FINAL_TYPE(UiConsoleWindow, ui_console_window, UI, CONSOLE_WINDOW,
                     GtkWindow)

/* It is made piece by piece, and comes when it is whole (pieces.h). */
GtkWidget *ui_console_window_new(UiStudio *studio, UiActions *actions,
                                 GtkWindow *parent);

/* Show this track's. */
void ui_console_window_show(UiConsoleWindow *self, int64_t track);

#endif

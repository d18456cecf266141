/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pieces.h: a window is made piece by piece, with what else there is to do in between,
 * and is on the screen when all of it that can be seen is made: to make it at once
 * would keep the main thread.
 *
 * Main thread. */
#ifndef UI_WIDGETS_PIECES_H
#define UI_WIDGETS_PIECES_H

#include <gtk/gtk.h>
#include <stdbool.h>

/* Some milliseconds of work; whether there is more of the same. */
typedef bool (*ui_piece)(gpointer user);

/* Among the pieces: what is made by now is shown, what follows lies below its edge. */
bool ui_pieces_show(gpointer user);

/* From now on the pieces are made, the last of which NULL follows; then the window,
 * whose child is there, is shown, if it was not before.  Both the list and what they
 * are called with must outlive the window, with which the work ends. */
void ui_pieces_make(GtkWindow *window, const ui_piece *pieces, gpointer user);

/* It is not seen from now on, and goes at last: what it consists of first, a piece at a
 * time, until `piece` says that there is no more.  Nobody may show it again. */
void ui_pieces_close(GtkWindow *window, ui_piece piece, gpointer user);

/* Bring it before the others; while it is in the making, it comes by itself. */
void ui_pieces_present(GtkWindow *window);

#endif

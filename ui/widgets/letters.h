/* SPDX-License-Identifier: GPL-3.0-or-later */
/* letters.h: how large letters are where a widget stands: what is drawn by hand
 * grows with them.  Main thread. */
#ifndef UI_WIDGETS_LETTERS_H
#define UI_WIDGETS_LETTERS_H

#include <gtk/gtk.h>

/* The em, in pixels of the screen; 6 at least. */
double ui_letters_em(GtkWidget *widget);

/* Against the 12 pixels that sizes of the timeline are given for. */
double ui_letters_scale(GtkWidget *widget);

/* A dialog of that size for letters as they usually are: larger with them, though not
 * larger than the window that it belongs to. */
void ui_letters_size(GtkWindow *dialog, GtkWindow *parent, int width, int height);

#endif

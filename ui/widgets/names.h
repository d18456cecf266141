/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.h: what a screen reader calls things that GTK itself leaves without a name.
 * Main thread. */
#ifndef UI_WIDGETS_NAMES_H
#define UI_WIDGETS_NAMES_H

#include <gtk/gtk.h>

/* The name that it has already costs nothing. */
void ui_name(GtkWidget *widget, const char *name);

/* A button whose label is too short to tell. */
void ui_name_button(GtkButton *button, const char *label, const char *name);

/* A GtkPaned, whose bar is moved by the keyboard, too: «Height of the mixer». */
GtkWidget *ui_paned_new(GtkOrientation orientation, const char *name);

/* The row of a list, once it is bound: the focus is on it, and not on what it
 * holds. */
void ui_name_row(GtkListItem *item, const char *name);

/* A drop-down of strings: it is its button that has the focus, and so «Dither,
 * None», and what can be chosen has names, too. */
void ui_name_choice(GtkDropDown *choice, const char *name);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* form.h: a dialog's lines, each a name and what can be set, joined for a screen
 * reader.  Main thread. */
#ifndef UI_SHELL_FORM_H
#define UI_SHELL_FORM_H

#include <gtk/gtk.h>
#include <stdbool.h>

/* A grid of two columns. */
GtkWidget *ui_form_new(void);

/* A heading over the lines that follow. */
void ui_form_heading(GtkWidget *form, const char *title);

/* A line; of a box of controls the first is the one that the name is of.  `hint`
 * (NULL: none) stands below the control in small letters. */
void ui_form_add(GtkWidget *form, const char *title, GtkWidget *control,
                 const char *hint);

/* A line without a name: a sentence. */
GtkWidget *ui_form_say(GtkWidget *form, const char *text);

/* Words that stand by themselves, from the left edge, in the looks of that class. */
GtkWidget *ui_form_words(const char *text, const char *class);

/* Show or hide a control with its name and hint. */
void ui_form_show(GtkWidget *control, bool shown);

/* One of several, by their places; names end with NULL and are marked for
 * translation. */
GtkWidget *ui_choice_new(const char *const *names);

/* A page of its own, for dialogs: its content may be higher than the window. */
GtkWidget *ui_form_scrolled(GtkWidget *form);

/* A dialog's window, with its content. */
void ui_form_dress(GtkWindow *window, GtkWidget *content, const char *title);

/* What in a window that is yet to be shown has the focus when it is. */
void ui_form_begin_at(GtkWindow *window, GtkWidget *widget);

#endif

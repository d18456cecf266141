/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ask.h: a few words that are asked for where they belong.  Main thread. */
#ifndef UI_WIDGETS_ASK_H
#define UI_WIDGETS_ASK_H

#include <gtk/gtk.h>

/* A small window at x, y of a widget with an entry that holds `text`, all of it
 * selected.  Return gives what is written, unless that is nothing or what it was;
 * Escape and a click elsewhere give nothing.  `title` is what it is, also for a
 * screen reader; `user` must stay as long as the widget does. */
void ui_ask(GtkWidget *over, double x, double y, const char *title,
            const char *text, void (*entered)(gpointer user, const char *text),
            gpointer user);

#endif

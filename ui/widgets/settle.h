/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settle.h: what a widget does when it knows how large it is, and that may change
 * sizes again.  It is done after a frame's sizes are worked out and before the
 * frame is drawn, so that nothing is drawn for being replaced.  Main thread. */
#ifndef UI_WIDGETS_SETTLE_H
#define UI_WIDGETS_SETTLE_H

#include <gtk/gtk.h>

/* Once for a widget: what it does, each time it was asked for. */
void ui_settle(GtkWidget *widget, void (*then)(GtkWidget *widget));

/* Any number of times a frame; before the widget is on a display: with its first
 * one. */
void ui_settle_ask(GtkWidget *widget);

#endif

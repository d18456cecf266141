/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shedding.h: a row or a column of widgets; where there is no room for all, those
 * that matter least are not shown, so that a window may become small.  Main thread.
 *
 * In a row each is as wide as it likes, for words cannot be read when they are cut.
 * In a column parts are pressed together as far as they go before one of them is
 * given up. */
#ifndef UI_WIDGETS_SHEDDING_H
#define UI_WIDGETS_SHEDDING_H

#include <gtk/gtk.h>
#include <stdbool.h>

#define UI_TYPE_SHEDDING ui_shedding_get_type()
G_DECLARE_FINAL_TYPE(UiShedding, ui_shedding, UI, SHEDDING, GtkWidget)

GtkWidget *ui_shedding_new(GtkOrientation orientation, int spacing);

/* At its end; of rank 0 it is always there, and the highest rank goes first.  A
 * child that expands takes what room is left. */
void ui_shedding_append(UiShedding *self, GtkWidget *child, int rank);

/* Another rank for a child; whether it is given up for now, though it is
 * visible. */
void ui_shedding_rank(UiShedding *self, GtkWidget *child, int rank);
bool ui_shedding_is_shed(GtkWidget *child);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inplace.h: words that are shown, and written where they stand.  Main thread.
 *
 * A double click (or a click, where that is all it is for), Return and F2 open an
 * entry; Return and going elsewhere take what is written, Escape does not.
 *
 * Signals:
 *   entered (const char *)   other words were written
 *   pressed                  a click that opens no entry */
#ifndef UI_WIDGETS_INPLACE_H
#define UI_WIDGETS_INPLACE_H

#include <gtk/gtk.h>
#include <stdbool.h>

#define UI_TYPE_INPLACE ui_inplace_get_type()
G_DECLARE_FINAL_TYPE(UiInplace, ui_inplace, UI, INPLACE, GtkWidget)

/* `clicks`: how many open it, 1 or 2. */
GtkWidget *ui_inplace_new(int clicks);

/* What is shown; and what stands in the entry when it opens, if that is something
 * else. */
void ui_inplace_show(UiInplace *self, const char *text);

/* What it is, for a screen reader: «Volume of Bass», to which the text is added. */
void ui_inplace_set_title(UiInplace *self, const char *title);

/* So many letters are seen while it is written, where there is room; else as many
 * as stand there now. */
void ui_inplace_set_width(UiInplace *self, int letters);

void ui_inplace_edit(UiInplace *self);
bool ui_inplace_is_editing(UiInplace *self);

#endif

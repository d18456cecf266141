/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rack.h: the lists of a strip: what is inserted, and where it sends to.
 *
 * Main thread.  Each shows a number of rows, empty ones too, so that strips side by
 * side line up. */
#ifndef UI_MIXER_RACK_H
#define UI_MIXER_RACK_H

#include "ui/studio.h"

#include <gtk/gtk.h>

enum { RACK_ROWS = 8 };

#define UI_TYPE_INSERTS ui_inserts_get_type()
G_DECLARE_FINAL_TYPE(UiInserts, ui_inserts, UI, INSERTS, GtkWidget)

/* A click opens an insert, Ctrl+click or B switches it, the right button or the
 * menu key tells what else; Delete removes it, Alt+Up and Down move it; it may be
 * dragged. */
GtkWidget *ui_inserts_new(UiStudio *studio, int64_t track);
void ui_inserts_refresh(UiInserts *self, int rows);

#define UI_TYPE_SENDS ui_sends_get_type()
G_DECLARE_FINAL_TYPE(UiSends, ui_sends, UI, SENDS, GtkWidget)

GtkWidget *ui_sends_new(UiStudio *studio, int64_t track);
void ui_sends_refresh(UiSends *self, int rows);

#endif

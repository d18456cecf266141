/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_eq.h: high-pass and EQ of a strip, as a curve with points, and knobs
 * below.  Main thread. */
#ifndef UI_MIXER_CONSOLE_EQ_H
#define UI_MIXER_CONSOLE_EQ_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_CONSOLE_EQ ui_console_eq_get_type()
G_DECLARE_FINAL_TYPE(UiConsoleEq, ui_console_eq, UI, CONSOLE_EQ, GtkWidget)

/* The curve by itself; ui_console_eq_more() makes what lies below it, some knobs at a
 * time, as long as it says that there are more.  Before all are made nothing else
 * may be called. */
GtkWidget *ui_console_eq_new(UiStudio *studio);
bool ui_console_eq_more(UiConsoleEq *self);

/* Show this track's, as the model has it; but what a hand holds. */
void ui_console_eq_show(UiConsoleEq *self, int64_t track);

/* Look at what sounds: draws its spectrum behind the curve.  Once a tick, while it
 * is seen; with `seen` false nobody listens any more. */
void ui_console_eq_tick(UiConsoleEq *self, bool seen);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_dynamics.h: gate and compressor of a strip: what comes out for what goes
 * in, how far the gain is held down just now, and their knobs.  Main thread. */
#ifndef UI_MIXER_CONSOLE_DYNAMICS_H
#define UI_MIXER_CONSOLE_DYNAMICS_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_CONSOLE_DYNAMICS ui_console_dynamics_get_type()
G_DECLARE_FINAL_TYPE(UiConsoleDynamics, ui_console_dynamics, UI, CONSOLE_DYNAMICS,
                     GtkWidget)

/* As an equaliser is made (console_eq.h). */
GtkWidget *ui_console_dynamics_new(UiStudio *studio);
bool ui_console_dynamics_more(UiConsoleDynamics *self);

/* Show this track's, as the model has it; but what a hand holds. */
void ui_console_dynamics_show(UiConsoleDynamics *self, int64_t track);
void ui_console_dynamics_tick(UiConsoleDynamics *self);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trim.h: what a strip begins with: the gain before all else, and the polarity.
 * Main thread. */
#ifndef UI_MIXER_TRIM_H
#define UI_MIXER_TRIM_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_TRIM ui_trim_get_type()
G_DECLARE_FINAL_TYPE(UiTrim, ui_trim, UI, TRIM, GtkWidget)

/* A row of a strip; `large`: a section of the console's window. */
GtkWidget *ui_trim_new(UiStudio *studio, bool large);

/* Show this track's, as the model has it; but what a hand holds. */
void ui_trim_show(UiTrim *self, int64_t track);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loudness.h: how loud the master is: integrated, short-term, true peak.  Main
 * thread. */
#ifndef UI_MIXER_LOUDNESS_H
#define UI_MIXER_LOUDNESS_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_LOUDNESS ui_loudness_get_type()
G_DECLARE_FINAL_TYPE(UiLoudness, ui_loudness, UI, LOUDNESS, GtkWidget)

GtkWidget *ui_loudness_new(UiStudio *studio);
void ui_loudness_tick(UiLoudness *self);

#endif

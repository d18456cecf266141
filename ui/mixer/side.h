/* SPDX-License-Identifier: GPL-3.0-or-later */
/* side.h: what of the mixer is shown: switches in a column at its left.  Main
 * thread. */
#ifndef UI_MIXER_SIDE_H
#define UI_MIXER_SIDE_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_MIXER_SIDE ui_mixer_side_get_type()
G_DECLARE_FINAL_TYPE(UiMixerSide, ui_mixer_side, UI, MIXER_SIDE, GtkWidget)

/* Which tracks have a strip; the bits above those of enum strip_section. */
enum { SIDE_TRACKS = 1 << 16, SIDE_BUSES = 1 << 17 };

/* A choice is kept in the view, and told as a change of its panels; then by the
 * signal «chosen». */
GtkWidget *ui_mixer_side_new(UiStudio *studio);

/* What is shown now; and what of it was chosen last, 0: nothing yet. */
unsigned ui_mixer_side_shown(UiMixerSide *self);
unsigned ui_mixer_side_first(UiMixerSide *self);

/* Tell which sections there is no room for: their switches say so, and a click
 * brings one of them into sight, in place of others. */
void ui_mixer_side_set_shed(UiMixerSide *self, unsigned sections);

#endif

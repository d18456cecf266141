/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fader.h: a level in dB, on a groove with a scale; see range.h.  Main thread. */
#ifndef UI_WIDGETS_FADER_H
#define UI_WIDGETS_FADER_H

#include "ui/widgets/range.h"

#define UI_TYPE_FADER ui_fader_get_type()
G_DECLARE_FINAL_TYPE(UiFader, ui_fader, UI, FADER, UiRange)

/* Upright, with a scale beside it; level, it is a thin one, for a track's
 * header. */
GtkWidget *ui_fader_new(GtkOrientation orientation);

#endif

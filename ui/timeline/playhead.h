/* SPDX-License-Identifier: GPL-3.0-or-later */
/* playhead.h: where the song plays: a line over rulers and canvas, in a layer of
 * its own, so that nothing else is drawn when it moves.
 *
 * Main thread. */
#ifndef UI_TIMELINE_PLAYHEAD_H
#define UI_TIMELINE_PLAYHEAD_H

#include <gtk/gtk.h>

#define UI_TYPE_PLAYHEAD ui_playhead_get_type()
G_DECLARE_FINAL_TYPE(UiPlayhead, ui_playhead, UI, PLAYHEAD, GtkWidget)

GtkWidget *ui_playhead_new(void);

/* Its place from the left edge, and the height of what lies above the rows, where
 * its handle sits.  `rolling` leaves a glow behind it; `recording` makes it red. */
void ui_playhead_set(UiPlayhead *self, double x, int top, bool rolling,
                     bool recording);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline.h: rulers, track headers, canvas, playhead and overview, as one.
 *
 * Main thread.  Pointer and keys are others': they find the parts here, and add
 * controllers to them. */
#ifndef UI_TIMELINE_TIMELINE_H
#define UI_TIMELINE_TIMELINE_H

#include "ui/timeline/canvas.h"
#include "ui/timeline/ruler.h"

#define UI_TYPE_TIMELINE ui_timeline_get_type()
G_DECLARE_FINAL_TYPE(UiTimeline, ui_timeline, UI, TIMELINE, GtkWidget)

GtkWidget *ui_timeline_new(UiStudio *studio);

UiCanvas *ui_timeline_canvas(UiTimeline *self);
UiRuler *ui_timeline_ruler(UiTimeline *self);

/* What stands left of the canvas, and above that, left of the rulers; each is taken
 * over. */
void ui_timeline_set_headers(UiTimeline *self, GtkWidget *headers);
void ui_timeline_set_corner(UiTimeline *self, GtkWidget *corner);

#endif

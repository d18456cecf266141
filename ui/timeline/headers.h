/* SPDX-License-Identifier: GPL-3.0-or-later */
/* headers.h: the heads of the rows, beside the canvas, scrolling with it.  Only
 * those in sight are there.
 *
 * Main thread. */
#ifndef UI_TIMELINE_HEADERS_H
#define UI_TIMELINE_HEADERS_H

#include "ui/shell/actions.h"
#include "ui/studio.h"

#define UI_TYPE_HEADERS ui_headers_get_type()
G_DECLARE_FINAL_TYPE(UiHeaders, ui_headers, UI, HEADERS, GtkWidget)

/* Adds the action «track-rename». */
GtkWidget *ui_headers_new(UiStudio *studio, UiActions *actions);

/* A button that adds tracks, for the corner above them. */
GtkWidget *ui_headers_corner_new(UiStudio *studio, UiActions *actions);

#endif

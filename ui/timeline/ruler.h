/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ruler.h: the strips above the canvas: sections, markers, tempo, loop and punch,
 * bars, time; which of them, view->rulers says.
 *
 * Main thread.  Its x is the canvas's, its y that of ui/view/rulers.h. */
#ifndef UI_TIMELINE_RULER_H
#define UI_TIMELINE_RULER_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_RULER ui_ruler_get_type()
G_DECLARE_FINAL_TYPE(UiRuler, ui_ruler, UI, RULER, GtkWidget)

GtkWidget *ui_ruler_new(UiStudio *studio);

#endif

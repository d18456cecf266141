/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview.h: the whole song as a strip, and a frame around what of it is seen,
 * which can be dragged; a click beside it goes there.
 *
 * Main thread. */
#ifndef UI_TIMELINE_OVERVIEW_H
#define UI_TIMELINE_OVERVIEW_H

#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_OVERVIEW ui_overview_get_type()
G_DECLARE_FINAL_TYPE(UiOverview, ui_overview, UI, OVERVIEW, GtkWidget)

GtkWidget *ui_overview_new(UiStudio *studio);

#endif

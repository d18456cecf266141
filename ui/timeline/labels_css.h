/* SPDX-License-Identifier: GPL-3.0-or-later */
/* labels_css.h: labels in a widget's own font, as large as its letters are.  Main
 * thread. */
#ifndef UI_TIMELINE_LABELS_CSS_H
#define UI_TIMELINE_LABELS_CSS_H

#include "ui/timeline/labels.h"

#include <gtk/gtk.h>

/* `pixels` high where letters have their usual size.  labels_free() them. */
struct labels *ui_labels_of(GtkWidget *widget, double pixels, PangoWeight weight);

#endif

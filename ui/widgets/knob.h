/* SPDX-License-Identifier: GPL-3.0-or-later */
/* knob.h: any number, on a knob that is turned by moving up and down; see range.h.
 * Main thread. */
#ifndef UI_WIDGETS_KNOB_H
#define UI_WIDGETS_KNOB_H

#include "ui/widgets/range.h"

#define UI_TYPE_KNOB ui_knob_get_type()
G_DECLARE_FINAL_TYPE(UiKnob, ui_knob, UI, KNOB, UiRange)

/* `size` in ems: 2.4 is a pan's, 4 an editor's. */
GtkWidget *ui_knob_new(const struct number *number, double size);

#endif

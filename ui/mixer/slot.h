/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slot.h: a send of a track: its bus, its level as a bar and a figure; a range
 * (widgets/ range.h) that is dragged sideways.  Main thread. */
#ifndef UI_MIXER_SLOT_H
#define UI_MIXER_SLOT_H

#include "ui/widgets/range.h"

#define UI_TYPE_SEND_SLOT ui_send_slot_get_type()
G_DECLARE_FINAL_TYPE(UiSendSlot, ui_send_slot, UI, SEND_SLOT, UiRange)

GtkWidget *ui_send_slot_new(void);

/* «Plate», whether it sounds, and whether it goes before the fader. */
void ui_send_slot_show(UiSendSlot *self, const char *bus, bool on, bool pre);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* channel.h: the foot of a strip, where the hand is most: fader, meter, and their
 * figures.
 *
 * Main thread.  While the fader is held its value sounds at once; when it is let go
 * it is one step of the history. */
#ifndef UI_MIXER_CHANNEL_H
#define UI_MIXER_CHANNEL_H

#include "ui/studio.h"
#include "ui/widgets/glass.h"

#include <gtk/gtk.h>

#define UI_TYPE_CHANNEL ui_channel_get_type()
G_DECLARE_FINAL_TYPE(UiChannel, ui_channel, UI, CHANNEL, GtkWidget)

GtkWidget *ui_channel_new(UiStudio *studio, int64_t track);

/* Once: the meter is painted there. */
void ui_channel_set_glass(UiChannel *self, UiGlass *glass);

/* Name, colour and values, as the model has them. */
void ui_channel_refresh(UiChannel *self);

/* Once a frame at most; `now` in microseconds. */
void ui_channel_tick(UiChannel *self, int64_t now);
void ui_channel_forget_peaks(UiChannel *self);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meter.h: the level of one or two channels: peak, RMS, a held mark, a lamp for
 * clipping; or how far a gain is held down.
 *
 * Main thread.  It knows of no engine: its owner feeds it, once a frame at most,
 * and it draws only if a pixel has changed. */
#ifndef UI_WIDGETS_METER_H
#define UI_WIDGETS_METER_H

#include "ui/widgets/glass.h"

#define UI_TYPE_METER ui_meter_get_type()
G_DECLARE_FINAL_TYPE(UiMeter, ui_meter, UI, METER, GtkWidget)

/* `channels`: 1 or 2.  Upright it grows upwards, level in the direction of
 * reading. */
GtkWidget *ui_meter_new(GtkOrientation orientation, unsigned channels);

/* A narrow one that hangs from the top: gain reduction, down to -24 dB. */
GtkWidget *ui_meter_new_reduction(GtkOrientation orientation);

/* Once: it is painted there from now on. */
void ui_meter_set_glass(UiMeter *self, UiGlass *glass);

/* What it measures, for a screen reader. */
void ui_meter_set_title(UiMeter *self, const char *title);

/* Linear levels since the last call, as many as it has channels; `now` in
 * microseconds. */
void ui_meter_feed(UiMeter *self, const float *peak, const float *rms, int64_t now);

/* dB, 0 or less. */
void ui_meter_feed_reduction(UiMeter *self, double db);

/* Nothing sounds any more: the bars fall at once; marks and lamps stay. */
void ui_meter_silence(UiMeter *self);

/* The highest level since ui_meter_forget(), dB; and whether one reached full
 * scale. */
double ui_meter_most_db(UiMeter *self);
bool ui_meter_clipped(UiMeter *self);
void ui_meter_forget(UiMeter *self);

#endif

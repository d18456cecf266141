/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thumb.h: a strip's console at a glance: the EQ's curve, and lamps of gate and
 * compressor, with how far they hold the gain down; pressed, it opens the editor.
 * Main thread. */
#ifndef UI_MIXER_THUMB_H
#define UI_MIXER_THUMB_H

#include "ui/studio.h"
#include "ui/widgets/glass.h"

#include <gtk/gtk.h>

#define UI_TYPE_THUMB ui_thumb_get_type()
G_DECLARE_FINAL_TYPE(UiThumb, ui_thumb, UI, THUMB, GtkWidget)

GtkWidget *ui_thumb_new(UiStudio *studio, int64_t track);
void ui_thumb_refresh(UiThumb *self);
void ui_thumb_tick(UiThumb *self);

/* Once: what moves in it is painted there. */
void ui_thumb_set_glass(UiThumb *self, UiGlass *glass);

#endif

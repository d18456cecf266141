/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strip.h: one track in the mixer: its line of colour, input, inserts, sends,
 * console, pan, switches, fader and name.
 *
 * Main thread.  It is an empty place of the right width until ui_strip_need(). */
#ifndef UI_MIXER_STRIP_H
#define UI_MIXER_STRIP_H

#include "ui/studio.h"
#include "ui/widgets/glass.h"

#include <gtk/gtk.h>

#define UI_TYPE_STRIP ui_strip_get_type()
G_DECLARE_FINAL_TYPE(UiStrip, ui_strip, UI, STRIP, GtkWidget)

/* What of it is shown, and how many rows its lists have: the same for all strips,
 * so that they line up. */
enum strip_section {
    STRIP_INSERTS = 1 << 0,
    STRIP_SENDS = 1 << 1,
    STRIP_CONSOLE = 1 << 2,
    STRIP_OUTPUT = 1 << 3,
    STRIP_PAN = 1 << 4,
    STRIP_INPUT = 1 << 5,
};
struct strip_shape {
    unsigned sections; /* enum strip_section */
    /* of them: what was chosen last stays longest where room is short */
    unsigned first;
    int inserts, sends;
};

GtkWidget *ui_strip_new(UiStudio *studio, int64_t track);
int64_t ui_strip_track(UiStrip *self);

/* Build what it consists of, unless that is done; its meters are painted on the
 * glass. */
void ui_strip_need(UiStrip *self, const struct strip_shape *shape, UiGlass *glass);
bool ui_strip_is_built(UiStrip *self);

/* Show the model as it is now, in this shape. */
void ui_strip_refresh(UiStrip *self, const struct strip_shape *shape);

/* Which sections there is no room for, as bits. */
unsigned ui_strip_shed(UiStrip *self);
void ui_strip_select(UiStrip *self, bool selected);

/* A line at its left side (-1) or right side (1), where another would come to
 * stand; 0: none. */
void ui_strip_mark(UiStrip *self, int side);

/* Levels; `now` in microseconds. */
void ui_strip_tick(UiStrip *self, int64_t now);
void ui_strip_forget_peaks(UiStrip *self);

/* Write its name where it stands. */
void ui_strip_rename(UiStrip *self);

#endif

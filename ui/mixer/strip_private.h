/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strip_private.h: what the files of a strip have in common.  Main thread. */
#ifndef UI_MIXER_STRIP_PRIVATE_H
#define UI_MIXER_STRIP_PRIVATE_H

#include "ui/mixer/strip.h"

struct _UiStrip {
    GtkWidget parent_instance;
    UiStudio *studio;
    int64_t track;
    GtkWidget *body; /* NULL: not built */
    GtkWidget *input; /* an empty place where nothing is recorded */
    GtkWidget *trim;
    GtkWidget *inserts, *sends, *thumb, *output, *loudness;
    GtkWidget *pan_row, *pan, *pan_text;
    GtkWidget *arm, *mute, *solo; /* arm: of what can be recorded */
    GtkWidget *channel, *plate;
    GdkRGBA color, plate_color;
    int marked; /* ui_strip_mark() */
};

/* strip_controls.c: made once; shown as the song and the range have them; named
 * after the track. */
GtkWidget *strip_make_pan(UiStrip *self);
GtkWidget *strip_make_switches(UiStrip *self, int64_t kind);
void strip_show_pan(UiStrip *self);
void strip_show_switches(UiStrip *self);
void strip_name_controls(UiStrip *self, const struct row_track *track);

#endif

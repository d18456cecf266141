/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header_private.h: what a row's head is made of, for its own files.  Main thread.
 */
#ifndef UI_TIMELINE_HEADER_PRIVATE_H
#define UI_TIMELINE_HEADER_PRIVATE_H

#include "ui/timeline/header.h"

/* What a head depends on, and has shown. */
struct header_shown {
    int height, depth;
    bool opens, open, silent;
    uint64_t track, strip, input; /* stamps */
};

struct _UiHeader {
    GtkWidget parent_instance;
    UiStudio *studio;
    struct view_row row;
    GtkWidget *box, *lines, *top, *bottom;
    GtkWidget *fold, *icon, *name;
    GtkWidget *arm, *monitor, *mute, *solo, *play;
    GtkWidget *fader, *pan, *meter;
    GdkRGBA color;
    struct header_shown shown;
};

/* A row of the song that the head is about; NULL where there is none. */
const void *ui_header_row(UiHeader *self, enum table table, int64_t id);

/* Arm, monitor, mute and solo of a track; of a lane, whether it plays.  They are
 * added to the head's upper line, and shown as the song has them. */
void ui_header_add_switches(UiHeader *self);
void ui_header_show_switches(UiHeader *self);

#endif

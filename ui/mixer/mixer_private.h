/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mixer_private.h: what the files of the mixer have in common.  Main thread. */
#ifndef UI_MIXER_MIXER_PRIVATE_H
#define UI_MIXER_MIXER_PRIVATE_H

#include "ui/mixer/mixer.h"
#include "ui/mixer/strip.h"

struct _UiMixer {
    GtkWidget parent_instance;
    UiStudio *studio;
    UiActions *actions;
    GtkWidget *box, *side, *scroller, *row, *end; /* end: the master's place */
    GtkWidget *glass, *end_glass; /* over the row, and over the master */
    GPtrArray *strips; /* UiStrip, from left to right, without the master */
    GtkWidget *master;
    struct strip_shape shape;
    GtkWidget *console; /* its window, while there is one */
    guint building;     /* strips in sight that are still to be made */
    /* of a song that was closed: frames in the row, and its master's strip */
    GPtrArray *past;
    guint dropping;     /* and they are taken down */
    bool cramped;     /* something was chosen before they were: mixer_make_room() */
    int64_t wanted; /* the track whose strip comes into sight, once there is room */
};

/* From the left; of a track: NULL, it has none here. */
UiStrip *mixer_strip_at(UiMixer *self, guint i);
UiStrip *mixer_strip_of(UiMixer *self, int64_t track);

/* The first and, exclusive, the last strip that is seen. */
void mixer_seen(UiMixer *self, guint *first, guint *last);

/* Make those in sight, as much as a slice of time allows: ui_settle()'s; and ask
 * for that. */
void mixer_build_seen(GtkWidget *widget);
void mixer_need_seen(UiMixer *self);

/* The strip of `wanted` comes into sight, where sizes are worked out. */
void mixer_reveal(UiMixer *self);

/* What was just chosen is seen: the timeline gives up height for it, but not all;
 * once there are strips, which tell how much. */
void mixer_make_room(UiMixer *self);

/* Strips are dragged to another place by their names: once, when there is a row. */
void mixer_add_order(UiMixer *self);

/* As many strips as the song and the side want, in their order; whether others came
 * to stand there. */
bool mixer_bring_up(UiMixer *self);

#endif

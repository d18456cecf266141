/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture.h: what a row of the timeline looks like, as pixels: its ground with the
 * grid, its clips with their sound, the ranges of a comp.
 *
 * Main thread; no widget, and no display.  Nothing that moves by itself or follows
 * the pointer is in it: the playhead, the selection and what is dragged lie on
 * top. */
#ifndef UI_TIMELINE_PICTURE_H
#define UI_TIMELINE_PICTURE_H

#include "app/wave.h"
#include "model/playlist.h"
#include "ui/timeline/labels.h"
#include "ui/timeline/paint_clip.h"
#include "ui/view/view.h"

/* What is needed for it; all of it belongs to others. */
struct picture {
    const struct view *view;
    const struct model *model;
    struct waves *waves; /* NULL: sounds have no picture yet */
    struct playlist *playlist;
    struct labels *labels;
    struct palette palette;
    int unit;   /* pixels of the buffer to one of the screen's */
    bool waits; /* set where a sound was not ready */
};

/* Where in the song a buffer lies: its left edge is `x` pixels of the buffer from
 * the song's start, at `scale` frames to a pixel of the screen. */
struct picture_place {
    double scale;
    int64_t x;
    int unit;
};

/* The column of a frame of the song, to the nearest; far outside of the buffer it
 * is cut to what an int holds easily.  And the frame at a column's left edge. */
int picture_x(const struct picture_place *place, double frame);
double picture_frame(const struct picture_place *place, double x);

/* Paint the part of a row that lies there.  The buffer is as high as the row. */
void picture_row(struct picture *picture, const struct view_row *row, double scale,
                 int64_t x, struct pixels *to);

/* A clip, or what is heard of it: from `start` to `end` of the song it sounds from
 * frame `offset` of its source. */
struct picture_clip {
    const struct row_clip *clip;
    int64_t start, end, offset;
    double gain_db;
    struct playlist_fade in, out;
    rgb_t hue;
    bool quiet; /* muted, itself or its track */
};

/* As the model has it. */
struct picture_clip picture_clip_of(const struct picture *picture,
                                    const struct row_clip *clip);

/* Paint it into a buffer that lies at `place` and whose top is the row's. */
void picture_clip(struct picture *picture, const struct picture_clip *clip,
                  const struct picture_place *place, const struct view_row *row,
                  struct pixels *to);

/* Where two clips of a lane overlap, one fades into the other. */
struct picture_cross {
    int64_t from, to; /* clips */
    struct playlist_fade fade;
};

/* All of a lane, by start; NULL where there is none, else to be freed. */
struct picture_cross *picture_crosses(const struct picture *picture, int64_t lane,
                                      size_t *count);

/* Paint it over both clips, which are there already: each as far as it is heard,
 * and both curves. */
void picture_cross(struct picture *picture, const struct picture_cross *cross,
                   const struct picture_place *place, const struct view_row *row,
                   struct pixels *to);

/* The gain of one of a clip's fades anywhere on its way, between frames too. */
float picture_fade_gain(const struct playlist_fade *fade, bool in, double frame);

/* Where a clip lies in a row, in pixels of the buffer. */
struct clip_frame picture_frame_of(const struct picture_clip *clip,
                                   const struct picture_place *place,
                                   const struct view_row *row);

/* The notes of a MIDI clip, within the body. */
void picture_notes(const struct picture *picture, const struct picture_clip *clip,
                   const struct picture_place *place, struct area body,
                   const struct clip_colors *colors, struct pixels *to);

#endif

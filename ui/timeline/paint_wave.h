/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paint_wave.h: what a sound goes through, column by column, or sample by sample.
 * Any thread; all of it in pixels of the buffer. */
#ifndef UI_TIMELINE_PAINT_WAVE_H
#define UI_TIMELINE_PAINT_WAVE_H

#include "app/wave.h"
#include "ui/timeline/paint.h"

/* Where one channel is drawn: around `middle`, full scale is `half` away. */
struct wave_place {
    int x, count; /* columns */
    float middle, half;
    float gain;
    float bend; /* 1: as it is; less lifts what is quiet, as the ear does */
    float unit;   /* pixels of the buffer to one of the screen's */
    rgb_t clipped;
    int first_dot, end_dot; /* of samples: those that are the clip's */
};

/* The gain at which a clip of that gain is drawn, where all sound is drawn so much
 * taller. */
float wave_gain(double clip_db, int taller_db);

/* Columns from place->x on: extremes, RMS within them, an axis, and a mark at the
 * edge where a sample is at full scale. */
void paint_wave(struct pixels *to, const struct wave_place *place,
                const struct wave_column columns[],
                const struct clip_colors *colors);

/* The samples as a line with dots, where they have room: sample i lies `first` +
 * i * `step` columns right of place->x; step > 1. */
void paint_samples(struct pixels *to, const struct wave_place *place,
                   const float samples[], int count, double first, double step,
                   const struct clip_colors *colors);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paint_clip.h: a clip's ground, band, fades and marks.  Any thread; all of it in
 * pixels of the buffer, `unit` of them to one of the screen's. */
#ifndef UI_TIMELINE_PAINT_CLIP_H
#define UI_TIMELINE_PAINT_CLIP_H

#include "ui/timeline/paint.h"

struct clip_frame {
    int x0, x1; /* may lie outside of the buffer, not beyond ±2^24 */
    int y, height;
    int band; /* height of the header; 0: none */
    int unit;
};

/* Where the sound is drawn. */
struct area clip_body(const struct clip_frame *frame);

/* Ground and band, with round corners, and a gap before its neighbour. */
void paint_clip(struct pixels *to, const struct clip_frame *frame,
                const struct clip_colors *colors);

/* It has no sound: stripes. */
void paint_clip_offline(struct pixels *to, const struct clip_frame *frame,
                        int64_t x_of_song, const struct clip_colors *colors);

/* A small padlock in the band, at its right end; returns its width. */
int paint_clip_lock(struct pixels *to, const struct clip_frame *frame,
                    const struct clip_colors *colors);

/* What a gain does from column `x` on, gains[i] at its left edge, count + 1 of
 * them: what it takes away is in the shade, and the curve on top. */
void paint_clip_fade(struct pixels *to, const struct clip_frame *frame, int x,
                     int count, const float gains[],
                     const struct clip_colors *colors);

/* A curve from column to column, y[i] at the left edge of x + i, count + 1 of
 * them. */
void paint_curve(struct pixels *to, int x, int count, const float y[],
                 float thickness, rgb_t color, unsigned alpha);

#endif

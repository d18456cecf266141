/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paint.h: pixels, and the few ways to put colour on them that the timeline needs.
 *
 * Any thread.  All coordinates are pixels of the buffer; what lies outside of it is
 * left out.  Alpha is 0 … 256.  The buffer is opaque: its upper byte is always
 * 0xff. */
#ifndef UI_TIMELINE_PAINT_H
#define UI_TIMELINE_PAINT_H

#include "ui/timeline/palette.h"

struct pixels {
    uint32_t *at;
    int width, height;
    int stride; /* pixels from one line to the next */
};

struct area {
    int x, y, width, height;
};

static inline uint32_t
pixel_blend(uint32_t under, rgb_t color, unsigned alpha)
{
    const uint32_t rb = under & 0xff00ff, g = under & 0x00ff00;
    const uint32_t rb2 = color & 0xff00ff, g2 = color & 0x00ff00;

    return 0xff000000 | ((rb + ((rb2 - rb) * alpha >> 8)) & 0xff00ff)
           | ((g + ((g2 - g) * alpha >> 8)) & 0x00ff00);
}

void paint_fill(struct pixels *to, struct area area, rgb_t color);
void paint_blend(struct pixels *to, struct area area, rgb_t color, unsigned alpha);

/* From `top` to `bottom`, line by line. */
void paint_shade(struct pixels *to, struct area area, rgb_t top, rgb_t bottom);

/* A column of one pixel's width from y0 down to y1, its ends as far covered as they
 * are. */
void paint_column(struct pixels *to, int x, float y0, float y1, rgb_t color,
                  unsigned alpha);

/* Slanting stripes, `period` pixels apart, in phase with column `x_of_song` at x =
 * 0. */
void paint_hatch(struct pixels *to, struct area area, int64_t x_of_song, int period,
                 rgb_t color, unsigned alpha);

/* A disc around a point. */
void paint_dot(struct pixels *to, float x, float y, float radius, rgb_t color,
               unsigned alpha);

#endif

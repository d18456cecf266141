/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ruler_paint.h: the strips above the canvas, as pixels: one function a strip.
 *
 * Main thread; no widget, and no display. */
#ifndef UI_TIMELINE_RULER_PAINT_H
#define UI_TIMELINE_RULER_PAINT_H

#include "ui/timeline/picture.h"

struct ruler_look {
    const struct view *view;
    const struct model *model;
    const struct palette *palette;
    struct labels *labels; /* of names */
    struct labels *strong; /* of bars that count more */
    int64_t origin;        /* as of tiles_origin() */
    int unit;
    bool punches;          /* the punch range is armed, not only set */
};

/* All strips that are shown, into a buffer as wide as the canvas and as high as
 * rulers_height(). */
void ruler_paint(const struct ruler_look *look, struct pixels *to);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paint_stretch.h: a picture made wider or narrower.  Any thread. */
#ifndef UI_TIMELINE_PAINT_STRETCH_H
#define UI_TIMELINE_PAINT_STRETCH_H

#include "ui/timeline/paint.h"

/* From column `x` on, `width` of them, another picture of the same height: each pixel is
 * the nearest of its line. */
void paint_stretched(struct pixels *to, int x, int width, const struct pixels *from);

#endif

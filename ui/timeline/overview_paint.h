/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview_paint.h: the whole song in a small picture.  Main thread; no display. */
#ifndef UI_TIMELINE_OVERVIEW_PAINT_H
#define UI_TIMELINE_OVERVIEW_PAINT_H

#include "ui/timeline/paint.h"
#include "ui/view/view.h"

/* Each track with clips as a line of its clips, from frame 0 to `end` over the width. */
void overview_paint(struct pixels *to, const struct view *view, const struct model *model,
                    const struct palette *colors, double end, int unit);

#endif

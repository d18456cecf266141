/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview_paint.h: the whole song in a small picture.  Main thread; no display. */
#ifndef UI_TIMELINE_OVERVIEW_PAINT_H
#define UI_TIMELINE_OVERVIEW_PAINT_H

#include "ui/timeline/paint.h"
#include "ui/view/view.h"

#include <glib.h>

/* A line as it was painted. */
struct overview_line {
    int64_t track;
    uint64_t stamp; /* the model's, of the track */
};

/* Each track with clips as a line of its clips, from frame 0 to `end` over the
 * width.  `lines`: of struct overview_line: empty, or those of the picture that
 * `to` holds, of which only what has changed since is painted then. */
void overview_paint(struct pixels *to, const struct view *view,
                    const struct model *model, const struct palette *colors,
                    double end, int unit, GArray *lines);

#endif

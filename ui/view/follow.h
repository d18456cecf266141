/* SPDX-License-Identifier: GPL-3.0-or-later */
/* follow.h: the view goes with the playhead: page by page, or smoothly, with the
 * playhead in the middle.  Who scrolls away by hand while it rolls is left there,
 * until called back.
 *
 * Main thread. */
#ifndef VIEW_FOLLOW_H
#define VIEW_FOLLOW_H

#include "ui/view/zoom.h"

struct follow {
    bool on;
    bool smooth;
    bool left;           /* scrolled away from it by hand */
    double start, scale; /* as seen last, to tell scrolling from the rest */
};

/* Some 60 times a second: bring the playhead into sight as is due; whether anything
 * moved.  Where it does not roll, nothing does, and what was left is forgotten. */
bool follow_tick(struct follow *follow, struct zoom *zoom, frames_t playhead,
                 bool rolls);

/* The view is another one, whoever did it. */
void follow_seen(struct follow *follow, const struct zoom *zoom, frames_t playhead,
                 bool rolls);

/* Its key: back to the playhead, if that was left; else on or off. */
void follow_turn(struct follow *follow);

#endif

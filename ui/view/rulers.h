/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rulers.h: the strips above the canvas, from top to bottom.  Their x is the
 * canvas's, their y counts from the top of the rulers. */
#ifndef VIEW_RULERS_H
#define VIEW_RULERS_H

#include <stdbool.h>

enum ruler {
    RULER_SECTIONS,
    RULER_MARKERS,
    RULER_TEMPO,
    RULER_RANGES, /* the loop in its upper half, the punch range in its lower one */
    RULER_BARS,
    RULER_TIME,
    RULERS,
};

struct rulers {
    int height[RULERS]; /* 0: not shown */
    double scale;       /* how they grow with the font; 0: as they are */
};

/* How high one is drawn. */
int rulers_of(const struct rulers *rulers, enum ruler ruler);

void rulers_show(struct rulers *rulers, enum ruler ruler, bool shown);

int rulers_height(const struct rulers *rulers);
int rulers_y(const struct rulers *rulers, enum ruler ruler);

/* The one at y; RULERS: none. */
enum ruler rulers_at(const struct rulers *rulers, double y);

#endif

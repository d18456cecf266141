/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/rulers.h"

#include <math.h>

int
rulers_of(const struct rulers *rulers, enum ruler ruler)
{
    const double scale = rulers->scale > 0 ? rulers->scale : 1;

    return (int)lround(rulers->height[ruler] * scale);
}

static int
usual_height(enum ruler ruler)
{
    static const int HEIGHTS[RULERS] = {
        [RULER_SECTIONS] = 18, [RULER_MARKERS] = 17, [RULER_TEMPO] = 17,
        [RULER_RANGES] = 14,   [RULER_BARS] = 24,    [RULER_TIME] = 20,
    };

    return HEIGHTS[ruler];
}

void
rulers_show(struct rulers *rulers, enum ruler ruler, bool shown)
{
    if (shown != (rulers->height[ruler] > 0))
        rulers->height[ruler] = shown ? usual_height(ruler) : 0;
}

int
rulers_y(const struct rulers *rulers, enum ruler ruler)
{
    int y = 0;

    for (int i = 0; i < (int)ruler; i++)
        y += rulers_of(rulers, (enum ruler)i);
    return y;
}

int
rulers_height(const struct rulers *rulers)
{
    return rulers_y(rulers, RULERS);
}

enum ruler
rulers_at(const struct rulers *rulers, double y)
{
    int bottom = 0;

    for (int i = 0; y >= 0 && i < RULERS; i++) {
        bottom += rulers_of(rulers, (enum ruler)i);
        if (y < bottom)
            return (enum ruler)i;
    }
    return RULERS;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/rulers.h"

int
rulers_y(const struct rulers *rulers, enum ruler ruler)
{
    int y = 0;

    for (int i = 0; i < (int)ruler; i++)
        y += rulers->height[i];
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
        bottom += rulers->height[i];
        if (y < bottom)
            return (enum ruler)i;
    }
    return RULERS;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/pan.h"

#include <math.h>

/* What a side gets that is as near as this: 0 is the far end, 1 the near one. */
static double
side_gain(enum pan_gain_law law, double near)
{
    const double power = sin(near * M_PI_2);

    switch (law) {
    case PAN_LAW_4_5DB:
        return sqrt(power * near);
    case PAN_LAW_6DB:
        return near;
    case PAN_LAW_0DB:
        return fmin(1.0, 2.0 * near);
    case PAN_LAW_3DB:
    default:
        return power;
    }
}

static double
held(double pan)
{
    return pan >= -1.0 ? fmin(pan, 1.0) : pan < -1.0 ? -1.0 : 0.0;
}

struct pan_gains
pan_mono(enum pan_gain_law law, double pan)
{
    const double at = held(pan);

    return (struct pan_gains){
        .left = side_gain(law, (1.0 - at) / 2.0),
        .right = side_gain(law, (1.0 + at) / 2.0),
    };
}

struct pan_gains
pan_balance(enum pan_gain_law law, double pan)
{
    const struct pan_gains mono = pan_mono(law, pan);
    const double centre = side_gain(law, 0.5);

    return (struct pan_gains){
        .left = fmin(1.0, mono.left / centre),
        .right = fmin(1.0, mono.right / centre),
    };
}

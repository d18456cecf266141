/* SPDX-License-Identifier: GPL-3.0-or-later */
#define LANE_WIDTH 4
#include "dsp/poly.h"
#include "dsp/lanes.h"

RT float
poly_log2(float x)
{
    return lanes_log2(lanes_of(x))[0];
}

RT float
poly_exp2(float x)
{
    const float held = x < 126 ? x > -126 ? x : -126 : 126;

    return lanes_exp2(lanes_of(held))[0];
}

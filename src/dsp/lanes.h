/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lanes.h: vectors, one channel a lane, and what can be done to them.
 *
 * For kernels in src/dsp alone.  The file that includes this says first how many lanes
 * a vector has (LANE_WIDTH: 4, 8 or 16; 16 if it says nothing), to suit the processor
 * that it compiles for.  All helpers vanish in their callers: a vector never crosses a
 * call.  Results are the same bits at each width and on each processor. */
#ifndef DSP_LANES_H
#define DSP_LANES_H

#include "base/base.h"

#include <stdint.h>

#ifndef LANE_WIDTH
#define LANE_WIDTH 16
#endif

enum { LANE_BYTES = LANE_WIDTH * 4 };

typedef float lanes __attribute__((vector_size(LANE_BYTES)));
typedef int32_t lane_mask __attribute__((vector_size(LANE_BYTES))); /* 0 or -1 */

INLINE lanes
lanes_of(float x)
{
    return x - (lanes){};
}

/* a where the mask is set, b elsewhere; bit for bit. */
INLINE lanes
lanes_select(lane_mask mask, lanes a, lanes b)
{
    return (lanes)((mask & (lane_mask)a) | (~mask & (lane_mask)b));
}

/* a if a > b, else b: so b where one of them is NaN. */
INLINE lanes
lanes_max(lanes a, lanes b)
{
    return lanes_select(a > b, a, b);
}

/* a if a < b, else b. */
INLINE lanes
lanes_min(lanes a, lanes b)
{
    return lanes_select(a < b, a, b);
}

INLINE lanes
lanes_abs(lanes x)
{
    return (lanes)((lane_mask)x & 0x7fffffff);
}

#endif

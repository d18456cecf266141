/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peakscan.h: minimum, maximum and energy of a run of samples. */
#ifndef MEDIA_PEAKSCAN_H
#define MEDIA_PEAKSCAN_H

#include "base/base.h"

struct peakscan {
    float min;
    float max;
    double energy; /* sum of squares */
};

/* Any thread: `count` (at least 1) finite samples.  The same bits on every
 * processor. */
RT void peakscan(const float *samples, size_t count, struct peakscan *out);

#endif

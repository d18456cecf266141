/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/truepeak.h"

#include <math.h>

static double
windowed_sinc(int tap, double factor)
{
    const double x = M_PI * (tap - 24) / factor;

    return (x == 0 ? 1 : sin(x) / x) * 0.5 * (1 - cos(2 * M_PI * tap / 48));
}

void
truepeak_design(struct truepeak *filter, uint32_t rate)
{
    const int factor = rate < 96000 ? 4 : rate < 192000 ? 2 : 1;
    unsigned at = 0;

    *filter = (struct truepeak){.factor = (unsigned)factor};
    for (int phase = 1; phase < factor; phase++)
        for (int tap = phase; tap < 48; tap += factor)
            filter->h[at++] = (float)windowed_sinc(tap, factor);
}

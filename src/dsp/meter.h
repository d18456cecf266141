/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meter.h: peak and RMS of one channel.  Decay and hold are the reader's business.
 *
 * A zeroed meter is ready.  The peak is exact; the sum of squares is the same for
 * every cut into blocks but for rounding. */
#ifndef DSP_METER_H
#define DSP_METER_H

#include "base/base.h"

#include <stdint.h>

struct meter {
    double squares;  /* their sum */
    uint64_t frames;
    float peak;      /* of the absolute values */
};

struct level {
    float peak, rms; /* linear: full scale is 1 */
};

/* Process thread: add `frames` samples.  A NaN is passed over by the peak and
 * counts as 0 in the RMS. */
RT void meter_add(struct meter *meter, const float *in, size_t frames);

/* Process thread: the level of what was added since the last call (zeros: nothing
 * was). */
RT struct level meter_take(struct meter *meter);

#endif

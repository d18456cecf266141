/* SPDX-License-Identifier: GPL-3.0-or-later */
/* limiter.h: a true-peak limiter for the master.
 *
 * It looks 2 ms ahead, finds peaks between the samples, and turns both channels
 * down by the same smooth curve, so that the sound as a converter will draw it
 * stays under the ceiling.  Below the ceiling it is a delay, bit by bit.  What
 * comes out does not depend on how the sound is cut into blocks. */
#ifndef DSP_LIMITER_H
#define DSP_LIMITER_H

#include "base/base.h"
#include "dsp/control.h"

#include <stdint.h>

struct limiter;

enum limiter_control {
    LIMITER_DRIVE,   /* dB: gain before the limiter */
    LIMITER_CEILING, /* dBTP: no true peak comes out above it */
    LIMITER_RELEASE, /* ms: time constant of the way back */
    LIMITER_CONTROLS,
};

extern const struct control limiter_controls[LIMITER_CONTROLS];

/* Main thread: all controls at their initial values.  Fails, *out NULL: ST_NO_MEM,
 * ST_RANGE (rate not 8000 … 384000). */
NODISCARD enum status limiter_new(struct limiter **out, uint32_t rate);

/* Main thread; NULL is allowed. */
void limiter_free(struct limiter *limiter);

/* Any thread: the delay in frames; it never changes. */
RT uint32_t limiter_latency(const struct limiter *limiter);

/* Process thread (or before it): set a control; the value is clamped to its range,
 * NaN is ignored.  Holds from the next frame on; the drive glides. */
RT void limiter_set(struct limiter *limiter, enum limiter_control control,
                    float value);

/* Process thread: as new, but that controls stay as set (and stand there at
 * once). */
RT void limiter_reset(struct limiter *limiter);

/* Process thread: `frames` frames, any number; `out` may be `in`.  Samples that are
 * not finite count as 0. */
RT void limiter_process(struct limiter *limiter, const float *const in[2],
                        float *const out[2], size_t frames);

/* Process thread: the least gain (linear, 1 is none taken) since the last call. */
RT float limiter_take_gain(struct limiter *limiter);

#endif

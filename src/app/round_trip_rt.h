/* SPDX-License-Identifier: GPL-3.0-or-later */
/* round_trip_rt.h: what measuring a round trip does in the process thread: send a
 * burst, and keep what comes in from its first frame on. */
#ifndef APP_ROUND_TRIP_RT_H
#define APP_ROUND_TRIP_RT_H

#include "base/base.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct burst {
    /* Set up before the driver starts. */
    const float *probe;
    float *heard; /* `room` frames: the process thread's while sent > done */
    uint32_t length, room;
    unsigned output, input;

    /* Main thread to process thread: how many bursts are wanted; and back: how many
     * are over, and whether frames were lost in the last one. */
    _Atomic uint32_t wanted, done;
    _Atomic bool spoiled;

    uint32_t at; /* process thread alone: frames of the running burst */
};

/* driver_cycle and driver_gap; `user` is the burst. */
RT void burst_cycle(void *user, const float *const *in, unsigned n_in,
                    float *const *out, unsigned n_out, uint32_t frames);
RT void burst_gap(void *user, uint32_t frames);

#endif

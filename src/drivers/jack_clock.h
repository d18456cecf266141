/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jack_clock.h: what a JACK server's clock says of a cycle: whether we have run it
 * before, and how many frames went by without us.  Process thread, all of it. */
#ifndef DRIVERS_JACK_CLOCK_H
#define DRIVERS_JACK_CLOCK_H

#include "base/base.h"

#include <stdbool.h>
#include <stdint.h>

/* A cycle, as it begins. */
struct jack_cycle {
    uint32_t frames; /* the server's count, which goes round */
    uint64_t usecs;  /* the server's time of it; read where there are `devices` */
    uint32_t block;
};

struct jack_clock {
    uint32_t rate;
    /* the count is that of a device, and each has its own (PipeWire) */
    bool devices;
    bool runs;    /* the last call ran a cycle: nothing went by before that */
    struct jack_cycle last;
};

/* The same cycle comes once more: it has been run. */
bool jack_clock_again(const struct jack_clock *clock, const struct jack_cycle *now);

/* It is this cycle's turn.  Returns how many frames went by before it; none where
 * the server says that its clock was set `afresh`. */
uint32_t jack_clock_gap(struct jack_clock *clock, const struct jack_cycle *now,
                        bool afresh);

#endif

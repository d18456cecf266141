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
    uint64_t usecs;  /* the server's time of it … */
    uint64_t next;   /* … and of the next one; both where there are `devices` */
    uint32_t block;
};

struct jack_clock {
    uint32_t rate;
    /* the count is that of a device, and each has its own (PipeWire) */
    bool devices;
    bool runs;    /* the last call ran a cycle: nothing went by before that */
    struct jack_cycle last;
    /* frames of the last cycle by time, which may not be its block */
    uint32_t lasted;
};

/* The same cycle comes once more: it has been run. */
bool jack_clock_again(const struct jack_clock *clock, const struct jack_cycle *now);

/* How many frames this cycle lasts: its block, but for one in which the block
 * changes while it is as long as those before.  Asked before its turn.  No more
 * than these are to be run of the block; what lacks in it is told as a gap before
 * the next cycle. */
uint32_t jack_clock_lasts(const struct jack_clock *clock,
                          const struct jack_cycle *now);

/* It is this cycle's turn.  Returns how many frames went by before it; none where
 * the server says that its clock was set `afresh`. */
uint32_t jack_clock_gap(struct jack_clock *clock, const struct jack_cycle *now,
                        bool afresh);

#endif

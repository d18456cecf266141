/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ring.h: fixed-size items from one thread to another, without a lock.
 *
 * One thread writes and one reads; either may be the process thread.  Full
 * and empty are answers, not errors, and nothing waits. */
#ifndef BASE_RING_H
#define BASE_RING_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring;

/* Main thread: make a ring for at least `count` items of `size` bytes; the
 * caller owns it.  Fails, with *out NULL: ST_RANGE (none, too much), ST_NO_MEM. */
NODISCARD enum status ring_new(struct ring **out, uint32_t count, size_t size);

/* Main thread, when no other holds the ring: free it with the items left in
 * it.  NULL is allowed. */
void ring_free(struct ring *ring);

/* Writing thread: copy in all the items, or none if they do not all fit.
 * Returns whether they did. */
RT NODISCARD bool ring_write(struct ring *ring, const void *items, uint32_t count);

/* Reading thread: copy out the oldest items, `count` at most; returns how many. */
RT NODISCARD uint32_t ring_read(struct ring *ring, void *items, uint32_t count);

#endif

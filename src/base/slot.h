/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slot.h: the latest value of something, from one thread to others, without a lock.
 *
 * A sequence lock (Lamport 1977; Boehm, «Can seqlocks get along with programming
 * language memory models?», 2012) over words: the writer never waits, a reader
 * tries again while a write is under way.  Levels and positions go up this way. */
#ifndef BASE_SLOT_H
#define BASE_SLOT_H

#include "base/base.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { SLOT_WORDS = 16 };

/* Zeroed memory is a slot that holds zeros. */
struct slot {
    _Atomic uint32_t turn; /* odd while a write is under way */
    _Atomic uint64_t words[SLOT_WORDS];
};

/* The one writing thread: make `value` (`size` bytes, SLOT_WORDS * 8 at most) the
 * latest. */
RT void slot_write(struct slot *slot, const void *value, size_t size);

/* Any thread but the process thread: copy the latest value out. */
void slot_read(struct slot *slot, void *value, size_t size);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.h: one writer a project: project.lock, held with flock(2).
 *
 * Main thread.  The system frees the lock when its owner dies, however it dies, so
 * none is ever stale; what the file says (who, where, since when) is only for
 * people. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "base/fault.h"

struct lock;

/* Take the lock of the project in `folder`.  Fails, *out NULL: ST_BUSY (who has
 * it), ST_READ_ONLY (the lock can't be made there), ST_NO_MEM, ST_IO. */
NODISCARD enum status lock_take(struct lock **out, const char *folder,
                                struct fault *fault);
void lock_free(struct lock *lock);

/* For a reader: a lock that keeps writers from beginning while it is held.  NULL
 * where somebody writes now, or where nothing can be locked. */
struct lock *lock_share(const char *folder);

#endif

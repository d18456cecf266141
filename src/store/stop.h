/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stop.h: a project that is being opened by a thread of its own, and that another
 * does not want any more.
 *
 * Zeroed memory is one that is wanted; it stands as long as the project is being
 * opened. */
#ifndef STORE_STOP_H
#define STORE_STOP_H

#include <stdatomic.h>
#include <stdbool.h>

struct store_stop {
    atomic_bool wanted;
    atomic_int state; /* it reads, writes, or was left: stop.c */
};

/* Any thread: the opening is to end as ST_CANCELLED, as soon as it can. */
void store_stop(struct store_stop *stop);

/* Any thread, when the program ends: true, where nothing has been written, and from
 * now on nothing will be: the opening's thread may be left to itself until the
 * program is gone.  False: it is to be waited for. */
bool store_stop_leave(struct store_stop *stop);

/* The opening's thread, before it writes anything.  Where it was left to itself, it
 * stays here for ever.  NULL is allowed: nobody stops it. */
void store_stop_writes(struct store_stop *stop);

/* The opening's thread: whether store_stop() was called.  NULL is allowed. */
bool store_stop_wanted(const struct store_stop *stop);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/stop.h"

#include <stddef.h>
#include <unistd.h>

/* Whoever is first, the one that writes or the one that leaves, has it so. */
enum { STORE_STOP_READS, STORE_STOP_WRITES, STORE_STOP_LEFT };

void
store_stop(struct store_stop *stop)
{
    atomic_store(&stop->wanted, true);
}

bool
store_stop_wanted(const struct store_stop *stop)
{
    return stop && atomic_load(&stop->wanted);
}

bool
store_stop_leave(struct store_stop *stop)
{
    int was = STORE_STOP_READS;

    store_stop(stop);
    return atomic_compare_exchange_strong(&stop->state, &was, STORE_STOP_LEFT)
           || was == STORE_STOP_LEFT;
}

void
store_stop_writes(struct store_stop *stop)
{
    int was = STORE_STOP_READS;

    if (stop
        && !atomic_compare_exchange_strong(&stop->state, &was, STORE_STOP_WRITES))
        while (was == STORE_STOP_LEFT)
            pause();
}

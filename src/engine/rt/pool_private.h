/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pool_private.h: what the pool's two files share: rt/pool.c runs, rt/pool_setup.c
 * makes.
 *
 * Head and slots carry the run's number (`turn`), so that a helper that comes late,
 * with the last run in mind, takes nothing of this one: its compare-and-swap fails.
 * They lie in the pool, not in the graph, because such a helper may still look at
 * them when the graph is long freed. */
#ifndef ENGINE_RT_POOL_PRIVATE_H
#define ENGINE_RT_POOL_PRIVATE_H

#include "engine/rt/pool.h"

#include <pthread.h>
#include <stdalign.h>

enum { POOL_LINE = 64, POOL_TURN_SHIFT = 16 };

struct pool_helper {
    struct pool *pool;
    pthread_t thread;
    unsigned index;
};

struct pool {
    /* The run under way: written by the process thread before it stores `head`,
     * read by whoever took a node of it. */
    const struct pool_graph *graph;
    void (*run)(void *user, uint32_t node);
    void *user;

    /* turn, and the slot to be taken next */
    alignas(POOL_LINE) _Atomic uint64_t head;
    alignas(POOL_LINE) _Atomic uint32_t tail; /* the slot to be filled next */
    alignas(POOL_LINE) _Atomic uint32_t done; /* nodes */
    _Atomic uint32_t count;                   /* of the graph */

    /* The helpers' sleep: a futex, the low half of the last turn that wanted
     * them. */
    alignas(POOL_LINE) _Atomic uint32_t ticket;
    _Atomic uint32_t allowed;  /* helpers below this index may take part */
    _Atomic uint32_t sleepers;
    _Atomic bool quit;

    alignas(POOL_LINE) unsigned helpers;
    unsigned spins; /* before a thread that finds nothing lets others run */
    bool realtime;
    struct pool_helper helper[POOL_MAX_HELPERS];

    /* turn and node */
    alignas(POOL_LINE) _Atomic uint64_t slots[POOL_MAX_NODES];
};

/* Helper: take part in the run that the ticket stands for, until nothing is
 * left. */
RT void pool_help(struct pool *pool, uint32_t ticket);

RT static inline void
pool_pause(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* The pool's two system calls out of a cycle; see pool.h for when.  Neither
 * waits. */
void pool_wake(struct pool *pool, unsigned helpers);
void pool_yield(void);

#endif

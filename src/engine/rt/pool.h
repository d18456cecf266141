/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pool.h: realtime helpers that do a graph's nodes together with the process
 * thread.
 *
 * A node is ready when all its inputs are done; ready nodes stand in a queue
 * without a lock, and whoever is free takes the oldest.  Which thread does a node
 * is chance; what it computes must not depend on that, so a node writes its own
 * outputs only and sums its inputs in their fixed order. */
#ifndef ENGINE_RT_POOL_H
#define ENGINE_RT_POOL_H

#include "base/fault.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { POOL_MAX_HELPERS = 15, POOL_MAX_NODES = 16384 };

struct pool;

/* A graph without cycles, POOL_MAX_NODES nodes at most.  The arrays are the
 * caller's (a plan's) and stand as long as it is run.  `left` is the pool's to
 * write, of any content; the rest it only reads. */
struct pool_graph {
    uint32_t count;
    const uint32_t *needs; /* [count]: of how many other nodes each is a successor;
                              twice the successor counts twice */
    /* [count + 1]: where a node's successors begin in `next` */
    const uint32_t *next_at;
    const uint32_t *next;    /* successors of node 0, of node 1, … */
    _Atomic uint32_t *left;  /* [count] */
};

/* Main thread: 0 … POOL_MAX_HELPERS threads that sleep until a graph is run.
 * `priority`: of SCHED_FIFO where that is allowed (else as any thread); 0: none is
 * asked for, a render.  Fails, *out NULL: ST_NO_MEM, ST_RANGE, ST_IO (no
 * threads). */
NODISCARD enum status pool_new(struct pool **out, unsigned helpers, int priority,
                               struct fault *fault);

/* Main thread, when no other runs the pool; NULL is allowed. */
void pool_free(struct pool *pool);

unsigned pool_helpers(const struct pool *pool);

/* Main thread: whether the helpers got the priority they asked for. */
bool pool_is_realtime(const struct pool *pool);

/* Process thread: do every node once, after its inputs: run(user, node) on this
 * thread or on one of at most `helpers` helpers.  When it returns all are done, and
 * all they wrote is seen here; no helper touches the graph, `run` or `user` any
 * more.
 *
 * `helpers` = 0 does all on this thread and is right for little work: to wake a
 * sleeping helper is a system call (1-2 us here, some 5-50 us until it runs), so
 * helpers pay when a cycle's work is well above 50 us.  This thread takes part, and
 * waits for a helper only at the end, for the node that one is doing: it spins, and
 * past some 50 us lets others run (sched_yield), which keeps a machine with fewer
 * free processors than threads alive. */
RT void pool_run(struct pool *pool, const struct pool_graph *graph,
                 void (*run)(void *user, uint32_t node), void *user,
                 unsigned helpers);

#endif

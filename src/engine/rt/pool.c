/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/pool_private.h"

/* Every node is pushed once a run, so the queue is an array that is filled from the
 * front and taken from the front; nothing wraps.  A slot is taken only when it is
 * filled, never reserved: a helper that the system stops between two nodes holds
 * nobody up. */

RT static void
push(struct pool *pool, uint64_t turn, uint32_t node)
{
    const uint32_t at
        = atomic_fetch_add_explicit(&pool->tail, 1, memory_order_relaxed);

    atomic_store_explicit(&pool->slots[at], turn << POOL_TURN_SHIFT | node,
                          memory_order_release);
}

enum take { TAKE_NODE, TAKE_NOTHING_YET, TAKE_NO_MORE };

RT static enum take
take(struct pool *pool, uint64_t turn, uint32_t *node)
{
    uint64_t head = atomic_load_explicit(&pool->head, memory_order_acquire);

    for (;;) {
        const uint32_t at = head & ((1u << POOL_TURN_SHIFT) - 1);

        if (head >> POOL_TURN_SHIFT != turn
            || at >= atomic_load_explicit(&pool->count, memory_order_relaxed))
            return TAKE_NO_MORE;

        const uint64_t slot
            = atomic_load_explicit(&pool->slots[at], memory_order_acquire);
        if (slot >> POOL_TURN_SHIFT != turn)
            return TAKE_NOTHING_YET;
        if (atomic_compare_exchange_weak_explicit(&pool->head, &head, head + 1,
                                                  memory_order_acq_rel,
                                                  memory_order_acquire)) {
            *node = slot & ((1u << POOL_TURN_SHIFT) - 1);
            return TAKE_NODE;
        }
    }
}

/* The graph may be gone as soon as `done` is counted up for its last node. */
RT static void
perform(struct pool *pool, uint64_t turn, uint32_t node)
{
    const struct pool_graph *graph = pool->graph;

    pool->run(pool->user, node);
    for (uint32_t i = graph->next_at[node]; i < graph->next_at[node + 1]; i++) {
        const uint32_t next = graph->next[i];

        if (atomic_fetch_sub_explicit(&graph->left[next], 1, memory_order_acq_rel)
            == 1)
            push(pool, turn, next);
    }
    atomic_fetch_add_explicit(&pool->done, 1, memory_order_release);
}

RT static void
rest(const struct pool *pool, unsigned *spun)
{
    pool_pause();
    if (++*spun >= pool->spins) {
        *spun = 0;
        pool_yield();
    }
}

RT static void
work(struct pool *pool, uint64_t turn)
{
    unsigned spun = 0;
    uint32_t node;

    for (;;) {
        switch (take(pool, turn, &node)) {
        case TAKE_NODE:
            perform(pool, turn, node);
            spun = 0;
            break;
        case TAKE_NOTHING_YET:
            rest(pool, &spun);
            break;
        case TAKE_NO_MORE:
            return;
        }
    }
}

RT void
pool_help(struct pool *pool, uint32_t ticket)
{
    const uint64_t turn = atomic_load_explicit(&pool->head, memory_order_acquire)
                          >> POOL_TURN_SHIFT;

    if ((uint32_t)turn == ticket)
        work(pool, turn);
}

RT static void
call_helpers(struct pool *pool, uint64_t turn, unsigned helpers)
{
    atomic_store_explicit(&pool->allowed, helpers, memory_order_relaxed);
    /* Either a helper sees the new ticket before it sleeps, or we see the
     * sleeper. */
    atomic_store_explicit(&pool->ticket, (uint32_t)turn, memory_order_seq_cst);
    if (atomic_load_explicit(&pool->sleepers, memory_order_seq_cst) > 0)
        pool_wake(pool, helpers);
}

RT void
pool_run(struct pool *pool, const struct pool_graph *graph,
         void (*run)(void *user, uint32_t node), void *user, unsigned helpers)
{
    const uint64_t turn = (atomic_load_explicit(&pool->head, memory_order_relaxed)
                           >> POOL_TURN_SHIFT)
                          + 1;
    unsigned spun = 0;

    if (helpers > pool->helpers)
        helpers = pool->helpers;
    for (uint32_t i = 0; i < graph->count; i++)
        atomic_store_explicit(&graph->left[i], graph->needs[i],
                              memory_order_relaxed);
    pool->graph = graph;
    pool->run = run;
    pool->user = user;
    atomic_store_explicit(&pool->count, graph->count, memory_order_relaxed);
    atomic_store_explicit(&pool->done, 0, memory_order_relaxed);
    atomic_store_explicit(&pool->tail, 0, memory_order_relaxed);
    atomic_store_explicit(&pool->head, turn << POOL_TURN_SHIFT,
                          memory_order_release);
    for (uint32_t i = 0; i < graph->count; i++)
        if (graph->needs[i] == 0)
            push(pool, turn, i);

    if (helpers > 0 && graph->count > 1)
        call_helpers(pool, turn, helpers);
    work(pool, turn);
    while (atomic_load_explicit(&pool->done, memory_order_acquire) < graph->count)
        rest(pool, &spun);
}

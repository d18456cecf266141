/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/pool_private.h"

#include "base/realtime.h"
#include "base/rt.h"
#include "base/text.h"

#include <linux/futex.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* How often a thread that finds nothing to do looks again before it lets others
 * run: some 10-50 us while playing; next to none in a render, where readers and
 * encoders want the processor. */
enum { SPINS_REALTIME = 1000, SPINS_RENDER = 100 };

void
pool_wake(struct pool *pool, unsigned helpers)
{
    syscall(SYS_futex, &pool->ticket, FUTEX_WAKE_BITSET_PRIVATE, (int)helpers, NULL,
            NULL, (1u << helpers) - 1);
}

void
pool_yield(void)
{
    sched_yield();
}

/* Sleep until the ticket is another one. */
static uint32_t
await(struct pool *pool, unsigned index, uint32_t seen)
{
    uint32_t now;

    for (unsigned i = 0; i < pool->spins; i++) {
        now = atomic_load_explicit(&pool->ticket, memory_order_acquire);
        if (now != seen)
            return now;
        pool_pause();
    }
    atomic_fetch_add_explicit(&pool->sleepers, 1, memory_order_seq_cst);
    while ((now = atomic_load_explicit(&pool->ticket, memory_order_seq_cst))
           == seen)
        syscall(SYS_futex, &pool->ticket, FUTEX_WAIT_BITSET_PRIVATE, seen, NULL,
                NULL, 1u << index);
    atomic_fetch_sub_explicit(&pool->sleepers, 1, memory_order_relaxed);
    return now;
}

static void *
help(void *user)
{
    struct pool_helper *self = user;
    struct pool *pool = self->pool;
    uint32_t ticket = 0;

    for (;;) {
        ticket = await(pool, self->index, ticket);
        if (atomic_load_explicit(&pool->quit, memory_order_acquire))
            return NULL;
        if (self->index
            >= atomic_load_explicit(&pool->allowed, memory_order_relaxed))
            continue;
        rt_enter();
        pool_help(pool, ticket);
        rt_leave();
    }
}

enum status
pool_new(struct pool **out, unsigned helpers, int priority, struct fault *fault)
{
    *out = NULL;
    if (helpers > POOL_MAX_HELPERS || priority < 0
        || priority > sched_get_priority_max(SCHED_FIFO))
        return fault_set(fault, ST_RANGE, NULL,
                         _("not a number of helper threads"));

    struct pool *pool = aligned_alloc(POOL_LINE, sizeof *pool);
    if (!pool)
        return fault_set(fault, ST_NO_MEM, NULL,
                         _("no memory for the helper threads"));
    memset(pool, 0, sizeof *pool); /* touches the slots, so that no cycle has to */
    pool->spins = priority > 0 ? SPINS_REALTIME : SPINS_RENDER;
    pool->realtime = helpers > 0 && priority > 0;
    for (unsigned i = 0; i < helpers; i++) {
        struct pool_helper *helper = &pool->helper[i];
        const struct realtime_thread what = {"rem-helper", priority, help, helper};
        enum realtime_how how;

        *helper = (struct pool_helper){.pool = pool, .index = i};
        const int error = realtime_start(&helper->thread, &what, &how);
        if (error) {
            pool_free(pool);
            return fault_errno(fault, error, _("a helper thread"));
        }
        pool->realtime = pool->realtime && how != REALTIME_NONE;
        pool->helpers++;
    }
    *out = pool;
    return ST_OK;
}

void
pool_free(struct pool *pool)
{
    if (!pool)
        return;
    atomic_store_explicit(&pool->quit, true, memory_order_release);
    atomic_fetch_add_explicit(&pool->ticket, 1, memory_order_seq_cst);
    if (pool->helpers > 0)
        pool_wake(pool, pool->helpers);
    for (unsigned i = 0; i < pool->helpers; i++)
        pthread_join(pool->helper[i].thread, NULL);
    free(pool);
}

unsigned
pool_helpers(const struct pool *pool)
{
    return pool->helpers;
}

bool
pool_is_realtime(const struct pool *pool)
{
    return pool->realtime;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/aside.h"

#include "engine/engine_internal.h"

#include <stdlib.h>

enum { BEGIN_PART = 4 }; /* of a second */

enum status
aside_new(struct aside **out, struct engine *engine, float level)
{
    const uint32_t rate = engine_rate(engine);
    struct aside *aside = calloc(1, sizeof *aside);

    *out = NULL;
    if (!aside)
        return ST_NO_MEM;
    if (ring_new(&aside->ring, rate, sizeof(struct aside_frame))) {
        free(aside);
        return ST_NO_MEM;
    }
    aside->engine = engine;
    aside->in = 1 / (ASIDE_IN * rate);
    aside->out = 1 / (ASIDE_OUT * rate);
    aside->enough = rate / BEGIN_PART;
    aside->now = level;
    aside->fade = 1;
    atomic_init(&aside->level, level);
    aside->next = engine->cycle.asides.list;
    engine->cycle.asides.list = aside;
    *out = aside;
    return ST_OK;
}

/* One that was never picked up is nobody's. */
void
aside_play(struct aside *aside)
{
    struct aside *waiting = atomic_exchange_explicit(
        &aside->engine->cycle.asides.coming, aside, memory_order_acq_rel);

    aside->given = true;
    if (waiting)
        atomic_store(&waiting->over, true);
    engine_news(aside->engine);
}

void
aside_stop(struct aside *aside)
{
    atomic_store_explicit(&aside->stop, true, memory_order_relaxed);
}

void
aside_drop(struct aside *aside)
{
    aside_stop(aside);
    aside->dropped = true;
    aside_poll(&aside->engine->cycle.asides);
}

void
aside_set_level(struct aside *aside, float level)
{
    atomic_store_explicit(&aside->level, level, memory_order_relaxed);
}

int64_t
aside_played(const struct aside *aside)
{
    return atomic_load_explicit(&aside->played, memory_order_relaxed);
}

bool
aside_is_over(const struct aside *aside)
{
    return atomic_load_explicit(&aside->over, memory_order_acquire);
}

uint32_t
aside_feed(struct aside *aside, const float *frames, uint32_t count)
{
    /* All or none go into a ring: halve until it fits. */
    while (count > 0 && !ring_write(aside->ring, frames, count))
        count /= 2;
    atomic_fetch_add_explicit(&aside->fed, count, memory_order_release);
    return count;
}

void
aside_end(struct aside *aside)
{
    atomic_store_explicit(&aside->fed_all, true, memory_order_release);
}

static void
free_one(struct aside *aside)
{
    ring_free(aside->ring);
    free(aside);
}

void
aside_poll(struct aside_player *player)
{
    struct aside **at = &player->list;

    while (*at) {
        struct aside *aside = *at;

        if (!aside->dropped || (aside->given && !aside_is_over(aside))) {
            at = &aside->next;
            continue;
        }
        *at = aside->next;
        free_one(aside);
    }
}

void
aside_free_all(struct aside_player *player)
{
    while (player->list) {
        struct aside *aside = player->list;

        player->list = aside->next;
        free_one(aside);
    }
}

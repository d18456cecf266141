/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From one plan to the next, without a click.
 *
 *   given -> coming -> plan -> before -> returned
 *
 * A plan that was given is taken at a block's edge.  While what it does not play
 * any more fades out (8 ms; mostly there is no such thing), it is coming.  Then it
 * is the plan, and the one before is still heard while clips crossfade (5 ms).
 * Until that is over the next one is not taken; one that is given meanwhile
 * replaces the one that waits.  So each fade ends where it was going to, and never
 * more than two plans sound. */
#include "engine/engine_internal.h"

RT static bool
let_go(struct engine *engine)
{
    struct engine_cycle *cycle = &engine->cycle;

    if (cycle->before
        && (cycle->faded < CLIP_CROSSFADE
            || !ring_write(engine->returns, &cycle->before, 1)))
        return false;
    cycle->before = NULL;
    return true;
}

RT static bool
pick_up(struct engine *engine)
{
    struct engine_cycle *cycle = &engine->cycle;

    cycle->coming
        = atomic_exchange_explicit(&engine->next, NULL, memory_order_acq_rel);
    if (!cycle->coming)
        return false;
    cycle->leaving = cycle->plan && !cycle->at_rest
                         ? plan_leave(cycle->plan, cycle->coming)
                         : 0;
    return true;
}

/* Returns whether there is a new one. */
RT static bool
take(struct engine *engine)
{
    struct engine_cycle *cycle = &engine->cycle;

    if (!let_go(engine) || (!cycle->coming && !pick_up(engine)))
        return false;
    if (cycle->leaving > 0)
        return false;
    plan_adopt(cycle->coming, cycle->plan ? cycle->plan->number : 0);
    cycle->touched = true;
    cycle->before = cycle->plan;
    cycle->faded = cycle->rolling ? 0 : CLIP_CROSSFADE;
    cycle->plan = cycle->coming;
    cycle->coming = NULL;
    return true;
}

RT void
take_plan(struct engine *engine)
{
    (void)take(engine);
}

RT void
take_latest(struct engine *engine)
{
    struct engine_cycle *cycle = &engine->cycle;
    bool taken;

    do {
        cycle->faded = CLIP_CROSSFADE;
        cycle->leaving = 0;
        taken = take(engine);
    } while (taken || cycle->leaving > 0);
    cycle->faded = CLIP_CROSSFADE;
}

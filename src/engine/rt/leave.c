/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new plan does not play any more (a track, a send, a way to another bus, an
 * insert) would end from one frame to the next.  So it is faded out in the old
 * plan, while all else goes on; a way that leads elsewhere comes in again with the
 * new one. */
#include "engine/rt/graph.h"

RT static int64_t
goes_to(const struct plan *plan, const struct edge *edge)
{
    return edge->to == NO_STRIP ? 0 : plan->strips[edge->to].track;
}

RT static bool
has_edge(const struct plan *next, const struct strip *strip,
         const struct edge *edge, int64_t to)
{
    for (uint32_t i = 0; i < strip->n_out; i++) {
        const struct edge *other = &next->edges[strip->out[i]];

        if (other->state == edge->state)
            return goes_to(next, other) == to && other->kind == edge->kind;
    }
    return false;
}

/* Before the console, or after it, as it was. */
RT static bool
has_insert(const struct strip *next, const struct insert *insert, bool before)
{
    for (uint32_t i = 0; i < next->n_inserts; i++)
        if (next->inserts[i].state == insert->state)
            return (i < next->n_before) == before;
    return false;
}

RT static bool
fade(struct glide *glide, uint32_t quanta)
{
    glide_aim(glide, 0, quanta);
    return glide_moves(glide);
}

RT static uint32_t
edge_leaves(const struct plan *plan, const struct edge *edge)
{
    const bool left = fade(&edge->state->gain[0], plan->quanta);
    const bool right = fade(&edge->state->gain[1], plan->quanta);

    return left || right ? (plan->quanta + 1) * QUANTUM + edge->delay_frames : 0;
}

RT static uint32_t
strip_leaves(const struct plan *plan, const struct strip *strip,
             const struct plan *next)
{
    const struct strip *then = plan_strip(next, strip->track);
    uint32_t most = 0;

    for (uint32_t i = 0; i < strip->n_out; i++) {
        const struct edge *edge = &plan->edges[strip->out[i]];

        if (then && has_edge(next, then, edge, goes_to(plan, edge)))
            continue;

        const uint32_t frames = edge_leaves(plan, edge);
        most = frames > most ? frames : most;
    }
    for (uint32_t i = 0; then && i < strip->n_inserts; i++) {
        const uint32_t frames = (plan->quanta + 1) * QUANTUM;
        const struct insert *insert = &strip->inserts[i];

        if (!has_insert(then, insert, i < strip->n_before)
            && fade(&insert->state->wet, plan->quanta))
            most = frames > most ? frames : most;
    }
    return most;
}

RT uint32_t
plan_leave(const struct plan *plan, const struct plan *next)
{
    uint32_t most = 0;

    for (uint32_t i = 0; i < plan->n_strips; i++) {
        const uint32_t frames = strip_leaves(plan, &plan->strips[i], next);

        most = frames > most ? frames : most;
    }
    return most;
}

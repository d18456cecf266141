/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new plan takes over the states that the one before it played. */
#include "engine/rt/graph.h"

#include <string.h>

RT static void
aim(struct glide *glide, float target, uint32_t quanta, bool snap)
{
    if (snap)
        glide_snap(glide, target);
    else
        glide_aim(glide, target, quanta);
}

RT static void
edge_aim(const struct plan *plan, const struct strip_state *state,
         const struct edge *edge, bool snap)
{
    for (int side = 0; side < 2; side++) {
        float gain = edge->kind == EDGE_OUTPUT ? state->pan[side]
                                               : edge->state->level[side];

        if (edge->cut || state->muted)
            gain = 0;
        else if (edge->kind != EDGE_PRE_FADER)
            gain *= state->fader;
        aim(&edge->state->gain[side], gain, plan->quanta, snap);
    }
}

RT void
strip_aim(const struct plan *plan, const struct strip *strip, bool snap)
{
    for (uint32_t i = 0; i < strip->n_out; i++)
        edge_aim(plan, strip->state, &plan->edges[strip->out[i]], snap);
}

/* What the plan before did not play has lost the thread. */
RT static bool
is_new(uint64_t seen, uint64_t before)
{
    return seen == 0 || seen != before;
}

RT bool
strip_follows(const struct plan *plan, const struct strip *strip)
{
    struct strip_state *state = strip->state;

    if (!hand_yields(&state->hand, plan->number))
        return false;
    state->fader = strip->fader;
    state->muted = strip->muted;
    memcpy(state->pan, strip->pan, sizeof state->pan);
    return true;
}

RT bool
strip_console_follows(const struct plan *plan, const struct strip *strip)
{
    struct strip_state *state = strip->state;

    if (!hand_yields(&state->console_hand, plan->number))
        return false;
    state->wanted = strip->coefs;
    return true;
}

RT bool
edge_follows(const struct plan *plan, const struct edge *edge)
{
    if (!hand_yields(&edge->state->hand, plan->number))
        return false;
    memcpy(edge->state->level, edge->gain, sizeof edge->state->level);
    return true;
}

/* Set what differs from what the device was told last. */
RT bool
insert_follows(const struct plan *plan, const struct insert *insert)
{
    struct device_state *state = insert->state;
    const struct device_type *type = state->type;

    if (!hand_yields(&state->hand, plan->number))
        return false;
    for (unsigned i = 0; i < type->n_controls; i++) {
        if (insert->values[i] == state->values[i])
            continue;
        state->values[i] = insert->values[i];
        type->set(state->device, i, insert->values[i]);
    }
    return true;
}

RT static void
strip_reset(const struct strip *strip)
{
    struct strip_state *state = strip->state;

    state->from = state->to = state->wanted;
    state->turning = state->stale = state->settled = false;
    state->quanta = 0;
    for (int side = 0; side < 2; side++)
        console_reset(&state->console[side]);
    memset(state->meter, 0, sizeof state->meter);
    state->window = 0;
    state->levels.rms[0] = state->levels.rms[1] = 0;
    state->levels.gate_db = state->levels.comp_db = 0;
    slot_write(&state->slot, &state->levels, sizeof state->levels);
}

/* Returns whether the strip begins anew. */
RT static bool
adopt_strip(const struct plan *plan, const struct strip *strip, uint64_t before)
{
    struct strip_state *state = strip->state;
    const bool anew = is_new(state->seen, before);

    state->input = NULL; /* capture_arm() knows */
    if (anew)
        state->hand = state->console_hand = (struct hand){0};
    strip_console_follows(plan, strip);
    if (anew) {
        strip_reset(strip);
        glide_snap(&state->heard, 0);
        glide_snap(&state->hidden, 0);
    } else {
        state->stale = memcmp(&state->to, &state->wanted, sizeof state->to) != 0;
    }
    state->seen = plan->number;
    strip_follows(plan, strip);
    return anew;
}

/* One that has never played is at rest already. */
RT static void
adopt_insert(const struct plan *plan, const struct insert *insert, bool snap,
             uint64_t before)
{
    struct device_state *state = insert->state;
    const struct device_type *type = state->type;
    const bool anew = is_new(state->seen, before);
    const bool wakes
        = insert->on && state->wet.to == 0 && !glide_moves(&state->wet);

    if (anew)
        state->hand = (struct hand){0};
    insert_follows(plan, insert);
    if ((anew || wakes) && state->seen != 0)
        type->reset(state->device);
    if (anew)
        glide_snap(&state->wet, 0);
    aim(&state->wet, insert->on, plan->quanta, snap);
    state->seen = plan->number;
}

/* `sounds`: what comes through it did so before. */
RT static void
adopt_delay(const struct plan *plan, struct delay_state *state, bool sounds,
            uint64_t before)
{
    if (!state)
        return;
    if (is_new(state->seen, before)) {
        if (sounds)
            delay_reset_direct(&state->delay);
        else
            delay_reset(&state->delay);
    }
    state->seen = plan->number;
}

/* A new edge of a strip that sounds already comes in softly. */
RT static void
adopt_edges(const struct plan *plan, const struct strip *strip, bool anew,
            uint64_t before)
{
    for (uint32_t i = 0; i < strip->n_out; i++) {
        const struct edge *edge = &plan->edges[strip->out[i]];
        struct edge_state *state = edge->state;
        const bool sounds = !is_new(state->seen, before);

        if (!sounds) {
            state->hand = (struct hand){0};
            for (int side = 0; side < 2; side++)
                glide_snap(&state->gain[side], 0);
        }
        edge_follows(plan, edge);
        edge_aim(plan, strip->state, edge, anew);
        state->seen = plan->number;
        adopt_delay(plan, edge->delay, sounds, before);
    }
}

RT void
plan_adopt(const struct plan *plan, uint64_t before)
{
    for (uint32_t i = 0; i < plan->n_strips; i++) {
        const struct strip *strip = &plan->strips[i];
        const bool anew = adopt_strip(plan, strip, before);

        for (uint32_t k = 0; k < strip->n_inserts; k++)
            adopt_insert(plan, &strip->inserts[k], anew, before);
        adopt_edges(plan, strip, anew, before);
        adopt_delay(plan, strip->tap_delay, false, before);
    }
}

RT void
plan_reset(const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->n_strips; i++) {
        const struct strip *strip = &plan->strips[i];

        strip_reset(strip);
        for (uint32_t k = 0; k < strip->n_inserts; k++) {
            struct device_state *device = strip->inserts[k].state;

            device->type->reset(device->device);
            glide_snap(&device->wet, strip->inserts[k].on);
        }
        strip_aim(plan, strip, true);
        for (uint32_t k = 0; k < strip->n_out; k++)
            if (plan->edges[strip->out[k]].delay)
                delay_reset(&plan->edges[strip->out[k]].delay->delay);
        if (strip->tap_delay)
            delay_reset(&strip->tap_delay->delay);
    }
}

RT void
plan_rest(const struct plan *plan, uint32_t frames)
{
    for (uint32_t i = 0; i < plan->n_strips && plan->n_taps > 0; i++)
        for (int side = 0; side < 2 && plan->strips[i].tapped; side++)
            mix_clear(plan->strips[i].tap[side], frames);
}

RT const struct strip *
plan_strip(const struct plan *plan, int64_t track)
{
    uint32_t low = 0, high = plan->n_strips;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct strip *strip = &plan->strips[plan->by_track[middle]];

        if (strip->track == track)
            return strip;
        if (strip->track < track)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

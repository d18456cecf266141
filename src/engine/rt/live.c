/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a hand holds sounds at once and stays, whatever plans come meanwhile. */
#include "engine/engine_internal.h"

#include <string.h>

/* Of a hand's consoles: some 11 ms at 48 kHz, less than a picture on the screen. */
enum { CONSOLE_QUANTA = 8 };

/* The plan that is coming aims by itself, and what fades until then goes on
 * fading. */
RT static void
aim(const struct engine_cycle *cycle, const struct strip *strip)
{
    if (!cycle->coming)
        strip_aim(cycle->plan, strip, false);
}

RT static const struct edge *
send_of(const struct plan *plan, int64_t send)
{
    for (uint32_t i = 0; i < plan->n_edges; i++)
        if (plan->edges[i].kind != EDGE_OUTPUT
            && plan->edges[i].state->kept.id == send)
            return &plan->edges[i];
    return NULL;
}

RT static const struct insert *
insert_of(const struct plan *plan, int64_t insert)
{
    for (uint32_t i = 0; i < plan->n_strips; i++)
        for (uint32_t k = 0; k < plan->strips[i].n_inserts; k++)
            if (plan->strips[i].inserts[k].state->kept.id == insert)
                return &plan->strips[i].inserts[k];
    return NULL;
}

/* --- held --------------------------------------------------------------------- */

RT static void
hold_fader(const struct engine_cycle *cycle, const struct command *command)
{
    const struct strip *strip = plan_strip(cycle->plan, command->live.track);

    if (!strip)
        return;
    strip->state->hand.holds = true;
    strip->state->fader = command->live.fader;
    strip->state->muted = command->live.muted;
    memcpy(strip->state->pan, command->live.pan, sizeof strip->state->pan);
    aim(cycle, strip);
}

RT static void
go_to_console(struct strip_state *state)
{
    state->quanta = CONSOLE_QUANTA;
    state->stale = memcmp(&state->to, &state->wanted, sizeof state->to) != 0;
}

RT static void
hold_console(const struct engine_cycle *cycle, const struct command *command)
{
    const struct strip *strip = plan_strip(cycle->plan, command->console.track);

    if (!strip)
        return;
    strip->state->console_hand.holds = true;
    memcpy(strip->state->wanted.c, command->console.coefs,
           sizeof command->console.coefs);
    go_to_console(strip->state);
}

RT static void
hold_send(const struct engine_cycle *cycle, const struct command *command)
{
    const struct edge *edge = send_of(cycle->plan, command->send.send);

    if (!edge)
        return;
    edge->state->hand.holds = true;
    memcpy(edge->state->level, command->send.level, sizeof edge->state->level);
    aim(cycle, &cycle->plan->strips[edge->from]);
}

RT static void
hold_control(const struct engine_cycle *cycle, const struct command *command)
{
    const struct insert *insert = insert_of(cycle->plan, command->control.insert);

    if (!insert)
        return;

    struct device_state *state = insert->state;
    state->hand.holds = true;
    state->values[command->control.control] = command->control.value;
    state->type->set(state->device, command->control.control,
                     command->control.value);
}

/* --- let go: the plan that was given since may have been picked up already ---- */

RT static bool
let_go(struct hand *hand, uint64_t plan)
{
    const bool held = hand->holds;

    hand->holds = false;
    if (held)
        hand->released = plan;
    return held;
}

RT static void
release_strip(const struct engine_cycle *cycle, const struct command *command)
{
    const struct strip *strip = plan_strip(cycle->plan, command->release.id);

    if (!strip)
        return;
    if (command->release.hand == HAND_FADER) {
        if (let_go(&strip->state->hand, command->plan)
            && strip_follows(cycle->plan, strip))
            aim(cycle, strip);
    } else if (let_go(&strip->state->console_hand, command->plan)
               && strip_console_follows(cycle->plan, strip)) {
        go_to_console(strip->state);
    }
}

RT static void
release_send(const struct engine_cycle *cycle, const struct command *command)
{
    const struct edge *edge = send_of(cycle->plan, command->release.id);

    if (edge && let_go(&edge->state->hand, command->plan)
        && edge_follows(cycle->plan, edge))
        aim(cycle, &cycle->plan->strips[edge->from]);
}

RT static void
release_insert(const struct engine_cycle *cycle, const struct command *command)
{
    const struct insert *insert = insert_of(cycle->plan, command->release.id);

    if (insert && let_go(&insert->state->hand, command->plan))
        insert_follows(cycle->plan, insert);
}

RT static void
release(const struct engine_cycle *cycle, const struct command *command)
{
    switch (command->release.hand) {
    case HAND_FADER:
    case HAND_CONSOLE:
        release_strip(cycle, command);
        break;
    case HAND_SEND:
        release_send(cycle, command);
        break;
    case HAND_INSERT:
        release_insert(cycle, command);
        break;
    }
}

RT void
live_obey(struct engine_cycle *cycle, const struct command *command)
{
    if (!cycle->plan)
        return;
    cycle->touched = true;
    switch (command->kind) {
    case COMMAND_LIVE:
        hold_fader(cycle, command);
        break;
    case COMMAND_LIVE_CONSOLE:
        hold_console(cycle, command);
        break;
    case COMMAND_LIVE_SEND:
        hold_send(cycle, command);
        break;
    case COMMAND_LIVE_CONTROL:
        hold_control(cycle, command);
        break;
    default:
        release(cycle, command);
        break;
    }
}

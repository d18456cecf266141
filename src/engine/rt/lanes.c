/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consoles of a group of strips: which lanes run, and when their coefs turn. */
#include "engine/rt/strip.h"

#include <string.h>

/* Coefs begin and end their way at grid points: a plan's are there within a
 * quantum, a hand's take some, as the next will come before the ear has parted
 * them. */
RT static void
turn(const struct strip *strip)
{
    struct strip_state *state = strip->state;

    if (state->turning) {
        state->turning = false;
        if (console_is_flat(&state->to))
            for (int side = 0; side < 2; side++)
                console_reset(&state->console[side]);
    }
    if (!state->stale)
        return;
    state->stale = state->quanta > 1;
    state->settled = false;
    state->from = state->to;
    if (state->stale)
        console_between(&state->from, &state->wanted, 1.0f / (float)state->quanta--,
                        &state->to);
    else
        state->to = state->wanted;
    state->turning = true;
}

RT static bool
runs(const struct strip_state *state)
{
    return !state->settled && (state->turning || !console_is_flat(&state->to));
}

RT static bool
wide(const struct strip *strip)
{
    return strip->stereo || strip->n_before > 0;
}

RT static void
set_lane(struct console_lane *lane, const struct piece *piece,
         const struct strip *strip, int side, uint32_t at)
{
    struct strip_state *state = strip->state;

    *lane = (struct console_lane){
        .x = sound_of(piece, strip)->sound[side] + at,
        .state = &state->console[side],
        .from = state->turning ? &state->from : &state->to,
        .to = &state->to,
    };
}

/* Lanes for the strips that run; returns whether there are any.  A stereo strip
 * takes an even lane and the next. */
RT static bool
gather(struct console_group *group, const struct piece *piece,
       const uint32_t *strips, uint32_t n, uint32_t at)
{
    const struct strip *all = piece->plan->strips;
    uint32_t pair = 0, single = CONSOLE_LANES;

    memset(group, 0, sizeof *group);
    for (uint32_t i = 0; i < n; i++) {
        const struct strip *strip = &all[strips[i]];

        if (!runs(strip->state))
            continue;
        if (wide(strip)) {
            group->linked |= UINT32_C(1) << pair;
            set_lane(&group->lane[pair++], piece, strip, 0, at);
            set_lane(&group->lane[pair++], piece, strip, 1, at);
        } else {
            set_lane(&group->lane[--single], piece, strip, 0, at);
        }
    }
    return pair > 0 || single < CONSOLE_LANES;
}

/* What a silent strip was before it ran, to see whether anything happened. */
struct rest {
    bool silent;
    bool turned;
    struct console_state console[2];
};

RT static void
begin(const struct piece *piece, const struct strip *strip, struct rest *rest)
{
    const struct strip_sound *own = sound_of(piece, strip);
    struct strip_state *state = strip->state;

    rest->silent = own->silent;
    rest->turned = state->turning || state->stale;
    if (!own->silent) {
        state->settled = false;
        return;
    }
    memcpy(rest->console, state->console, sizeof rest->console);
    if (state->settled && !state->stale)
        return;
    mix_clear(own->sound[0], piece->frames);
    if (wide(strip))
        mix_clear(own->sound[1], piece->frames);
}

RT static bool
is_zero(const float *x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (x[i] != 0.0f)
            return false;
    return true;
}

/* Silence in, silence out and nothing changed: so it will stay, bit by bit, until
 * there is sound again or the coefs change. */
RT static void
end(const struct piece *piece, const struct strip *strip, const struct rest *rest)
{
    struct strip_sound *own = sound_of(piece, strip);
    struct strip_state *state = strip->state;

    if (!rest->silent || (state->settled && !state->turning))
        return;
    own->silent = is_zero(own->sound[0], piece->frames)
                  && (!wide(strip) || is_zero(own->sound[1], piece->frames));
    state->settled
        = own->silent && !rest->turned
          && memcmp(rest->console, state->console, sizeof rest->console) == 0;
}

RT void
strips_console(const struct piece *piece, const uint32_t *strips, uint32_t n)
{
    const struct strip *all = piece->plan->strips;
    struct rest rest[CONSOLE_LANES];
    struct console_group group;
    uint32_t phase = piece->phase, at = 0;

    for (uint32_t i = 0; i < n; i++) {
        strip_listen(piece, &all[strips[i]], true);
        begin(piece, &all[strips[i]], &rest[i]);
    }
    while (at < piece->frames) {
        uint32_t run = piece->frames - at;
        bool cut = false;

        for (uint32_t i = 0; i < n; i++) {
            if (phase == 0)
                turn(&all[strips[i]]);
            cut |= all[strips[i]].state->turning || all[strips[i]].state->stale;
        }
        if (cut && run > QUANTUM - phase)
            run = QUANTUM - phase;
        if (gather(&group, piece, strips, n, at))
            console_run(&group, phase, run);
        at += run;
        phase = 0;
    }
    for (uint32_t i = 0; i < n; i++)
        end(piece, &all[strips[i]], &rest[i]);
}

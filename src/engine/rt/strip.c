/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/strip.h"

#include <string.h>

RT void
strip_feed(const struct piece *piece, const struct strip *strip)
{
    struct strip_sound *own = sound_of(piece, strip);
    struct sum sum = {{own->sound[0], strip->stereo ? own->sound[1] : NULL}, false};

    sum.begun = strip_begins(piece, strip, sum.to);
    for (uint32_t i = 0; i < strip->n_in; i++)
        edge_pull(piece, &piece->plan->edges[strip->in[i]], &sum);
    own->silent = !sum.begun;
}

RT static void
meter_side(struct strip_state *state, int side, const float *sound, uint32_t n)
{
    struct meter *meter = &state->meter[side];

    if (sound)
        meter_add(meter, sound, n);
    else
        meter->frames += n;
    if (meter->peak > state->levels.peak[side])
        state->levels.peak[side] = meter->peak;
}

/* A new epoch begins when the main thread has taken the one before. */
RT static void
turn_epoch(struct strip_state *state)
{
    const uint32_t epoch
        = atomic_load_explicit(&state->taken, memory_order_relaxed);

    if (epoch == state->levels.epoch)
        return;
    state->levels.epoch = epoch;
    for (int side = 0; side < 2; side++) {
        state->levels.ended[side] = state->levels.peak[side];
        state->levels.peak[side] = 0;
        state->meter[side].peak = 0;
    }
}

RT static void
meter(const struct piece *piece, const struct strip *strip)
{
    struct strip_state *state = strip->state;
    const struct strip_sound *own = sound_of(piece, strip);
    const uint32_t window = piece->plan->rate / 10;

    turn_epoch(state);
    for (int side = 0; side < 2; side++)
        meter_side(state, side, own->silent ? NULL : own->post[side],
                   piece->frames);
    state->window += piece->frames;
    if (state->window >= window) {
        for (int side = 0; side < 2; side++)
            state->levels.rms[side] = meter_take(&state->meter[side]).rms;
        state->window = 0;
    }
    state->levels.gate_db = state->levels.comp_db = 0;
    if (strip->console && !console_is_flat(&state->to)) {
        state->levels.gate_db = console_gate_db(&state->console[0]);
        state->levels.comp_db = console_comp_db(&state->console[0]);
    }
    slot_write(&state->slot, &state->levels, sizeof state->levels);
}

/* Where the ring is full nobody looks, and a picture misses nothing. */
RT static void
listen(const struct piece *piece, const struct strip_sound *own, bool wide)
{
    float both[QUANTUM];

    for (uint32_t at = 0; at < piece->frames;) {
        const uint32_t left = piece->frames - at,
                       n = left < QUANTUM ? left : QUANTUM;

        mix_clear(both, n);
        if (!own->silent)
            for (int side = 0; side < (wide ? 2 : 1); side++)
                mix_add(both, own->sound[side] + at, wide ? 0.5f : 1.0f, n);
        if (!ring_write(piece->listening, both, n))
            return;
        at += n;
    }
}

RT void
strip_listen(const struct piece *piece, const struct strip *strip, bool before)
{
    const uint32_t inserts = before ? strip->n_before : strip->n_inserts;

    if (piece->listened == strip->track && piece->listening
        && piece->listened_before == before)
        listen(piece, sound_of(piece, strip), strip->stereo || inserts > 0);
}

RT void
strip_end(const struct piece *piece, const struct strip *strip)
{
    const struct strip_sound *own = sound_of(piece, strip);

    strip_listen(piece, strip, false);
    if (!own->post[0])
        return;

    const struct edge *output = &piece->plan->edges[strip->out[0]];
    struct span span = {.phase = piece->phase, .n = piece->frames};

    if (!own->silent) {
        for (int side = 0; side < 2; side++) {
            span.from[side] = own->sound[side];
            mix_clear(own->post[side], piece->frames);
        }
    }
    glides_mix(output->state->gain, &span, own->post);
    if (piece->plan->meters)
        meter(piece, strip);
    if (strip->tap[0])
        strip_tap(piece, strip);
}

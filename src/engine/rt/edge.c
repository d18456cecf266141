/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound that goes from strip to strip: gains that glide on the grid, and delays. */
#include "engine/rt/strip.h"

#include <string.h>

RT static void
mix_side(float *to, const float *from, const struct glide *gain, uint32_t phase,
         uint32_t n)
{
    if (gain->from == gain->to)
        mix_add(to, from, gain->to, n);
    else
        mix_add_ramp(to, from, glide_ramp(gain, phase), n);
}

RT static void
mix_still(const struct span *span, const struct glide gain[2], float *const to[2])
{
    /* What is multiplied by nothing adds nothing, to the bit. */
    if (!span->from[0] || (gain[0].to == 0 && gain[1].to == 0))
        return;
    if (!span->from[1]) {
        mix_pan(to[0], to[1], span->from[0], gain[0].to, gain[1].to, span->n);
        return;
    }
    mix_add(to[0], span->from[0], gain[0].to, span->n);
    mix_add(to[1], span->from[1], gain[1].to, span->n);
}

RT void
glides_mix(struct glide gain[2], const struct span *span, float *const to[2])
{
    const float *right = span->from[1] ? span->from[1] : span->from[0];
    uint32_t phase = span->phase, at = 0;

    while (at < span->n && (glide_moves(&gain[0]) || glide_moves(&gain[1]))) {
        const uint32_t m = glide_run(phase, span->n - at);

        if (phase == 0) {
            glide_step(&gain[0]);
            glide_step(&gain[1]);
        }
        if (span->from[0]) {
            mix_side(to[0] + at, span->from[0] + at, &gain[0], phase, m);
            mix_side(to[1] + at, right + at, &gain[1], phase, m);
        }
        at += m;
        phase = 0;
    }
    if (at < span->n) {
        const struct span rest = {
            .from = {span->from[0] ? span->from[0] + at : NULL,
                     span->from[1] ? span->from[1] + at : NULL},
            .phase = phase,
            .n = span->n - at,
        };
        mix_still(&rest, gain, (float *const[2]){to[0] + at, to[1] + at});
    }
}

/* What the edge's own strip has, or NULL where it is silent. */
RT static struct span
source(const struct piece *piece, const struct strip *from, bool post)
{
    const struct strip_sound *own = sound_of(piece, from);
    struct span span = {.phase = piece->phase, .n = piece->frames};

    if (!own->silent) {
        span.from[0] = post ? own->post[0] : own->sound[0];
        span.from[1] = post ? own->post[1] : own->sound[1];
    }
    return span;
}

RT static void
later(struct delay_state *state, uint32_t frames, struct glide gain[2],
      const struct span *span, struct sum *sum)
{
    for (uint32_t at = 0; at < span->n; at += DELAY_CHUNK) {
        float left[DELAY_CHUNK], right[DELAY_CHUNK];
        float *const io[2] = {left, right};
        const uint32_t n = span->n - at < DELAY_CHUNK ? span->n - at : DELAY_CHUNK;
        const struct span part = {
            .from = {span->from[0] ? span->from[0] + at : NULL,
                     span->from[1] ? span->from[1] + at : NULL},
            .phase = (span->phase + at) % QUANTUM,
            .n = n,
        };

        memset(left, 0, n * sizeof *left);
        memset(right, 0, n * sizeof *right);
        if (gain)
            glides_mix(gain, &part, io);
        else if (part.from[0]) {
            mix_add(left, part.from[0], 1.0f, n);
            mix_add(right, part.from[1], 1.0f, n);
        }
        if (delay_run(&state->delay, frames, io, n, !part.from[0])) {
            sum_begin(sum, span->n);
            mix_add(sum->to[0] + at, left, 1.0f, n);
            mix_add(sum->to[1] + at, right, 1.0f, n);
        }
    }
}

RT void
edge_pull(const struct piece *piece, const struct edge *edge, struct sum *sum)
{
    const struct strip *from = &piece->plan->strips[edge->from];
    /* The output's gains are used up already where its strip made its own
     * `post`. */
    const bool made = edge->kind == EDGE_OUTPUT && sound_of(piece, from)->post[0];
    const struct span span = source(piece, from, made);
    struct glide *gain = made ? NULL : edge->state->gain;

    if (edge->delay) {
        later(edge->delay, edge->delay_frames, gain, &span, sum);
    } else if (!made) {
        if (span.from[0])
            sum_begin(sum, span.n);
        glides_mix(gain, &span, sum->to);
    } else if (span.from[0]) {
        sum_begin(sum, span.n);
        mix_add(sum->to[0], span.from[0], 1.0f, span.n);
        mix_add(sum->to[1], span.from[1], 1.0f, span.n);
    }
}

RT void
strip_tap(const struct piece *piece, const struct strip *strip)
{
    struct sum sum
        = {{strip->tap[0] + piece->offset, strip->tap[1] + piece->offset}, false};
    const struct span span = source(piece, strip, true);

    sum_begin(&sum, span.n);
    if (strip->tap_delay) {
        later(strip->tap_delay, strip->tap_delay_frames, NULL, &span, &sum);
    } else if (span.from[0]) {
        mix_add(sum.to[0], span.from[0], 1.0f, span.n);
        mix_add(sum.to[1], span.from[1], 1.0f, span.n);
    }
}

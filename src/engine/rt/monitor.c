/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clips or input: what a strip begins with.  One goes over into the other on the
 * grid; who has no input plays its clips, to the bit. */
#include "engine/rt/capture.h"
#include "engine/rt/graph.h"

/* How many quanta that takes: 5 ms at 48 kHz. */
enum { TURN_QUANTA = 4 };

/* The input passes through a buffer on the stack. */
enum { CHUNK = 256 };

RT static bool
is_heard(const struct piece *piece, const struct record_track *row)
{
    if (row->monitor == MONITOR_AUTO)
        return row->armed && (!piece->rolling || piece->recording);
    return row->monitor == MONITOR_INPUT;
}

/* Aim at what is wanted; returns whether the clips alone sound. */
RT static bool
aim(const struct piece *piece, struct strip_state *state)
{
    const struct capture_input *input = state->input;
    const bool heard = input && is_heard(piece, &input->row);
    const bool hidden = input && !input->row.overdub
                        && (heard || (input->row.armed && piece->recording));

    glide_aim(&state->heard, heard, TURN_QUANTA);
    glide_aim(&state->hidden, hidden, TURN_QUANTA);
    return !heard && !hidden && !glide_moves(&state->heard)
           && !glide_moves(&state->hidden);
}

/* One side's input at a frame of the cycle, or NULL. */
RT static const float *
side_of(const struct piece *piece, const struct record_track *row, int side)
{
    const int channel = row->input[side] >= 0 ? row->input[side] : row->input[0];

    return channel >= 0 && (unsigned)channel < piece->n_in
               ? piece->in[channel] + piece->offset
               : NULL;
}

/* `n` frames of the input from the piece's frame `at` on; a mono strip hears the
 * mean of a stereo input. */
RT static void
take_input(const struct piece *piece, const struct record_track *row, int side,
           bool mono, float *to, uint32_t at, uint32_t n)
{
    const float *first = side_of(piece, row, side);
    const float *other = mono && row->input[1] >= 0 ? side_of(piece, row, 1) : NULL;

    mix_clear(to, n);
    if (other) {
        if (first)
            mix_add(to, first + at, 0.5f * row->gain, n);
        mix_add(to, other + at, 0.5f * row->gain, n);
    } else if (first) {
        mix_add(to, first + at, row->gain, n);
    }
}

/* By a gain that moves, or stands. */
RT static void
scale(float *x, const struct glide *glide, uint32_t phase, uint32_t n)
{
    if (glide_moves(glide))
        mix_scale_ramp(x, glide_ramp(glide, phase), n);
    else if (glide->to != 1.0f)
        mix_scale(x, glide->to, n);
}

/* The clips' gain, from what is hidden of them. */
RT static struct glide
shown(const struct glide *hidden)
{
    struct glide glide = *hidden;

    glide.from = 1.0f - hidden->from;
    glide.to = 1.0f - hidden->to;
    return glide;
}

/* Some frames within one quantum, in `to` from `at` on: clips are there already. */
RT static void
blend(const struct piece *piece, const struct strip *strip, float *const to[2],
      uint32_t at, uint32_t phase, uint32_t n)
{
    const struct strip_state *state = strip->state;
    const struct glide own = shown(&state->hidden);
    float input[CHUNK];

    for (int side = 0; side < 2 && to[side]; side++) {
        scale(to[side] + at, &own, phase, n);
        if (!state->input || (!glide_moves(&state->heard) && state->heard.to == 0))
            continue;
        take_input(piece, &state->input->row, side, !to[1], input, at, n);
        scale(input, &state->heard, phase, n);
        mix_add(to[side] + at, input, 1.0f, n);
    }
}

RT bool
strip_begins(const struct piece *piece, const struct strip *strip,
             float *const to[2])
{
    struct strip_state *state = strip->state;
    uint32_t phase = piece->phase;

    if (aim(piece, state))
        return piece->rolling && clips_turn(piece, strip, to);

    if (!piece->rolling || !clips_turn(piece, strip, to))
        for (int side = 0; side < 2 && to[side]; side++)
            mix_clear(to[side], piece->frames);
    for (uint32_t at = 0; at < piece->frames;) {
        const uint32_t left = piece->frames - at;
        const uint32_t n = left < QUANTUM - phase ? left : QUANTUM - phase;

        if (phase == 0) {
            glide_step(&state->heard);
            glide_step(&state->hidden);
        }
        blend(piece, strip, to, at, phase, n);
        at += n;
        phase = 0;
    }
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The output lies `latency` frames behind the timeline, so that many are dropped at
 * the front.  A tail is decided frame by frame, not block by block, and a cycle
 * ends exactly where the song is stopped: nothing here depends on the block. */
#include "render/passage.h"

#include "base/rt.h"
#include "base/text.h"

#include <errno.h>
#include <fenv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_TAIL_SECONDS = 30, TICKS_A_SECOND = 20 };
static const float SILENT = 3.1622777e-5f; /* -90 dBFS */

struct state {
    struct passage *passage;
    struct chunk *chunk;
    float scratch[2][BOUNCE_MAX_BLOCK];
    int64_t rendered; /* frames, those dropped too */
    int64_t skip;     /* frames still to be dropped */
    int64_t length;   /* frames of the range */
    int64_t most;     /* frames to be written at most */
    float *fresh;     /* the tail's frames of a cycle, plane by plane … */
    float *held;     /* … and its last ones that are silent: end, or only a pause */
    int64_t quiet;    /* how many those are */
    int64_t enough;   /* so many are the end */
    bool over;
    double begun, told;
};

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static enum status
make_room(struct state *state, uint32_t frames)
{
    struct writers *writers = state->passage->writers;

    if (state->chunk && state->chunk->frames + frames > OUTFILE_MOST) {
        writers_give(writers, state->chunk);
        state->chunk = NULL;
    }
    if (!state->chunk)
        state->chunk = writers_take(writers);
    return state->chunk ? ST_OK : ST_BUSY;
}

/* One cycle's sound behind what the chunk holds already. */
static void
render(struct state *state, uint32_t frames)
{
    const struct passage *passage = state->passage;
    struct chunk *chunk = state->chunk;
    float *out[2] = {state->scratch[0], state->scratch[1]};
    unsigned master = UINT32_MAX;

    for (unsigned i = 0; i < passage->spec->count; i++)
        if (passage->taps[i] == PASSAGE_MASTER && master == UINT32_MAX) {
            master = i;
            out[0] = chunk->planes[2 * i] + chunk->frames;
            out[1] = chunk->planes[2 * i + 1] + chunk->frames;
        }
    engine_cycle(passage->engine, NULL, 0, out, 2, frames);
    for (unsigned i = 0; i < passage->spec->count; i++) {
        const bool is_master = passage->taps[i] == PASSAGE_MASTER;
        const float *const *from
            = is_master ? (const float *const *)out
                        : engine_tap(passage->engine, passage->taps[i]);

        for (unsigned c = 0; i != master && c < 2; c++)
            memcpy(chunk->planes[2 * i + c] + chunk->frames, from[c],
                   frames * sizeof(float));
    }
}

/* Of the cycle's frames, those that come before the range go. */
static uint32_t
drop(struct state *state, uint32_t frames)
{
    struct chunk *chunk = state->chunk;
    const uint32_t gone = state->skip < frames ? (uint32_t)state->skip : frames;

    if (gone == 0)
        return frames;
    state->skip -= gone;
    for (unsigned p = 0; p < 2 * state->passage->spec->count; p++) {
        float *plane = chunk->planes[p] + chunk->frames;

        memmove(plane, plane + gone, (frames - gone) * sizeof *plane);
    }
    return frames - gone;
}

static unsigned
planes_of(const struct state *state)
{
    return 2 * state->passage->spec->count;
}

static bool
is_quiet(const struct state *state, uint32_t at)
{
    for (unsigned p = 0; p < planes_of(state); p++)
        if (!(fabsf(state->fresh[p * BOUNCE_MAX_BLOCK + at]) < SILENT))
            return false;
    return true;
}

/* Frames from `at` on, of planes that lie `stride` apart, are part of the sound. */
static enum status
append(struct state *state, const float *planes, size_t stride, int64_t at,
       int64_t count)
{
    while (count > 0) {
        const uint32_t n = count < OUTFILE_MOST ? (uint32_t)count : OUTFILE_MOST;
        const enum status status = make_room(state, n);

        if (status)
            return status;
        for (unsigned p = 0; p < planes_of(state); p++)
            memcpy(state->chunk->planes[p] + state->chunk->frames,
                   planes + p * stride + at, n * sizeof(float));
        state->chunk->frames += n;
        state->passage->written += n;
        at += n;
        count -= n;
    }
    return ST_OK;
}

static void
hold(struct state *state, uint32_t at)
{
    for (unsigned p = 0; p < planes_of(state); p++)
        state->held[p * state->enough + state->quiet]
            = state->fresh[p * BOUNCE_MAX_BLOCK + at];
    state->quiet++;
}

/* Sound after a pause: the pause was part of it. */
static enum status
resume(struct state *state)
{
    const int64_t quiet = state->quiet;

    state->quiet = 0;
    return append(state, state->held, state->enough, 0, quiet);
}

/* `count` frames of the tail, behind what the chunk holds: those that sound are
 * written, and silence waits until it is known whether it is the end. */
static enum status
pass_tail(struct state *state, uint32_t count)
{
    enum status status = ST_OK;

    for (unsigned p = 0; p < planes_of(state); p++)
        memcpy(state->fresh + p * BOUNCE_MAX_BLOCK,
               state->chunk->planes[p] + state->chunk->frames,
               count * sizeof(float));
    for (uint32_t i = 0; i < count && !state->over && !status;) {
        uint32_t end = i;

        if (is_quiet(state, i)) {
            hold(state, i++);
            state->over = state->quiet == state->enough;
            continue;
        }
        while (end < count && !is_quiet(state, end))
            end++;
        status = resume(state);
        if (!status)
            status = append(state, state->fresh, BOUNCE_MAX_BLOCK, i, end - i);
        i = end;
    }
    return status;
}

/* The cycle's frames that count: those of the song are written, then the tail's. */
static enum status
keep(struct state *state, uint32_t frames)
{
    struct passage *passage = state->passage;
    const int64_t song = state->length - passage->written;
    uint32_t plain = frames;

    if (state->fresh && song < frames)
        plain = song > 0 ? (uint32_t)song : 0;
    state->chunk->frames += plain;
    passage->written += plain;
    return plain < frames ? pass_tail(state, frames - plain) : ST_OK;
}

static enum status
tell(struct state *state)
{
    const struct bounce_spec *spec = state->passage->spec;
    const double time = now(), seconds = time - state->begun;
    const double song = (double)state->rendered / state->passage->rate;

    if (!spec->progress || time - state->told < 1.0 / TICKS_A_SECOND)
        return ST_OK;
    state->told = time;

    const int64_t whole = spec->tail && !spec->length ? state->length : state->most;
    const double part = (double)state->passage->written / whole;
    const struct bounce_progress progress = {
        .part = part < 1 ? part : 1,
        .seconds_left = part > 0 && part < 1 ? seconds / part - seconds
                        : part < 1           ? -1
                                             : 0,
        .times = seconds > 0 ? song / seconds : 0,
    };
    spec->progress(spec->user, &progress);
    return ST_OK;
}

/* How long the next cycle is: it ends where the song is stopped, if it comes that
 * far. */
static uint32_t
next_cycle(const struct state *state)
{
    const struct passage *passage = state->passage;
    const int64_t left
        = state->skip + state->most - passage->written - state->quiet;
    int64_t frames = passage->block;

    if (passage->spec->tail && state->rendered < state->length
        && state->length - state->rendered < frames)
        frames = state->length - state->rendered;
    return (uint32_t)(left < frames ? left : frames);
}

static enum status
step(struct state *state, struct fault *fault)
{
    struct passage *passage = state->passage;
    const struct bounce_spec *spec = passage->spec;
    const uint32_t frames = next_cycle(state);
    enum status status = make_room(state, frames);

    if (status)
        return status;
    if (spec->cancel && atomic_load_explicit(spec->cancel, memory_order_relaxed))
        return fault_set(fault, ST_CANCELLED, NULL, _("cancelled"));
    render(state, frames);
    state->rendered += frames;
    status = keep(state, drop(state, frames));
    if (passage->written + state->quiet >= state->most)
        state->over = true;
    if (!status && spec->tail && state->rendered == state->length && !state->over)
        status = engine_stop(passage->engine);
    return status ? status : tell(state);
}

static enum status
begin(struct state *state, struct passage *passage)
{
    const struct bounce_spec *spec = passage->spec;

    passage->written = 0;
    state->fresh = state->held = NULL;
    state->enough = passage->rate / 2;
    state->passage = passage;
    state->chunk = NULL;
    state->rendered = 0;
    state->skip = passage->latency;
    state->length = passage->to - passage->from;
    state->quiet = 0;
    state->over = false;
    state->most = !spec->tail    ? state->length
                : spec->length   ? spec->length
                : state->length + (int64_t)MOST_TAIL_SECONDS * passage->rate;
    state->begun = now();
    state->told = 0; /* the first time at once */
    if (!spec->tail || spec->length)
        return ST_OK;
    state->fresh = malloc(planes_of(state) * BOUNCE_MAX_BLOCK * sizeof(float));
    state->held = malloc(planes_of(state) * state->enough * sizeof(float));
    return state->fresh && state->held ? ST_OK : ST_NO_MEM;
}

enum status
passage_run(struct passage *passage, struct fault *fault)
{
    struct state state;
    enum status status;
    fenv_t env;

    fegetenv(&env);
    rt_flush_denormals();
    status = begin(&state, passage);
    if (status)
        fault_errno(fault, ENOMEM, NULL);
    else
        status = engine_locate(passage->engine, frames(passage->from));
    if (!status)
        status = engine_roll(passage->engine);
    while (!status && !state.over)
        status = step(&state, fault);
    if (!status && state.chunk)
        writers_give(passage->writers, state.chunk);
    free(state.fresh);
    free(state.held);
    fesetenv(&env);
    return status;
}

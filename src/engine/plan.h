/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.h: the model made ready to be played: immutable, and picked up in one piece.
 *
 * Main thread, or one that has engine and model for itself.  What lives longer than
 * a plan (strip states, devices with their tails, delay lines, streams) belongs to
 * the engine and is found by id, so that a new plan goes on exactly where the old
 * one was. */
#ifndef ENGINE_PLAN_H
#define ENGINE_PLAN_H

#include "base/fault.h"
#include "dsp/console.h"
#include "engine/engine.h"

struct model;
struct plan;
struct row_strip;

struct plan_options {
    /* tracks whose post-fader sound is kept for engine_tap() */
    const int64_t *taps;
    unsigned n_taps;
    bool meters; /* levels and loudness are wanted (they are, but in a bounce) */
};

/* Compile.  Sources that the engine's streams do not have (offline media) are
 * silent and counted; inserts whose device is not there (or fails to start) pass
 * the sound on and are counted.  On success *out is the caller's until
 * engine_play_plan() takes it, and is freed before its engine is.  Fails, *out
 * NULL: ST_NO_MEM, ST_CONFLICT (feedback: which tracks). */
NODISCARD enum status plan_build(struct plan **out, struct engine *engine,
                                 const struct model *model,
                                 const struct plan_options *options,
                                 struct fault *fault);
void plan_free(struct plan *plan);

/* Main thread: a count-in of `bars` bars as they are at `at`, for
 * engine_roll_counted(). */
struct engine_count_in plan_count_in(const struct model *model, frames_t at,
                                     unsigned bars);

/* Any thread: what a strip's row says to its console. */
struct console_params plan_console(const struct row_strip *row);

/* The end of the last clip, the longest path's latency (of the master's output),
 * how many clips are silent because their media are offline, and how many inserts
 * pass sound on because their device is missing. */
frames_t plan_end(const struct plan *plan);
uint32_t plan_latency(const struct plan *plan);
unsigned plan_offline(const struct plan *plan);
unsigned plan_missing(const struct plan *plan);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* aside.h: a sound that is heard beside the song: a file that somebody listens
 * into.
 *
 * It is fed by a thread of its owner's and comes out of the first two outputs,
 * behind the console and the meters: no plan knows it, no take and no render has
 * it, and whether the timeline rolls is all one to it.  One sounds at a time: where
 * another begins, the one before fades out first. */
#ifndef ENGINE_ASIDE_H
#define ENGINE_ASIDE_H

#include "base/base.h"

#include <stdbool.h>
#include <stdint.h>

struct aside;
struct engine;

/* Main thread: a sound that is still to be fed, at the engine's rate, and begins
 * when a quarter of a second is there.  `level` is linear.  It is the engine's,
 * until aside_drop(), and the caller's to feed.  Fails, *out NULL: ST_NO_MEM. */
NODISCARD enum status aside_new(struct aside **out, struct engine *engine,
                                float level);

/* Main thread: play it from now on, once. */
void aside_play(struct aside *aside);

/* Main thread: fade it out, in 8 ms, and go silent. */
void aside_stop(struct aside *aside);

/* Main thread: it is not fed any more, and is not the caller's any more: it stops,
 * and is freed by engine_poll() when the process thread has let go of it. */
void aside_drop(struct aside *aside);

/* Main thread: how loud, linear; it glides there. */
void aside_set_level(struct aside *aside, float level);

/* Any thread: frames that have sounded; whether it has come to its end, or has
 * stopped. */
int64_t aside_played(const struct aside *aside);
bool aside_is_over(const struct aside *aside);

/* Feeding thread: the next frames, left and right by turns; returns how many there
 * was room for.  It holds a second. */
uint32_t aside_feed(struct aside *aside, const float *frames, uint32_t count);

/* Feeding thread: that was all of it. */
void aside_end(struct aside *aside);

#endif

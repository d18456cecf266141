/* SPDX-License-Identifier: GPL-3.0-or-later */
/* varispeed.h: the song as from a tape that runs faster or slower: speed and pitch
 * together.
 *
 * It stands between a driver and the engine: where the driver wants a block, it
 * takes from the engine as many frames as the tape moves on, and resamples what
 * comes out.  At speed 1 it stands aside, and the engine's sound passes bit for
 * bit.  Other than 1, inputs are not heard: nothing can be recorded in its place
 * then.
 *
 * Resampling: a sinc of 16 zero crossings a side under a Kaiser window (beta 9),
 * its cutoff below the lower of both Nyquists (J. O. Smith, Digital Audio
 * Resampling, 2002). */
#ifndef ENGINE_VARISPEED_H
#define ENGINE_VARISPEED_H

#include "base/fault.h"
#include "engine/engine.h"

#define VARISPEED_MIN 0.5
#define VARISPEED_MAX 2.0

struct varispeed;

/* Main thread: for this engine, which stays longer.  Fails, *out NULL:
 * ST_NO_MEM. */
NODISCARD enum status varispeed_new(struct varispeed **out, struct engine *engine);

/* Main thread, when no cycle runs; NULL is allowed. */
void varispeed_free(struct varispeed *varispeed);

/* Main thread: go there, within a twentieth of a second; VARISPEED_MIN …
 * VARISPEED_MAX, anything beyond is taken as the nearest.  What was asked for
 * last. */
void varispeed_set(struct varispeed *varispeed, double speed);
double varispeed_get(const struct varispeed *varispeed);

/* Main thread: whether it stands aside, and inputs are heard.  Back at speed 1, it
 * does so when the transport stands. */
bool varispeed_is_aside(const struct varispeed *varispeed);

/* Process thread: in place of driver_cycle_engine and driver_gap_engine; `user` is
 * the struct varispeed.  DRIVER_MAX_BLOCK frames at most, and no more than the
 * engine's. */
RT void varispeed_cycle(void *user, const float *const *in, unsigned n_in,
                        float *const *out, unsigned n_out, uint32_t frames);
RT void varispeed_gap(void *user, uint32_t frames);

/* Process thread: engine_chase() and engine_wait() for a driver; at other speeds
 * than 1 the tape is where it is at the block's edge, and goes its own way
 * within. */
RT void varispeed_chase(void *user, int64_t frame, bool rolling);
void varispeed_wait(void *user, uint32_t frames);

/* Process thread: engine_rests() for a driver. */
RT bool varispeed_rests(void *user);

/* Process thread: engine_bbt() for a driver. */
RT bool varispeed_bbt(void *user, int64_t frame, struct engine_bbt *out);

#endif

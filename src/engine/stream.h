/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stream.h: sound from the disk, in memory before it is needed.
 *
 * Every source is a row of blocks of STREAM_BLOCK frames (fewer where it has many
 * channels), raw as they lie in the file.  Reader threads keep the blocks that will
 * sound next in memory and let go of those that sounded longest ago; the process
 * thread finds a block by its number, converts from it, and never waits: a block
 * that is not there is silence and is counted.  As a block belongs to a source, not
 * to a clip, an edit under the playhead finds its sound there already.
 *
 * This is what the app sees; engine/stream_internal.h is the engine's side. */
#ifndef ENGINE_STREAM_H
#define ENGINE_STREAM_H

#include "base/fault.h"
#include "dsp/convert.h"

#include <stdbool.h>
#include <stdint.h>

enum { STREAM_BLOCK = 16384 };

struct streams;

/* A source as the app hands it over: how to get its frames.  `read` is called by
 * the reader threads, one call at a time for a source: `frames` whole frames from
 * `start` on into `bytes` (interleaved, in `format`, aligned to 64 bytes); it
 * returns how many it got (0 or less: an error; what is missing will be silence,
 * counted).  `close` (NULL is allowed) is called once, by any thread, when the
 * source is let go. */
struct stream_source {
    int64_t id;
    uint32_t channels;
    int64_t length; /* frames */
    enum sample_format format;
    int64_t (*read)(void *user, int64_t start, int64_t frames, void *bytes);
    void (*close)(void *user);
    void *user;
};

/* Main thread: add a source.  ST_EXISTS, ST_NO_MEM, ST_RANGE (no channels, more
 * than a thousand, a length below 0): `close` is not called. */
NODISCARD enum status streams_add(struct streams *streams,
                                  const struct stream_source *source);

/* Main thread: let a source go when neither a plan nor streams_follow() names it
 * any more. It is closed when its last read and the cycle under way are through.
 * An id that is not there is no mistake. */
void streams_drop(struct streams *streams, int64_t id);
bool streams_has(struct streams *streams, int64_t id);

/* Main thread: bytes of sound held in memory. */
uint64_t streams_bytes(struct streams *streams);

/* Reads that failed since they were last told: of which source, how often, and the
 * first frame that is silent for it. */
struct stream_failure {
    int64_t id;
    uint64_t reads;
    int64_t start;
};

/* Main thread: the next source with failed reads; false: none. */
bool streams_failed(struct streams *streams, struct stream_failure *out);

#endif

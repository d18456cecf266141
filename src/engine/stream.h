/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stream.h: sound from the disk, in memory before it is needed.
 *
 * Every source is a row of blocks of STREAM_BLOCK frames, raw as they lie in the file.  A
 * reader thread keeps the blocks that will sound next in memory and lets go of those that
 * sounded longest ago; the process thread finds a block by its number, converts from it,
 * and never waits: a block that is not there is silence and is counted.  As a block belongs to
 * a source, not to a clip, an edit under the playhead finds its sound there already.
 * A block is taken away only after the process thread has been through a cycle's edge. */
#ifndef ENGINE_STREAM_H
#define ENGINE_STREAM_H

#include "base/fault.h"
#include "dsp/convert.h"

#include <stdbool.h>
#include <stdint.h>

enum { STREAM_BLOCK = 16384 };

struct streams;
struct stream;

/* A source as the app hands it over: how to get its frames.  `read` is called by the
 * reader threads, one call at a time for a source: `frames` whole frames from `start` on into
 * `bytes` (interleaved, in `format`); it returns how many it got (0: an error; what is
 * missing will be silence, counted).  `close` is called when the source is let go. */
struct stream_source {
    int64_t id;
    uint32_t channels;
    int64_t length; /* frames */
    enum sample_format format;
    int64_t (*read)(void *user, int64_t start, int64_t frames, void *bytes);
    void (*close)(void *user);
    void *user;
};

/* Main thread: add a source (ST_EXISTS, ST_NO_MEM: `close` is not called) or let it go when
 * no plan names it any more. */
NODISCARD enum status streams_add(struct streams *streams,
                                  const struct stream_source *source);
void streams_drop(struct streams *streams, int64_t id);
bool streams_has(struct streams *streams, int64_t id);

/* Main thread: bytes of sound held in memory, and how far ahead is read (seconds). */
uint64_t streams_bytes(struct streams *streams);

/* Process thread: `frames` frames of one channel from `start` on as float, at `to`; what
 * is not there (late, or beyond the file) is silence.  Returns how many frames were late. */
RT uint32_t stream_fetch(struct stream *stream, int64_t start, uint32_t channel, float *to,
                         uint32_t frames);

#endif

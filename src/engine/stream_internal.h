/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stream_internal.h: the streams as the engine's own files see them.
 *
 * The reader threads know what sounds next from three things: the segments of the
 * plan (streams_follow), the process thread's clock (streams_begin), and a place
 * that it is about to go to (streams_expect).  They read what sounds first, over
 * all tracks. */
#ifndef ENGINE_STREAM_INTERNAL_H
#define ENGINE_STREAM_INTERNAL_H

#include "engine/stream.h"

struct stream;

struct streams_config {
    uint32_t rate;     /* Hz: what «ahead» means */
    bool offline;      /* a render: the cycle waits, with streams_need() */
    uint64_t budget;   /* bytes to hold; 0: the usual 96 MiB */
    int64_t ahead;     /* frames to read ahead; 0: 4 s, or offline two blocks */
    /* threads; 0: two, or one offline (where the cycle reads too) */
    unsigned readers;
};

/* Main thread.  Fails, *out NULL: ST_NO_MEM, ST_IO (no threads). */
NODISCARD enum status streams_new(struct streams **out,
                                  const struct streams_config *config,
                                  struct fault *fault);

/* Main thread, when no cycle runs any more: closes all sources.  NULL is
 * allowed. */
void streams_free(struct streams *streams);

/* Main thread: the source's stream, for a plan to keep; NULL: not there (offline
 * media).  It stands until streams_drop(). */
struct stream *streams_find(struct streams *streams, int64_t id);

/* Main thread: another one whenever a source has come or gone; and when one has
 * gone. */
uint64_t streams_stamp(const struct streams *streams);
uint64_t streams_stamp_gone(const struct streams *streams);

/* Frames `start` … `end` (not included) of the timeline sound a source from its
 * frame `offset` on; `offset` may be below 0 or reach past the source's end:
 * silence there. */
struct stream_segment {
    struct stream *stream;
    int64_t start;
    int64_t end;
    int64_t offset;
};

/* One track's segments, sorted by start.  They may overlap (crossfades). */
struct stream_track {
    const struct stream_segment *segments;
    uint32_t count;
};

/* Main thread: from now on this sounds, instead of what was followed before.  The
 * arrays stay the caller's (the plan's) and must stand until the next call has
 * returned; after that the readers have let go of them.  (NULL, 0): nothing.  The
 * process thread may still play the plan before: only reading ahead goes by
 * this. */
void streams_follow(struct streams *streams, const struct stream_track *tracks,
                    uint32_t count);

/* Main thread: a locate to `at` is about to happen (or playing may start there):
 * keep the first second from there in memory, and read it before all else.  Holds
 * until the next call. */
void streams_expect(struct streams *streams, int64_t at);

/* Main thread: whether all that sounds in `frames` frames of the timeline from
 * `from` on is in memory. */
bool streams_ready(struct streams *streams, int64_t from, int64_t frames);

/* Where the process thread is. */
struct stream_clock {
    int64_t position; /* of the cycle's first frame on the timeline */
    int64_t loop_start;
    int64_t loop_end; /* <= loop_start: no loop */
    bool rolling;
};

/* Process thread, at a cycle's begin and end.  Between the two no block that it (or
 * a helper) sees is taken away.  Only the begin tells the clock. */
RT void streams_begin(struct streams *streams, const struct stream_clock *clock);
RT void streams_end(struct streams *streams);

/* Process thread of an offline engine, before streams_begin() of a cycle that plays
 * `from` … `to` of the timeline (once for each piece, where it wraps: then call it
 * for each, and let the cycle begin after the last): return when all that sounds
 * there is in memory.  This thread reads too while it waits; the readers are
 * already on what follows. */
void streams_need(struct streams *streams, int64_t from, int64_t to);

/* Process thread and helpers, between begin and end: `frames` frames of one channel
 * from `start` of the source on as float, at `to`.  What is not there is silence:
 * beyond the source's ends by right, else because the disk is late; returns how
 * many frames were. A channel that the source has not is its last one. */
RT uint32_t stream_fetch(const struct stream *stream, int64_t start,
                         uint32_t channel, float *to, uint32_t frames);

/* The same of the first two channels at once (a mono source: the same twice). */
RT uint32_t stream_fetch2(const struct stream *stream, int64_t start, float *left,
                          float *right, uint32_t frames);

RT uint32_t stream_channels(const struct stream *stream);

#endif

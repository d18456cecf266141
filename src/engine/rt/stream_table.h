/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stream_table.h: what the streams' files share.
 *
 * A stream's table has two levels, so that a day of sound costs no more than what
 * of it is in memory.  The process thread reads `pages` and `blocks` only;
 * everything else belongs to whoever holds the lock.
 *
 * Taking a block away: its place in the table is emptied first, then `edge` is
 * read.  Is it even, no cycle was under way, and every later one finds the place
 * empty; is it odd, the block waits until `edge` has moved on.  Both sides are
 * sequentially consistent: either the cycle sees the empty place, or we see the
 * cycle. */
#ifndef ENGINE_RT_STREAM_TABLE_H
#define ENGINE_RT_STREAM_TABLE_H

#include "base/slot.h"
#include "engine/stream_internal.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stddef.h>

enum { STREAM_PAGE = 1024 }; /* blocks */

enum stream_state {
    STREAM_ABSENT,
    STREAM_READING,
    STREAM_HELD,
    STREAM_GIVEN_UP, /* no memory; asked for again in the next pass */
};

/* A block in memory, in one list: of what is held (the longest unused first), of
 * what waits for a cycle's edge, or of spare ones. */
struct stream_block {
    struct stream *stream;
    int64_t index;
    uint64_t pass;  /* the last one that wanted it */
    uint64_t edge;  /* when it was taken away */
    size_t capacity;
    struct stream_block *prev, *next;
    alignas(64) unsigned char bytes[];
};

struct stream_list {
    struct stream_block *first, *last;
};

struct stream_page {
    _Atomic(struct stream_block *) blocks[STREAM_PAGE];
    /* the last one that wanted the block, absent ones too */
    uint64_t pass[STREAM_PAGE];
    unsigned char state[STREAM_PAGE];
};

struct stream {
    struct stream_source source;
    unsigned shift;     /* log2 of a block's frames */
    size_t frame_bytes;
    bool busy;          /* a reader is in source.read */
    bool dropped;
    uint64_t edge;      /* when it was dropped */
    struct stream *next_dropped;
    struct stream_failure failure;
    size_t page_count;
    _Atomic(struct stream_page *) pages[];
};

/* A block that is wanted and not there; `due`: frames until it sounds. */
struct stream_wish {
    struct stream *stream;
    int64_t index;
    int64_t due;
};

struct streams {
    /* The process thread's. */
    struct slot clock;
    /* counts begins and ends: odd within a cycle */
    alignas(64) _Atomic uint64_t edge;
    int64_t have_from, have_to;     /* offline: what the last need left in memory */
    uint64_t have_follow;              /* … and by which segments */
    uint64_t need_edge;

    alignas(64) struct streams_config config;
    _Atomic uint64_t follow_count;

    pthread_mutex_t lock;
    pthread_cond_t work; /* there are wishes, or reason for a pass */
    pthread_cond_t done; /* a block has come */
    bool quit;
    bool watched; /* a reader looks at the clock now and then */

    const struct stream_track *tracks;
    uint32_t track_count;
    int64_t *reach;         /* a segment's and all its forerunners' last end */
    size_t reach_count;
    int64_t expect;
    bool expecting;
    int64_t need_from, need_to;

    uint64_t pass;          /* counts them */
    uint64_t round;         /* offline: the first pass since the cycle before */
    bool stale;             /* something other than the clock has changed */
    struct stream_clock seen; /* by the last pass */
    int64_t ahead;          /* what the budget allows of config.ahead */
    uint64_t wanted;        /* bytes, by the last pass */
    struct stream_wish *wishes; /* in the order of due */
    size_t wish_count, wish_room, wish_next;

    struct stream_list held, leaving, spare;
    uint64_t bytes;         /* of blocks, in all lists */

    struct stream **streams; /* by id */
    size_t count, room;
    uint64_t stamp, gone; /* the main thread's: counts, and of when one went */
    struct stream *dropped;

    pthread_t readers[4];
    unsigned reader_count;
};

/* All of these: with the lock held. */

/* What sounds next, and what of it is missing; touches what is there. */
void streams_pass(struct streams *streams);
/* Whether one is due. */
bool streams_pass_is_due(struct streams *streams);
/* Close it and free it; nobody else knows it any more.  The one that needs no
 * lock. */
void stream_close(struct stream *stream);
/* Take a held block away. */
void streams_evict(struct streams *streams, struct stream_block *block);
enum stream_state streams_state(const struct stream *stream, int64_t index);

void stream_list_append(struct stream_list *list, struct stream_block *block);
void stream_list_remove(struct stream_list *list, struct stream_block *block);

/* A reader thread. */
void *streams_reader(void *user);

static inline int64_t
stream_blocks(const struct stream *stream)
{
    return (stream->source.length + ((int64_t)1 << stream->shift) - 1)
           >> stream->shift;
}

#endif

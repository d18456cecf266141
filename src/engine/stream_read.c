/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader threads, and the offline cycle that reads with them.  The lock is let
 * go of while a source is read; a source that is being read is `busy` and nobody
 * else's. */
#include "engine/rt/stream_table.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How often the clock is looked at.  A locate is told by streams_expect(), so that
 * where nothing rolls there is no hurry. */
enum { WATCH_ROLLING_MS = 20, WATCH_MS = 100 };

void
stream_list_append(struct stream_list *list, struct stream_block *block)
{
    block->next = NULL;
    block->prev = list->last;
    *(list->last ? &list->last->next : &list->first) = block;
    list->last = block;
}

void
stream_list_remove(struct stream_list *list, struct stream_block *block)
{
    *(block->prev ? &block->prev->next : &list->first) = block->next;
    *(block->next ? &block->next->prev : &list->last) = block->prev;
}

static void
discard(struct streams *streams, struct stream_block *block)
{
    streams->bytes -= block->capacity;
    free(block);
}

/* Whether no cycle that began at `edge` or before is still under way. */
static bool
is_past(struct streams *streams, uint64_t edge)
{
    return edge % 2 == 0 || atomic_load(&streams->edge) != edge;
}

void
streams_evict(struct streams *streams, struct stream_block *block)
{
    struct stream_page *page = atomic_load_explicit(
        &block->stream->pages[block->index / STREAM_PAGE], memory_order_relaxed);
    const size_t at = block->index % STREAM_PAGE;

    atomic_store(&page->blocks[at], NULL);
    page->state[at] = STREAM_ABSENT;
    stream_list_remove(&streams->held, block);
    block->edge = atomic_load(&streams->edge);
    stream_list_append(block->edge % 2 ? &streams->leaving : &streams->spare,
                       block);
}

static void
reap_blocks(struct streams *streams)
{
    struct stream_block *block;

    while ((block = streams->leaving.first) && is_past(streams, block->edge)) {
        stream_list_remove(&streams->leaving, block);
        stream_list_append(&streams->spare, block);
    }
}

/* Take back what the process thread is done with; dropped sources are closed. */
static void
reap(struct streams *streams)
{
    reap_blocks(streams);
    for (struct stream **at = &streams->dropped; *at;) {
        struct stream *stream = *at;

        if (stream->busy || !is_past(streams, stream->edge)) {
            at = &stream->next_dropped;
            continue;
        }
        *at = stream->next_dropped;
        pthread_mutex_unlock(&streams->lock);
        stream_close(stream);
        pthread_mutex_lock(&streams->lock);
        at = &streams->dropped; /* it may have changed meanwhile */
    }
}

/* Room for a block: a spare one of that size (the one used last, it is still in the
 * cache), else new memory, for which spare and then long unused blocks make way. */
static struct stream_block *
make_block(struct streams *streams, size_t capacity)
{
    struct stream_block *block;

    while ((block = streams->held.first) && block->pass < streams->round
           && streams->bytes + capacity > streams->config.budget)
        streams_evict(streams, block);
    reap_blocks(streams);
    for (block = streams->spare.last; block; block = block->prev)
        if (block->capacity == capacity) {
            stream_list_remove(&streams->spare, block);
            return block;
        }
    while ((block = streams->spare.first)
           && streams->bytes + capacity > streams->config.budget) {
        stream_list_remove(&streams->spare, block);
        discard(streams, block);
    }
    const size_t size = (sizeof *block + capacity + 63) / 64 * 64;
    block = aligned_alloc(64, size);
    if (block) {
        block->capacity = capacity;
        streams->bytes += capacity;
    }
    return block;
}

/* Without the lock.  Returns how many frames came. */
static int64_t
fill(struct stream *stream, struct stream_block *block)
{
    const int64_t start = block->index << stream->shift;
    const int64_t left = stream->source.length - start;
    const int64_t whole = (int64_t)1 << stream->shift;
    const int64_t frames = left < whole ? left : whole;
    int64_t got
        = stream->source.read(stream->source.user, start, frames, block->bytes);

    got = got < 0 ? 0 : got > frames ? frames : got;
    /* Unsigned silence is the middle. */
    memset(block->bytes + got * stream->frame_bytes,
           stream->source.format == SAMPLE_U8 ? 0x80 : 0,
           (size_t)(frames - got) * stream->frame_bytes);
    return got;
}

/* What did not come is silence from now on, as if it had. */
static void
note_failure(struct stream *stream, int64_t index, int64_t got)
{
    const int64_t missing = (index << stream->shift) + got;

    if (got == (int64_t)1 << stream->shift || missing >= stream->source.length)
        return;
    if (stream->failure.reads++ == 0)
        stream->failure.start = missing;
}

static void
install(struct streams *streams, struct stream_block *block)
{
    struct stream *stream = block->stream;
    struct stream_page *page = atomic_load_explicit(
        &stream->pages[block->index / STREAM_PAGE], memory_order_relaxed);
    const size_t at = block->index % STREAM_PAGE;

    block->pass = page->pass[at];
    page->state[at] = STREAM_HELD;
    atomic_store(&page->blocks[at], block);
    stream_list_append(&streams->held, block);
}

static struct stream_wish *
next_wish(struct streams *streams, int64_t before)
{
    bool skipped = false;

    for (size_t i = streams->wish_next; i < streams->wish_count; i++) {
        struct stream_wish *wish = &streams->wishes[i];

        if (wish->due >= before)
            break;
        if (wish->stream
            && streams_state(wish->stream, wish->index) == STREAM_ABSENT) {
            if (!wish->stream->busy)
                return wish;
            skipped = true;
        }
        if (!skipped)
            streams->wish_next = i + 1;
    }
    return NULL;
}

/* Read the most urgent block that nobody reads, if it is due before `before`;
 * false: there is none.  Lets go of the lock while it reads. */
static bool
read_one(struct streams *streams, int64_t before)
{
    struct stream_wish *wish = next_wish(streams, before);
    if (!wish)
        return false;

    struct stream *stream = wish->stream;
    const int64_t index = wish->index;
    struct stream_page *page = atomic_load_explicit(
        &stream->pages[index / STREAM_PAGE], memory_order_relaxed);
    struct stream_block *block
        = make_block(streams, stream->frame_bytes << stream->shift);
    if (!block) {
        page->state[index % STREAM_PAGE] = STREAM_GIVEN_UP;
        return true;
    }
    block->stream = stream;
    block->index = index;
    page->state[index % STREAM_PAGE] = STREAM_READING;
    stream->busy = true;
    pthread_cond_signal(&streams->work); /* somebody else watches now */
    pthread_mutex_unlock(&streams->lock);
    const int64_t got = fill(stream, block);
    pthread_mutex_lock(&streams->lock);
    stream->busy = false;
    note_failure(stream, index, got);
    if (stream->dropped)
        stream_list_append(&streams->spare, block);
    else
        install(streams, block);
    pthread_cond_broadcast(&streams->done);
    return true;
}

/* Of those who have nothing to do, one looks at the clock now and then: the process
 * thread wakes nobody. */
static void
watch(struct streams *streams)
{
    struct stream_clock clock;
    struct timespec until;
    const bool must = streams->leaving.first || streams->dropped
                   || (!streams->config.offline && streams->track_count > 0);

    if (!must || streams->watched) {
        pthread_cond_wait(&streams->work, &streams->lock);
        return;
    }
    slot_read(&streams->clock, &clock, sizeof clock);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (clock.rolling ? WATCH_ROLLING_MS : WATCH_MS) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    streams->watched = true;
    pthread_cond_timedwait(&streams->work, &streams->lock, &until);
    streams->watched = false;
}

void *
streams_reader(void *user)
{
    struct streams *streams = user;

    pthread_setname_np(pthread_self(), "rem-reader");
    pthread_mutex_lock(&streams->lock);
    while (!streams->quit) {
        reap(streams);
        if (streams_pass_is_due(streams)) {
            streams_pass(streams);
            if (streams->wish_count > 1)
                pthread_cond_signal(&streams->work);
        }
        /* The end may have been told while reaping let go of the lock. */
        if (!read_one(streams, INT64_MAX) && !streams->quit)
            watch(streams);
    }
    pthread_mutex_unlock(&streams->lock);
    return NULL;
}

static bool
is_complete(const struct streams *streams, int64_t before)
{
    for (size_t i = 0; i < streams->wish_count; i++) {
        const struct stream_wish *wish = &streams->wishes[i];

        if (wish->due >= before)
            break;
        if (!wish->stream)
            continue;
        const enum stream_state state = streams_state(wish->stream, wish->index);
        if (state == STREAM_ABSENT || state == STREAM_READING)
            return false;
    }
    return true;
}

/* Half a block at least is made ready at once, so that a cycle of few frames seldom
 * comes to the lock. */
void
streams_need(struct streams *streams, int64_t from, int64_t to)
{
    const uint64_t follow = atomic_load(&streams->follow_count);
    struct stream_block *block;

    if (from >= streams->have_from && to <= streams->have_to
        && follow == streams->have_follow)
        return;
    if (to < from + STREAM_BLOCK / 2)
        to = from + STREAM_BLOCK / 2;

    pthread_mutex_lock(&streams->lock);
    const uint64_t edge = atomic_load(&streams->edge);
    if (edge != streams->need_edge)
        streams->round = streams->pass + 1;
    streams->need_edge = edge;
    streams->need_from = from;
    streams->need_to = to;
    streams_pass(streams);
    while ((block = streams->held.first) && block->pass < streams->round)
        streams_evict(streams, block);
    if (streams->wish_count > 0)
        pthread_cond_broadcast(&streams->work);
    while (!is_complete(streams, to - from))
        if (!read_one(streams, to - from))
            pthread_cond_wait(&streams->done, &streams->lock);
    pthread_mutex_unlock(&streams->lock);
    streams->have_from = from;
    streams->have_to = to;
    streams->have_follow = follow;
}

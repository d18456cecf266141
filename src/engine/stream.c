/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/stream_table.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_CHANNELS = 1024,
    BLOCK_BYTES = 256 * 1024, /* the most that a block of a wide source may take */
    LEAST_SHIFT = 8,
    READERS = 2,
    AHEAD_SECONDS = 4,
};
static const uint64_t BUDGET = UINT64_C(96) << 20;
/* frames: half a year at 192 kHz */
static const int64_t LONGEST = INT64_C(1) << 42;

static enum status
start_readers(struct streams *streams, struct fault *fault)
{
    for (unsigned i = 0; i < streams->config.readers; i++) {
        const int error
            = pthread_create(&streams->readers[i], NULL, streams_reader, streams);
        if (error)
            return fault_errno(fault, error, _("a disk reader's thread"));
        streams->reader_count++;
    }
    return ST_OK;
}

enum status
streams_new(struct streams **out, const struct streams_config *config,
            struct fault *fault)
{
    pthread_condattr_t attr;

    *out = NULL;
    struct streams *streams
        = aligned_alloc(alignof(struct streams), sizeof *streams);
    if (!streams)
        return fault_set(fault, ST_NO_MEM, NULL,
                         _("no memory for the disk's side"));
    memset(streams, 0, sizeof *streams);
    streams->config = *config;
    if (!streams->config.budget)
        streams->config.budget = BUDGET;
    if (streams->config.ahead <= 0)
        streams->config.ahead = config->offline
                                    ? 2 * STREAM_BLOCK
                                    : (int64_t)AHEAD_SECONDS * config->rate;
    if (!streams->config.readers)
        streams->config.readers = config->offline ? 1 : READERS;
    if (streams->config.readers > COUNT(streams->readers))
        streams->config.readers = COUNT(streams->readers);
    streams->ahead = streams->config.ahead;
    pthread_mutex_init(&streams->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&streams->work, &attr);
    pthread_cond_init(&streams->done, &attr);
    pthread_condattr_destroy(&attr);

    const enum status status = start_readers(streams, fault);
    if (status) {
        streams_free(streams);
        return status;
    }
    *out = streams;
    return ST_OK;
}

void
stream_close(struct stream *stream)
{
    if (stream->source.close)
        stream->source.close(stream->source.user);
    for (size_t i = 0; i < stream->page_count; i++)
        free(atomic_load_explicit(&stream->pages[i], memory_order_relaxed));
    free(stream);
}

static void
free_list(struct stream_list *list)
{
    for (struct stream_block *block = list->first, *next; block; block = next) {
        next = block->next;
        free(block);
    }
}

void
streams_free(struct streams *streams)
{
    if (!streams)
        return;
    pthread_mutex_lock(&streams->lock);
    streams->quit = true;
    pthread_cond_broadcast(&streams->work);
    pthread_mutex_unlock(&streams->lock);
    for (unsigned i = 0; i < streams->reader_count; i++)
        pthread_join(streams->readers[i], NULL);
    for (size_t i = 0; i < streams->count; i++)
        stream_close(streams->streams[i]);
    for (struct stream *stream = streams->dropped, *next; stream; stream = next) {
        next = stream->next_dropped;
        stream_close(stream);
    }
    free_list(&streams->held);
    free_list(&streams->leaving);
    free_list(&streams->spare);
    pthread_cond_destroy(&streams->work);
    pthread_cond_destroy(&streams->done);
    pthread_mutex_destroy(&streams->lock);
    free(streams->streams);
    free(streams->wishes);
    free(streams->reach);
    free(streams);
}

/* Where the id stands, or would. */
static size_t
place(const struct streams *streams, int64_t id)
{
    size_t low = 0, high = streams->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (streams->streams[middle]->source.id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct stream *
streams_find(struct streams *streams, int64_t id)
{
    const size_t at = place(streams, id);

    return at < streams->count && streams->streams[at]->source.id == id
             ? streams->streams[at]
             : NULL;
}

uint64_t
streams_stamp(const struct streams *streams)
{
    return streams->stamp;
}

uint64_t
streams_stamp_gone(const struct streams *streams)
{
    return streams->gone;
}

bool
streams_has(struct streams *streams, int64_t id)
{
    return streams_find(streams, id) != NULL;
}

static enum status
grow(struct streams *streams)
{
    if (streams->count < streams->room)
        return ST_OK;
    const size_t room = streams->room ? 2 * streams->room : 64;
    struct stream **more
        = realloc(streams->streams, room * sizeof(struct stream *));
    if (!more)
        return ST_NO_MEM;
    streams->streams = more;
    streams->room = room;
    return ST_OK;
}

enum status
streams_add(struct streams *streams, const struct stream_source *source)
{
    if (source->channels == 0 || source->channels > MAX_CHANNELS
        || source->length < 0 || source->length > LONGEST
        || source->format >= SAMPLE_FORMATS)
        return ST_RANGE;
    if (streams_has(streams, source->id))
        return ST_EXISTS;

    const size_t frame = (size_t)source->channels * sample_bytes(source->format);
    unsigned shift = __builtin_ctz(STREAM_BLOCK);
    while (shift > LEAST_SHIFT && frame << shift > BLOCK_BYTES)
        shift--;
    const size_t blocks = (size_t)(source->length >> shift) + 1;
    const size_t pages = (blocks + STREAM_PAGE - 1) / STREAM_PAGE;

    struct stream *stream
        = calloc(1, sizeof *stream + pages * sizeof stream->pages[0]);
    if (!stream)
        return ST_NO_MEM;
    stream->source = *source;
    stream->shift = shift;
    stream->frame_bytes = frame;
    stream->page_count = pages;

    pthread_mutex_lock(&streams->lock);
    const enum status status = grow(streams);
    if (!status) {
        const size_t at = place(streams, source->id);
        memmove(streams->streams + at + 1, streams->streams + at,
                (streams->count - at) * sizeof(struct stream *));
        streams->streams[at] = stream;
        streams->count++;
        streams->stamp++;
    }
    pthread_mutex_unlock(&streams->lock);
    if (status)
        free(stream);
    return status;
}

/* With the lock: none of its blocks is held or wished for any more. */
static void
forget(struct streams *streams, struct stream *stream)
{
    for (struct stream_block *block = streams->held.first, *next; block;
         block = next) {
        next = block->next;
        if (block->stream == stream)
            streams_evict(streams, block);
    }
    for (size_t i = 0; i < streams->wish_count; i++)
        if (streams->wishes[i].stream == stream)
            streams->wishes[i].stream = NULL;
}

void
streams_drop(struct streams *streams, int64_t id)
{
    const size_t at = place(streams, id);
    struct stream *stream = streams_find(streams, id);

    if (!stream)
        return;
    pthread_mutex_lock(&streams->lock);
    streams->count--;
    streams->gone = ++streams->stamp;
    memmove(streams->streams + at, streams->streams + at + 1,
            (streams->count - at) * sizeof(struct stream *));
    forget(streams, stream);
    stream->dropped = true;
    stream->edge = atomic_load(&streams->edge);
    stream->next_dropped = streams->dropped;
    streams->dropped = stream;
    pthread_cond_broadcast(&streams->work);
    pthread_mutex_unlock(&streams->lock);
}

uint64_t
streams_bytes(struct streams *streams)
{
    pthread_mutex_lock(&streams->lock);
    const uint64_t bytes = streams->bytes;
    pthread_mutex_unlock(&streams->lock);
    return bytes;
}

bool
streams_failed(struct streams *streams, struct stream_failure *out)
{
    bool found = false;

    pthread_mutex_lock(&streams->lock);
    for (size_t i = 0; i < streams->count && !found; i++) {
        struct stream *stream = streams->streams[i];
        if (stream->failure.reads == 0)
            continue;
        *out = stream->failure;
        out->id = stream->source.id;
        stream->failure.reads = 0;
        found = true;
    }
    pthread_mutex_unlock(&streams->lock);
    return found;
}

/* The furthest end up to each segment, by which a pass finds its first one. */
static void
measure(struct streams *streams)
{
    size_t total = 0, at = 0;

    for (uint32_t t = 0; t < streams->track_count; t++)
        total += streams->tracks[t].count;
    if (total > streams->reach_count) {
        free(streams->reach);
        streams->reach = malloc(total * sizeof *streams->reach);
        streams->reach_count = streams->reach ? total : 0;
    }
    if (!streams->reach)
        return; /* no memory: passes go through all segments */
    for (uint32_t t = 0; t < streams->track_count; t++) {
        int64_t reach = INT64_MIN;
        for (uint32_t s = 0; s < streams->tracks[t].count; s++) {
            const int64_t end = streams->tracks[t].segments[s].end;
            reach = end > reach ? end : reach;
            streams->reach[at++] = reach;
        }
    }
}

void
streams_follow(struct streams *streams, const struct stream_track *tracks,
               uint32_t count)
{
    pthread_mutex_lock(&streams->lock);
    streams->tracks = tracks;
    streams->track_count = count;
    measure(streams);
    streams->ahead = streams->config.ahead;
    streams->stale = true;
    atomic_fetch_add(&streams->follow_count, 1);
    pthread_cond_broadcast(&streams->work);
    pthread_mutex_unlock(&streams->lock);
}

void
streams_expect(struct streams *streams, int64_t at)
{
    pthread_mutex_lock(&streams->lock);
    streams->expect = at;
    streams->expecting = true;
    streams->stale = true;
    pthread_cond_broadcast(&streams->work);
    pthread_mutex_unlock(&streams->lock);
}

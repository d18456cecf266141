/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What will sound next.  A pass walks the segments from the position on, as far as
 * is read ahead, and writes down each block that is not there with the time until
 * it sounds; the blocks that are there move to the young end of their list.  Some
 * 64 tracks of 13 blocks a pass, a dozen passes a second. */
#include "engine/rt/stream_table.h"

#include <stdlib.h>

/* A new pass when the position has moved this far. */
enum { STEP = STREAM_BLOCK / 4 };

struct walk {
    struct streams *streams;
    void (*visit)(struct walk *walk, struct stream *stream, int64_t index,
                  int64_t due);
    bool missing;
};

enum stream_state
streams_state(const struct stream *stream, int64_t index)
{
    const struct stream_page *page = atomic_load_explicit(
        &stream->pages[index / STREAM_PAGE], memory_order_relaxed);

    return page ? (enum stream_state)page->state[index % STREAM_PAGE]
                : STREAM_ABSENT;
}

static struct stream_page *
page_of(struct stream *stream, int64_t index)
{
    _Atomic(struct stream_page *) *place = &stream->pages[index / STREAM_PAGE];
    struct stream_page *page = atomic_load_explicit(place, memory_order_relaxed);

    if (!page) {
        page = calloc(1, sizeof *page);
        atomic_store_explicit(place, page, memory_order_release);
    }
    return page;
}

static void
wish(struct streams *streams, struct stream *stream, int64_t index, int64_t due)
{
    if (streams->wish_count == streams->wish_room) {
        const size_t room = streams->wish_room ? 2 * streams->wish_room : 256;
        struct stream_wish *more
            = realloc(streams->wishes, room * sizeof *streams->wishes);
        if (!more)
            return; /* it will be late, and counted */
        streams->wishes = more;
        streams->wish_room = room;
    }
    streams->wishes[streams->wish_count++]
        = (struct stream_wish){stream, index, due};
}

static void
want(struct walk *walk, struct stream *stream, int64_t index, int64_t due)
{
    struct streams *streams = walk->streams;
    struct stream_page *page = page_of(stream, index);
    const size_t at = index % STREAM_PAGE;

    if (!page)
        return;
    if (page->pass[at] != streams->pass) {
        page->pass[at] = streams->pass;
        streams->wanted += stream->frame_bytes << stream->shift;
    }
    if (page->state[at] == STREAM_HELD) {
        struct stream_block *block
            = atomic_load_explicit(&page->blocks[at], memory_order_relaxed);
        block->pass = streams->pass;
        stream_list_remove(&streams->held, block);
        stream_list_append(&streams->held, block);
        return;
    }
    if (page->state[at] == STREAM_GIVEN_UP)
        page->state[at] = STREAM_ABSENT;
    wish(streams, stream, index, due);
}

static void
look(struct walk *walk, struct stream *stream, int64_t index, int64_t due)
{
    const enum stream_state state = streams_state(stream, index);

    (void)due;
    walk->missing |= state == STREAM_ABSENT || state == STREAM_READING;
}

/* The blocks of a segment that sound from `from` to `to` of the timeline. */
static void
walk_segment(struct walk *walk, const struct stream_segment *segment, int64_t from,
             int64_t to, int64_t due)
{
    struct stream *stream = segment->stream;
    int64_t low = from > segment->start ? from : segment->start;
    int64_t high = to < segment->end ? to : segment->end;

    due += low - from;
    low += segment->offset - segment->start;
    high += segment->offset - segment->start;
    if (high > stream->source.length)
        high = stream->source.length;
    if (low < 0) {
        due -= low;
        low = 0;
    }
    for (int64_t index = low >> stream->shift; index << stream->shift < high;
         index++) {
        const int64_t begin = index << stream->shift;
        walk->visit(walk, stream, index, due + (begin > low ? begin - low : 0));
    }
}

/* The first segment that may reach beyond `from`. */
static uint32_t
first_segment(const int64_t *reach, uint32_t count, int64_t from)
{
    uint32_t low = 0, high = count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (reach[middle] <= from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
walk_span(struct walk *walk, int64_t from, int64_t to, int64_t due)
{
    const struct streams *streams = walk->streams;
    const int64_t *reach = streams->reach;

    for (uint32_t t = 0; t < streams->track_count && from < to; t++) {
        const struct stream_track *track = &streams->tracks[t];
        uint32_t s = reach ? first_segment(reach, track->count, from) : 0;

        for (; s < track->count && track->segments[s].start < to; s++)
            if (track->segments[s].end > from)
                walk_segment(walk, &track->segments[s], from, to, due);
        reach = reach ? reach + track->count : NULL;
    }
}

/* What is played from the clock's position on, through the loop's end to its
 * start. */
static void
walk_playing(struct walk *walk, const struct stream_clock *clock)
{
    const int64_t ahead = walk->streams->ahead;
    const int64_t at = clock->position, end = at + ahead;

    if (clock->loop_end <= clock->loop_start || at >= clock->loop_end) {
        walk_span(walk, at, end, 0);
        return;
    }
    const int64_t edge = end < clock->loop_end ? end : clock->loop_end;
    int64_t again = clock->loop_start + (end - edge);
    int64_t kept = clock->loop_start + walk->streams->config.rate;

    again = again < clock->loop_end ? again : clock->loop_end;
    kept = kept < clock->loop_end ? kept : clock->loop_end;
    walk_span(walk, at, edge, 0);
    walk_span(walk, clock->loop_start, again, edge - at);
    walk_span(walk, clock->loop_start, kept, ahead);
}

static int
by_due(const void *a, const void *b)
{
    const struct stream_wish *x = a, *y = b;

    return (x->due > y->due) - (x->due < y->due);
}

static void
walk_all(struct streams *streams)
{
    struct walk walk = {.streams = streams, .visit = want};

    streams->pass++;
    streams->wanted = 0;
    streams->wish_count = streams->wish_next = 0;
    if (streams->config.offline) {
        walk_span(&walk, streams->need_from, streams->need_to + streams->ahead, 0);
        return;
    }
    streams->round = streams->pass;
    walk_playing(&walk, &streams->seen);
    if (streams->expecting)
        walk_span(&walk, streams->expect, streams->expect + streams->config.rate,
                  0);
}

void
streams_pass(struct streams *streams)
{
    const int64_t least = streams->config.offline ? 0 : streams->config.rate / 2;

    slot_read(&streams->clock, &streams->seen, sizeof streams->seen);
    streams->stale = false;
    walk_all(streams);
    /* More than the budget: not so far ahead. */
    while (streams->wanted > streams->config.budget && streams->ahead > least) {
        const double share = 0.9 * streams->config.budget / streams->wanted;
        const int64_t less = (int64_t)(streams->ahead * share);
        streams->ahead = less > least ? less : least;
        walk_all(streams);
    }
    if (streams->wish_count > 1)
        qsort(streams->wishes, streams->wish_count, sizeof *streams->wishes,
              by_due);
}

bool
streams_pass_is_due(struct streams *streams)
{
    const struct stream_clock *seen = &streams->seen;
    struct stream_clock now;

    if (streams->stale || streams->config.offline)
        return streams->stale;
    slot_read(&streams->clock, &now, sizeof now);
    return now.position < seen->position || now.position >= seen->position + STEP
        || now.loop_start != seen->loop_start || now.loop_end != seen->loop_end;
}

bool
streams_ready(struct streams *streams, int64_t from, int64_t count)
{
    struct walk walk = {.streams = streams, .visit = look};

    if (streams->config.offline)
        return true; /* the cycle will wait */
    pthread_mutex_lock(&streams->lock);
    walk_span(&walk, from, from + count, 0);
    pthread_mutex_unlock(&streams->lock);
    return !walk.missing;
}

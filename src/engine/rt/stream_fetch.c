/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/stream_table.h"

#include <string.h>

RT void
streams_begin(struct streams *streams, const struct stream_clock *clock)
{
    slot_write(&streams->clock, clock, sizeof *clock);
    atomic_fetch_add_explicit(&streams->edge, 1, memory_order_seq_cst);
}

RT void
streams_end(struct streams *streams)
{
    atomic_fetch_add_explicit(&streams->edge, 1, memory_order_seq_cst);
}

RT static const struct stream_block *
find(const struct stream *stream, int64_t index)
{
    struct stream_page *page = atomic_load_explicit(
        &stream->pages[index / STREAM_PAGE], memory_order_acquire);

    return page ? atomic_load_explicit(&page->blocks[index % STREAM_PAGE],
                                       memory_order_seq_cst)
                : NULL;
}

/* The part of `frames` from `start` on that lies in one block, or in none because
 * the source ends. */
RT static uint32_t
stretch(const struct stream *stream, int64_t start, uint32_t frames, bool *silent)
{
    const int64_t length = stream->source.length;
    int64_t to;

    *silent = start < 0 || start >= length;
    if (start >= length)
        return frames;
    if (start < 0) {
        to = 0;
    } else {
        to = ((start >> stream->shift) + 1) << stream->shift;
        if (to > length)
            to = length;
    }
    return to - start < frames ? (uint32_t)(to - start) : frames;
}

RT static uint32_t
fetch(const struct stream *stream, int64_t start, unsigned first, unsigned count,
      float *const out[], uint32_t frames)
{
    const int64_t mask = ((int64_t)1 << stream->shift) - 1;
    uint32_t late = 0;

    for (uint32_t at = 0; at < frames;) {
        bool silent;
        const uint32_t n = stretch(stream, start + at, frames - at, &silent);
        const struct stream_block *block
            = silent ? NULL : find(stream, (start + at) >> stream->shift);
        float *to[2];

        for (unsigned c = 0; c < count; c++)
            to[c] = out[c] + at;
        if (block)
            (void)convert_read(
                to, first, count,
                block->bytes + (size_t)((start + at) & mask) * stream->frame_bytes,
                stream->source.format, stream->source.channels, n);
        for (unsigned c = 0; !block && c < count; c++)
            memset(to[c], 0, n * sizeof *to[c]);
        late += silent || block ? 0 : n;
        at += n;
    }
    return late;
}

RT uint32_t
stream_fetch(const struct stream *stream, int64_t start, uint32_t channel,
             float *to, uint32_t frames)
{
    const uint32_t last = stream->source.channels - 1;

    return fetch(stream, start, channel < last ? channel : last, 1, &to, frames);
}

RT uint32_t
stream_fetch2(const struct stream *stream, int64_t start, float *left, float *right,
              uint32_t frames)
{
    float *const both[2] = {left, right};
    uint32_t late;

    if (stream->source.channels > 1)
        return fetch(stream, start, 0, 2, both, frames);
    late = fetch(stream, start, 0, 1, both, frames);
    memcpy(right, left, frames * sizeof *left);
    return late;
}

RT uint32_t
stream_channels(const struct stream *stream)
{
    return stream->source.channels;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rt/graph.h"

#include <string.h>

/* Where clips overlap, the later ones pass through a buffer on the stack. */
enum { CHUNK = 256 };

struct span {
    int64_t start; /* on the timeline */
    uint32_t frames;
};

/* A fade-in lets nothing through before it, a fade-out nothing after it. */
RT static void
fade(const struct clip_fade *fade, struct span span, float *x)
{
    const int64_t end = fade->start + fade->length;
    const int64_t stop = span.start + span.frames;
    const int64_t from = span.start > fade->start ? span.start : fade->start;
    const int64_t to = stop < end ? stop : end;

    if (from < to) {
        float *at = x + (from - span.start);

        (fade->out ? fade_out : fade_in)(fade->curve, at, to - from,
                                         from - fade->start, fade->length);
    }
    if (!fade->out && span.start < fade->start) {
        const int64_t n = (stop < fade->start ? stop : fade->start) - span.start;
        memset(x, 0, n * sizeof *x);
    }
    if (fade->out && stop > end) {
        const int64_t first = (span.start > end ? span.start : end) - span.start;
        memset(x + first, 0, (span.frames - first) * sizeof *x);
    }
}

RT static void
fetch(const struct piece *piece, const struct stream_segment *segment,
      struct span span, float *const to[2])
{
    const int64_t start = segment->offset + (span.start - segment->start);
    const uint32_t n = span.frames;
    uint32_t late;

    if (to[1]) {
        late = stream_fetch2(segment->stream, start, to[0], to[1], n);
    } else if (stream_channels(segment->stream) == 1) {
        late = stream_fetch(segment->stream, start, 0, to[0], n);
    } else {
        /* A stereo source on a mono track: the mean. */
        float right[CHUNK];

        late = 0;
        for (uint32_t i = 0; i < n; i += CHUNK) {
            const uint32_t m = n - i < CHUNK ? n - i : CHUNK;

            late += stream_fetch2(segment->stream, start + i, to[0] + i, right, m);
            mix_scale(to[0] + i, 0.5f, m);
            mix_add(to[0] + i, right, 0.5f, m);
        }
    }
    if (late)
        atomic_fetch_add_explicit(piece->late, late, memory_order_relaxed);
}

RT static void
sound(const struct piece *piece, const struct clips *clips, uint32_t i,
      struct span span, float *const to[2])
{
    const struct clip_shape *shape = &clips->shapes[i];

    fetch(piece, &clips->segments[i], span, to);
    for (int side = 0; side < 2 && to[side]; side++) {
        if (shape->gain != 1.0f)
            mix_scale(to[side], shape->gain, span.frames);
        for (uint32_t f = 0; f < shape->n_fades; f++)
            fade(&clips->fades[shape->first_fade + f], span, to[side]);
    }
}

RT static void
add(const struct piece *piece, const struct clips *clips, uint32_t i,
    struct span span, float *const to[2])
{
    float left[CHUNK], right[CHUNK];

    for (uint32_t done = 0; done < span.frames; done += CHUNK) {
        const uint32_t n = span.frames - done < CHUNK ? span.frames - done : CHUNK;

        sound(piece, clips, i, (struct span){span.start + done, n},
              (float *const[2]){left, to[1] ? right : NULL});
        mix_add(to[0] + done, left, 1.0f, n);
        if (to[1])
            mix_add(to[1] + done, right, 1.0f, n);
    }
}

RT static void
clear(float *const to[2], uint32_t from, uint32_t end)
{
    for (int side = 0; side < 2 && to[side] && from < end; side++)
        memset(to[side] + from, 0, (end - from) * sizeof *to[side]);
}

/* The reach never falls. */
RT uint32_t
clips_reaching(const struct clips *clips, int64_t at)
{
    uint32_t low = 0, high = clips->count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (clips->reach[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

RT bool
clips_play(const struct piece *piece, const struct clips *clips, float *const to[2])
{
    const int64_t start = piece->position, end = start + piece->frames;
    uint32_t filled = 0; /* frames of the buffer that hold something */
    bool any = false;

    for (uint32_t i = clips_reaching(clips, start);
         i < clips->count && clips->segments[i].start < end; i++) {
        const struct stream_segment *segment = &clips->segments[i];
        const int64_t from = segment->start > start ? segment->start : start;
        const int64_t stop = segment->end < end ? segment->end : end;

        if (from >= stop || !segment->stream)
            continue;
        any = true;

        uint32_t at = from - start;
        const uint32_t until = stop - start;

        /* Below `filled` it is added, beyond that there is nothing yet. */
        if (at < filled) {
            const uint32_t both = until < filled ? until : filled;

            add(piece, clips, i, (struct span){from, both - at},
                (float *const[2]){to[0] + at, to[1] ? to[1] + at : NULL});
            at = both;
        }
        if (at < until) {
            clear(to, filled, at);
            sound(piece, clips, i, (struct span){start + at, until - at},
                  (float *const[2]){to[0] + at, to[1] ? to[1] + at : NULL});
            filled = until;
        }
    }
    if (any)
        clear(to, filled, piece->frames);
    return any;
}

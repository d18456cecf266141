/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edit under the playhead: what a track played goes over into what it plays now.
 *
 * The two are crossfaded in straight lines whose sum is one.  Old and new are most
 * often the same recording, moved a little, louder, or cut: sounds that are alike,
 * of which an equal-power crossfade would make a swell of 3 dB.  It begins with the
 * first frame of the plan, and is written as new + (old - new) * weight: where both
 * are the same bits, the sum is those bits, so that an edit which is not heard here
 * changes none; after the last frame it is what the new plan plays, and nothing
 * else.  The weight depends on the frames since the plan was picked up, not on how
 * they are cut. */
#include "engine/rt/graph.h"

/* The clips that sound in some frames, one after the other. */
struct walk {
    const struct clips *clips;
    int64_t start, end;
    uint32_t at;
};

RT static struct walk
walk_begin(const struct clips *clips, int64_t start, int64_t end)
{
    return (struct walk){clips, start, end, clips_reaching(clips, start)};
}

/* The number of the next one, or UINT32_MAX. */
RT static uint32_t
walk_next(struct walk *walk)
{
    const struct clips *clips = walk->clips;

    while (walk->at < clips->count && clips->segments[walk->at].start < walk->end) {
        const uint32_t i = walk->at++;

        if (clips->segments[i].end > walk->start)
            return i;
    }
    return UINT32_MAX;
}

RT static bool
same_fades(const struct clips *a, const struct clip_shape *x, const struct clips *b,
           const struct clip_shape *y)
{
    if (x->n_fades != y->n_fades)
        return false;
    for (uint32_t i = 0; i < x->n_fades; i++) {
        const struct clip_fade *f = &a->fades[x->first_fade + i];
        const struct clip_fade *g = &b->fades[y->first_fade + i];

        if (f->start != g->start || f->length != g->length || f->curve != g->curve
            || f->out != g->out)
            return false;
    }
    return true;
}

/* Whether two clips are the same to the ear between `start` and `end`. */
RT static bool
same_clip(const struct clips *a, uint32_t i, const struct clips *b, uint32_t k,
          int64_t start, int64_t end)
{
    const struct stream_segment *x = &a->segments[i], *y = &b->segments[k];

    return x->stream == y->stream && x->offset - x->start == y->offset - y->start
           && (x->start == y->start || (x->start <= start && y->start <= start))
           && (x->end == y->end || (x->end >= end && y->end >= end))
           && a->shapes[i].gain == b->shapes[k].gain
           && same_fades(a, &a->shapes[i], b, &b->shapes[k]);
}

/* Whether it can be told at a glance that two lists sound the same there.  If it
 * cannot, the bits will tell. */
RT static bool
same_list(const struct clips *a, const struct clips *b, int64_t start, int64_t end)
{
    struct walk old = walk_begin(a, start, end), new = walk_begin(b, start, end);

    for (;;) {
        const uint32_t i = walk_next(&old), k = walk_next(&new);

        if (i == UINT32_MAX || k == UINT32_MAX)
            return i == k;
        if (!same_clip(a, i, b, k, start, end))
            return false;
    }
}

RT static void
crossfade(float *new, const float *old, uint32_t faded, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const float weight = (float)(int)(CLIP_CROSSFADE - faded - i)
                             * (1.0f / CLIP_CROSSFADE);

        new[i] += (old[i] - new[i]) * weight;
    }
}

/* The old clips' share of the first `n` frames of the piece. */
RT static bool
turn(const struct piece *piece, uint32_t n, const struct clips *before, bool begun,
     float *const to[2])
{
    float old[2][CLIP_CROSSFADE];
    struct piece part = *piece;

    part.frames = n;
    const bool sounds = clips_play(
        &part, before, (float *const[2]){old[0], to[1] ? old[1] : NULL});
    if (!sounds && !begun)
        return false;
    for (int side = 0; side < 2 && to[side]; side++) {
        if (!sounds)
            mix_clear(old[side], n);
        if (!begun)
            mix_clear(to[side], piece->frames);
        crossfade(to[side], old[side], piece->faded, n);
    }
    return true;
}

RT bool
clips_turn(const struct piece *piece, const struct strip *strip, float *const to[2])
{
    static const struct clips none;
    const bool begun = clips_play(piece, &strip->clips, to);

    if (!piece->before)
        return begun;

    const struct strip *was = plan_strip(piece->before, strip->track);
    const struct clips *before = was ? &was->clips : &none;
    const uint32_t left = CLIP_CROSSFADE - piece->faded;
    const uint32_t n = piece->frames < left ? piece->frames : left;
    if (same_list(before, &strip->clips, piece->position, piece->position + n))
        return begun;
    return turn(piece, n, before, begun, to);
}

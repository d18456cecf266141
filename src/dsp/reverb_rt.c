/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reverb_rt.c: the kernel; reverb_rt.h has the figure. */
#include "dsp/reverb_rt.h"

#include <string.h>

enum { HALVES = REVERB_STEP / 8 };

/* 16 frames of something, as two vectors. */
struct step {
    v8 h[HALVES];
};

/* --- rings -------------------------------------------------------------------- */

/* Frames from `time` on, REVERB_GUARD of them at most.  What would be from before
 * the reset is made silent now, when it is needed, so that a reset has nothing to
 * clear. */
INLINE const float *
ring_span(const struct reverb_ring *ring, int64_t time)
{
    if (time < 0)
        for (unsigned i = 0; i < REVERB_GUARD && time + i < 0; i++) {
            const uint32_t at = (uint32_t)(time + i) & ring->mask;
            ring->x[at] = 0;
            if (at < REVERB_GUARD)
                ring->x[at + ring->mask + 1] = 0;
        }
    return ring->x + ((uint64_t)time & ring->mask);
}

INLINE v8
load(const float *x)
{
    v8 v;

    memcpy(&v, x, sizeof v);
    return v;
}

INLINE struct step
ring_get(const struct reverb_ring *ring, int64_t time)
{
    const float *x = ring_span(ring, time);

    return (struct step){{load(x), load(x + 8)}};
}

INLINE void
ring_put(const struct reverb_ring *ring, int64_t time, struct step v)
{
    const uint32_t at = (uint32_t)time & ring->mask;

    memcpy(ring->x + at, &v, sizeof v);
    if (at < REVERB_GUARD)
        memcpy(ring->x + at + ring->mask + 1, &v, sizeof v);
}

/* --- input: cuts, reflections, diffusion -------------------------------------- */

/* The low cut, and the high cut of what the low cut made of the frame before, side
 * by side. */
INLINE void
cut(struct reverb *r, unsigned at, struct step out[2])
{
    const struct reverb_svf4 f = r->cuts;
    v4 s1 = r->cuts_1, s2 = r->cuts_2, y = r->cuts_last;
    float sides[2][REVERB_STEP];

    for (unsigned i = 0; i < REVERB_STEP; i++) {
        const v4 x = {r->in[0][at + i], r->in[1][at + i], y[0], y[1]}, v3 = x - s2;
        const v4 v1 = f.a1 * s1 + f.a2 * v3, v2 = s2 + f.a2 * s1 + f.a3 * v3;
        s1 = v1 + v1 - s1;
        s2 = v2 + v2 - s2;
        y = f.m0 * x + f.m1 * v1 + f.m2 * v2;
        sides[0][i] = y[2];
        sides[1][i] = y[3];
    }
    r->cuts_1 = s1;
    r->cuts_2 = s2;
    r->cuts_last = y;
    memcpy(out, sides, sizeof sides);
}

static const float early_gain[REVERB_EARLY_TAPS] = {
    .841f,  -.504f, .491f, .379f,  -.380f, .346f, -.289f, .272f, .192f,
    -.193f, .217f,  .181f, -.180f, .181f,  .176f, -.142f, .167f, -.134f,
};

/* What the taps take out of the history: early reflections of a side, two of three
 * from that side's sound and one from the other's; and the late reverb's input. */
INLINE struct step
reflect(const struct reverb *r, const struct reverb_taps *taps, unsigned side,
        int64_t now)
{
    struct step sum = {};

    for (unsigned i = 0; i < REVERB_EARLY_TAPS; i++) {
        const unsigned from = i % 3 == 2 ? !side : side;
        const struct step x
            = ring_get(&r->history[from], now - taps->early[side][i]);
        for (unsigned h = 0; h < HALVES; h++)
            sum.h[h] += early_gain[i] * x.h[h];
    }
    return sum;
}

INLINE struct step
blend(struct step a, struct step b, struct step share)
{
    for (unsigned h = 0; h < HALVES; h++)
        a.h[h] += (b.h[h] - a.h[h]) * share.h[h];
    return a;
}

/* 1/n, 2/n, … from `done` on: how far a straight way of n frames has come. */
INLINE struct step
way(unsigned done, unsigned n)
{
    const v8 first = {1, 2, 3, 4, 5, 6, 7, 8};

    return (struct step){{(first + (float)done) * (1.0f / (float)n),
                          (first + (float)(done + 8)) * (1.0f / (float)n)}};
}

INLINE v8
along(float from, float to, v8 share)
{
    return from + (to - from) * share;
}

INLINE void
take_taps(struct reverb *r, int64_t now, struct step early[2], struct step late[2])
{
    for (unsigned c = 0; c < 2; c++) {
        early[c] = reflect(r, &r->taps, c, now);
        late[c] = ring_get(&r->history[c], now - r->taps.late);
    }
    if (!r->fade)
        return;
    const struct step share = way(REVERB_FADE - r->fade, REVERB_FADE);
    for (unsigned c = 0; c < 2; c++) {
        early[c] = blend(early[c], reflect(r, &r->next_taps, c, now), share);
        late[c] = blend(late[c], ring_get(&r->history[c], now - r->next_taps.late),
                        share);
    }
    r->fade -= REVERB_STEP;
    if (!r->fade)
        r->taps = r->next_taps;
}

/* Schroeder's allpasses, one after the other; `share` of the block's way. */
INLINE struct step
diffuse(struct reverb *r, unsigned side, int64_t now, struct step share,
        struct step x)
{
    for (unsigned i = 0; i < REVERB_DIFFUSERS; i++) {
        const struct reverb_ring *ring = &r->diffuser[side][i];
        const struct step old = ring_get(ring, now - r->diffuser_frames[side][i]);
        struct step in;
        for (unsigned h = 0; h < HALVES; h++) {
            const v8 g = (i < 2 ? 0.75f : 0.625f)
                         * along(r->from.diffusion, r->to.diffusion, share.h[h]);
            in.h[h] = x.h[h] - g * old.h[h];
            x.h[h] = old.h[h] + g * in.h[h];
        }
        ring_put(ring, now, in);
    }
    return x;
}

/* --- the lines ---------------------------------------------------------------- */

/* How a step reads a line that moves: eight points about the place, whose weights
 * (Lagrange's) go straight from the step's first frame to its last. */
struct reading {
    bool moves[REVERB_LINES];   /* else it is read as it is */
    int32_t back[REVERB_LINES]; /* frames from now to the first of the points */
    float weight[REVERB_POINTS][REVERB_LINES], slope[REVERB_POINTS][REVERB_LINES];
};

INLINE void
lagrange(v8 x, v8 w[REVERB_POINTS])
{
    static const float below[REVERB_POINTS] = {-5040, 720, -240, 144,
                                               -144,  240, -720, 5040};

    for (int k = 0; k < REVERB_POINTS; k++) {
        w[k] = (v8){} + 1 / below[k];
        for (int i = 0; i < REVERB_POINTS; i++)
            if (i != k)
                w[k] *= x - (float)(i - 3);
    }
}

/* A sine of a turn of 2^32, right to 0.001: only its being smooth matters. */
INLINE v8
sine(v8i turn)
{
    const v8 x = __builtin_convertvector(turn, v8) * 0x1p-31f;
    const v8 size = (v8)((v8i)x & 0x7fffffff), y = 4 * x * (1 - size);

    return y * (0.775f + 0.225f * (v8)((v8i)y & 0x7fffffff));
}

/* Whole frames of a line that changes its length: one a step. */
INLINE int32_t
stretch(struct reverb *r, unsigned line)
{
    const int32_t left = r->length_set[line] - r->length[line];

    return left > 0 ? 1 : left < 0 ? -1 : 0;
}

/* from = whole - x, 0 <= x < 1: the place is x after the fourth point. */
INLINE void
plan_points(struct reading *reading, unsigned half, v8 from, v8 to, v8i length)
{
    v8 w0[REVERB_POINTS], w1[REVERB_POINTS];
    v8i whole = __builtin_convertvector(from, v8i);

    whole -= __builtin_convertvector(whole, v8) < from;
    lagrange(__builtin_convertvector(whole, v8) - from, w0);
    lagrange(__builtin_convertvector(whole, v8) - to, w1);
    for (unsigned k = 0; k < REVERB_POINTS; k++) {
        const v8 slope = (w1[k] - w0[k]) * (1.0f / REVERB_STEP);
        memcpy(reading->weight[k] + 8 * half, &w0[k], sizeof w0[k]);
        memcpy(reading->slope[k] + 8 * half, &slope, sizeof slope);
    }
    whole += length + 3;
    memcpy(reading->back + 8 * half, &whole, sizeof whole);
}

INLINE void
plan_reading(struct reverb *r, unsigned half, struct reading *reading)
{
    v8 from, wander = {};
    v8i turn, grows, length;
    int32_t moves = 0;

    for (unsigned i = 0; i < 8; i++) {
        const unsigned line = 8 * half + i;
        grows[i] = stretch(r, line);
        length[i] = r->length[line];
        r->phase[line] += r->turn[line];
        turn[i] = (int32_t)r->phase[line];
        from[i] = r->wander[line];
        moves |= grows[i];
    }
    if (half)
        wander = r->depth_now * sine(turn);
    for (unsigned i = 0; i < 8; i++) {
        const unsigned line = 8 * half + i;
        reading->moves[line] = moves || half;
        reading->back[line] = length[i];
        r->wander[line] = wander[i];
        r->length[line] += grows[i];
    }
    if (moves || half)
        plan_points(reading, half, from,
                    wander + __builtin_convertvector(grows, v8), length);
}

INLINE struct step
read_line(const struct reverb *r, unsigned line, const struct reading *reading,
          int64_t now)
{
    const float *x = ring_span(&r->line[line], now - reading->back[line]);
    const v8 first = {0, 1, 2, 3, 4, 5, 6, 7};
    struct step sum = {{load(x), load(x + 8)}};

    if (!reading->moves[line])
        return sum;
    sum = (struct step){};
    for (unsigned k = 0; k < REVERB_POINTS; k++)
        for (unsigned h = 0; h < HALVES; h++)
            sum.h[h] += load(x + k + 8 * h)
                        * (reading->weight[k][line]
                           + reading->slope[k][line] * (first + (float)(8 * h)));
    return sum;
}

/* Rows become columns. */
INLINE void
transpose(v8 m[8])
{
    const v8i even = {0, 8, 2, 10, 4, 12, 6, 14}, odd = even + 1;
    const v8i pair = {0, 1, 8, 9, 4, 5, 12, 13}, pair_2 = pair + 2;
    const v8i low = {0, 1, 2, 3, 8, 9, 10, 11}, high = low + 4;
    v8 a[8];

    for (unsigned i = 0; i < 8; i += 2) {
        a[i] = __builtin_shuffle(m[i], m[i + 1], even);
        a[i + 1] = __builtin_shuffle(m[i], m[i + 1], odd);
    }
    for (unsigned i = 0; i < 8; i++)
        m[i] = i & 2 ? __builtin_shuffle(a[i ^ 2], a[i], pair_2)
                     : __builtin_shuffle(a[i], a[i ^ 2], pair);
    for (unsigned i = 0; i < 8; i++)
        a[i] = i & 4 ? __builtin_shuffle(m[i ^ 4], m[i], high)
                     : __builtin_shuffle(m[i], m[i ^ 4], low);
    memcpy(m, a, sizeof a);
}

INLINE v8
filter(const struct reverb_svf8 *f, v8 *s1, v8 *s2, v8 x)
{
    const v8 v3 = x - *s2, v1 = f->a1 * *s1 + f->a2 * v3;
    const v8 v2 = *s2 + f->a2 * *s1 + f->a3 * v3;

    *s1 = v1 + v1 - *s1;
    *s2 = v2 + v2 - *s2;
    return f->m0 * x + f->m1 * v1 + f->m2 * v2;
}

/* What 8 lines lose in a step: 8 frames are turned so that the lines are lanes. */
INLINE void
lose(struct reverb *r, unsigned half, struct step line[REVERB_LINES])
{
    const struct reverb_svf8 low = r->low[half], high = r->high[half];
    v8 l1 = r->low_1[half], l2 = r->low_2[half];
    v8 h1 = r->high_1[half], h2 = r->high_2[half], m[8];

    for (unsigned h = 0; h < HALVES; h++) {
        for (unsigned i = 0; i < 8; i++)
            m[i] = line[8 * half + i].h[h];
        transpose(m);
        for (unsigned i = 0; i < 8; i++)
            m[i] = filter(&high, &h1, &h2, filter(&low, &l1, &l2, m[i]));
        transpose(m);
        for (unsigned i = 0; i < 8; i++)
            line[8 * half + i].h[h] = m[i];
    }
    r->low_1[half] = l1;
    r->low_2[half] = l2;
    r->high_1[half] = h1;
    r->high_2[half] = h2;
}

/* Signs by which lines are heard on, and fed from, each side: chance, times a row
 * of Hadamard's matrix for the right, so that the sides have nothing in common. */
static const float heard[2][REVERB_LINES] = {
    {1, 1, -1, 1, -1, -1, -1, 1, 1, -1, 1, 1, -1, -1, 1, -1},
    {1, 1, 1, -1, 1, 1, -1, 1, 1, -1, -1, -1, 1, 1, 1, -1},
};
static const float fed[2][REVERB_LINES] = {
    {1, -1, -1, -1, 1, 1, -1, -1, -1, 1, -1, 1, 1, 1, -1, 1},
    {1, 1, -1, 1, 1, -1, -1, 1, -1, -1, -1, -1, 1, -1, -1, -1},
};

INLINE void
listen(const struct step line[REVERB_LINES], struct step late[2])
{
    for (unsigned c = 0; c < 2; c++) {
        late[c] = (struct step){};
        for (unsigned i = 0; i < REVERB_LINES; i++)
            for (unsigned h = 0; h < HALVES; h++)
                late[c].h[h] += heard[c][i] * line[i].h[h];
    }
}

/* Hadamard's matrix of 16, by butterflies; orthogonal with the quarter that feed()
 * adds. */
INLINE void
mix(struct step line[REVERB_LINES])
{
    for (unsigned apart = 1; apart < REVERB_LINES; apart *= 2)
        for (unsigned i = 0; i < REVERB_LINES; i++)
            if (!(i & apart))
                for (unsigned h = 0; h < HALVES; h++) {
                    const v8 a = line[i].h[h], b = line[i + apart].h[h];
                    line[i].h[h] = a + b;
                    line[i + apart].h[h] = a - b;
                }
}

INLINE void
feed(const struct reverb *r, int64_t now, const struct step line[REVERB_LINES],
     const struct step in[2])
{
    for (unsigned i = 0; i < REVERB_LINES; i++) {
        struct step sum;
        for (unsigned h = 0; h < HALVES; h++)
            sum.h[h] = 0.25f * line[i].h[h] + fed[0][i] * in[0].h[h]
                       + fed[1][i] * in[1].h[h];
        ring_put(&r->line[i], now, sum);
    }
}

/* --- all of it ---------------------------------------------------------------- */

INLINE void
give(struct reverb *r, unsigned at, const struct step early[2],
     const struct step late[2])
{
    const struct step share = way(at, REVERB_BLOCK);
    const struct reverb_gains a = r->from, b = r->to;

    for (unsigned h = 0; h < HALVES; h++) {
        const v8 e = along(a.early, b.early, share.h[h]);
        const v8 l = along(a.late, b.late, share.h[h]);
        const v8 x = e * early[0].h[h] + l * late[0].h[h];
        const v8 y = e * early[1].h[h] + l * late[1].h[h];
        const v8 middle = 0.5f * (x + y);
        const v8 side = 0.5f * (x - y) * along(a.side, b.side, share.h[h]);
        const v8 left = middle + side, right = middle - side;
        memcpy(r->wet[0] + at + 8 * h, &left, sizeof left);
        memcpy(r->wet[1] + at + 8 * h, &right, sizeof right);
    }
}

RT_CLONES static void
run_block(struct reverb *r)
{
    for (unsigned at = 0; at < REVERB_BLOCK; at += REVERB_STEP) {
        const int64_t now = r->frame + at;
        struct step in[2], early[2], late[2], line[REVERB_LINES];
        struct reading reading;

        cut(r, at, in);
        ring_put(&r->history[0], now, in[0]);
        ring_put(&r->history[1], now, in[1]);
        take_taps(r, now, early, in);
        for (unsigned c = 0; c < 2; c++)
            in[c] = diffuse(r, c, now, way(at, REVERB_BLOCK), in[c]);
        plan_reading(r, 0, &reading);
        plan_reading(r, 1, &reading);
        for (unsigned i = 0; i < REVERB_LINES; i++)
            line[i] = read_line(r, i, &reading, now);
        lose(r, 0, line);
        lose(r, 1, line);
        listen(line, late);
        mix(line);
        feed(r, now, line, in);
        give(r, at, early, late);
    }
}

/* Further than this no sample goes: 120 dB above full scale. */
#define LOUDEST 1e6f

RT_CLONES static void
collect(float *restrict to, const float *restrict in, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float x = in[i] - in[i] == 0 ? in[i] : 0;
        x = x < LOUDEST ? x : LOUDEST;
        to[i] = x > -LOUDEST ? x : -LOUDEST;
    }
}

RT_CLONES static void
put_out(float *restrict out, const float *restrict in, const float *restrict wet,
        float from, float to, unsigned at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i]
            = in[i]
                  * (from
                     + (to - from) * ((float)(at + i + 1) * (1.0f / REVERB_BLOCK)))
              + wet[i];
}

/* The wanderers' depth follows its control in small steps. */
RT static void
next_block(struct reverb *r)
{
    r->depth_now += (r->depth - r->depth_now) * 0.02f;
    run_block(r);
    r->frame += REVERB_BLOCK;
    r->fill = 0;
    reverb_steer(r);
}

RT void
reverb_process(struct reverb *r, const float *const in[2], float *const out[2],
               size_t frames)
{
    for (size_t at = 0; at < frames;) {
        const size_t room = REVERB_BLOCK - r->fill;
        const size_t n = frames - at < room ? frames - at : room;
        for (unsigned c = 0; c < 2; c++) {
            collect(r->in[c] + r->fill, in[c] + at, n);
            put_out(out[c] + at, r->in[c] + r->fill, r->wet[c] + r->fill,
                    r->from.dry, r->to.dry, r->fill, n);
        }
        r->fill += (unsigned)n;
        at += n;
        if (r->fill == REVERB_BLOCK)
            next_block(r);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dither_rt.c: a sample is taken apart into whole steps and a fraction below one
 * half, both exact in float.  Noise and errors meet the fraction only, so that
 * nothing is lost to float's precision beside a loud sample, also at 24 bits. */
#include "dsp/dither_rt.h"

#include <string.h>

/* A hash of 32 bits without fixed points or lattice (lowbias32 of C. Wellons' «hash
 * prospector», public domain). */
INLINE uint32_t
scramble(uint32_t x)
{
    x = (x ^ x >> 16) * 0x7feb352du;
    x = (x ^ x >> 15) * 0x846ca68bu;
    return x ^ x >> 16;
}

/* What sets a channel's noise, and this stretch of 2^32 frames, apart from
 * others. */
INLINE uint32_t
noise_key(uint64_t seed, unsigned channel, uint64_t frame)
{
    uint32_t key = scramble((uint32_t)seed + 0x9e3779b9u);

    key = scramble(key ^ (uint32_t)(seed >> 32));
    key = scramble(key + channel);
    return scramble(key ^ (uint32_t)(frame >> 32));
}

/* The sum of two even draws, from -1 to 1 step: triangular. */
INLINE float
triangle(uint32_t key, uint32_t frame)
{
    const uint32_t r = scramble(frame * 0x9e3779b9u + key);

    return (float)((int32_t)(r & 0xffff) - (int32_t)(r >> 16)) * 0x1p-16f;
}

/* To the nearest, halves to even, for what is far below 2^22. */
INLINE float
nearest(float x)
{
    return x + 0x1.8p23f - 0x1.8p23f;
}

/* The same for whatever a sample can be: beyond 2^23 there are no fractions. */
INLINE float
nearest_step(float x)
{
    const float magic = x < 0 ? -0x1p23f : 0x1p23f, near = x + magic - magic;

    return x > -0x1p23f && x < 0x1p23f ? near : x;
}

INLINE float
in_steps(float x, float scale)
{
    x = x - x == 0 ? x : 0;
    x = x < 4 ? x : 4;
    return (x > -4 ? x : -4) * scale;
}

INLINE float
to_sample(float steps, float scale)
{
    steps = steps < scale - 1 ? steps : scale - 1;
    return (steps > -scale ? steps : -scale) * (1 / scale);
}

RT_CLONES static void
round_block(float *x, size_t n, float scale)
{
    for (size_t i = 0; i < n; i++)
        x[i] = to_sample(nearest_step(in_steps(x[i], scale)), scale);
}

RT_CLONES static void
tpdf_block(float *x, size_t n, float scale, uint32_t key, uint32_t frame)
{
    for (size_t i = 0; i < n; i++) {
        const float v = in_steps(x[i], scale), whole = nearest_step(v);
        x[i] = to_sample(
            whole + nearest(v - whole + triangle(key, frame + (uint32_t)i)), scale);
    }
}

/* Lipshitz's error feedback: what is fed back is the whole error, dither included,
 * taken before the sample is held to its range, so that clipping does not wind it
 * up. */
RT_CLONES static void
shaped_block(float *x, size_t n, float scale, uint32_t key, uint32_t frame,
             const float *shape, struct dither_error *error)
{
    struct dither_error e = *error;

    for (size_t i = 0; i < n; i++) {
        const float v = in_steps(x[i], scale), whole = nearest_step(v);
        float want = v - whole;
        for (unsigned k = DITHER_TAPS; k-- > 0;)
            want -= shape[k] * e.e[k];
        const float got = nearest(want + triangle(key, frame + (uint32_t)i));
        for (unsigned k = DITHER_TAPS - 1; k > 0; k--)
            e.e[k] = e.e[k - 1];
        e.e[0] = got - want;
        x[i] = to_sample(whole + got, scale);
    }
    *error = e;
}

RT void
dither_reset(struct dither *d, uint64_t frame)
{
    d->frame = frame;
    memset(d->error, 0, d->channels * sizeof *d->error);
}

/* Frames that stay within one stretch of 2^32. */
RT static void
process(struct dither *d, float *const io[], size_t at, size_t n)
{
    for (unsigned c = 0; c < d->channels; c++) {
        const uint32_t key = noise_key(d->seed, c, d->frame);
        float *x = io[c] + at;
        if (d->kind == DITHER_NONE)
            round_block(x, n, d->scale);
        else if (d->kind == DITHER_TPDF)
            tpdf_block(x, n, d->scale, key, (uint32_t)d->frame);
        else
            shaped_block(x, n, d->scale, key, (uint32_t)d->frame, d->shape,
                         &d->error[c]);
    }
    d->frame += n;
}

RT void
dither_process(struct dither *d, float *const io[], size_t frames)
{
    for (size_t at = 0; at < frames;) {
        const uint64_t room = (((d->frame >> 32) + 1) << 32) - d->frame;
        const size_t n = frames - at < room ? frames - at : (size_t)room;
        process(d, io, at, n);
        at += n;
    }
}

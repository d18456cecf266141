/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lanes.h: vectors, one channel a lane, and what can be done to them.
 *
 * For kernels in src/dsp alone.  The file that includes this says first how many
 * lanes a vector has (LANE_WIDTH: 4, 8 or 16; 16 if it says nothing), to suit the
 * processor that it compiles for.  All helpers vanish in their callers: a vector
 * never crosses a call.  Results are the same bits at each width and on each
 * processor. */
#ifndef DSP_LANES_H
#define DSP_LANES_H

#include "base/base.h"

#include <stdint.h>

#if defined(__SSE__)
#include <immintrin.h>
#endif

#ifndef LANE_WIDTH
#define LANE_WIDTH 16
#endif

enum { LANE_BYTES = LANE_WIDTH * 4 };

typedef float lanes __attribute__((vector_size(LANE_BYTES)));
typedef float lanes_unaligned __attribute__((vector_size(LANE_BYTES), aligned(4)));
typedef int32_t lane_mask __attribute__((vector_size(LANE_BYTES))); /* 0 or -1 */

INLINE lanes
lanes_of(float x)
{
    return x - (lanes){};
}

INLINE lanes
lanes_load(const float *x)
{
    return *(const lanes_unaligned *)x;
}

INLINE void
lanes_store(float *x, lanes v)
{
    *(lanes_unaligned *)x = v;
}

/* a where the mask is set, b elsewhere; bit for bit. */
INLINE lanes
lanes_select(lane_mask mask, lanes a, lanes b)
{
    return (lanes)((mask & (lane_mask)a) | (~mask & (lane_mask)b));
}

/* x where the mask is set, 0 elsewhere. */
INLINE lanes
lanes_keep(lane_mask mask, lanes x)
{
    return (lanes)(mask & (lane_mask)x);
}

/* What a comparison of lanes says, and one of two by it.  (AVX-512 has registers
 * for that, and gcc does not find them by itself.) */
#if LANE_WIDTH == 16 && defined(__AVX512F__)
typedef __mmask16 lane_test;
#else
typedef lane_mask lane_test;
#endif

INLINE lane_test
lanes_ge(lanes a, lanes b)
{
#if LANE_WIDTH == 16 && defined(__AVX512F__)
    return _mm512_cmp_ps_mask(a, b, _CMP_GE_OQ);
#else
    return a >= b;
#endif
}

INLINE lanes
lanes_pick(lane_test test, lanes a, lanes b)
{
#if LANE_WIDTH == 16 && defined(__AVX512F__)
    return _mm512_mask_blend_ps(test, b, a);
#elif LANE_WIDTH == 8 && defined(__AVX__)
    return _mm256_blendv_ps(b, a, (lanes)test);
#else
    return lanes_select(test, a, b);
#endif
}

/* a if a > b, else b: so b where one of them is NaN. */
INLINE lanes
lanes_max(lanes a, lanes b)
{
#if LANE_WIDTH == 16 && defined(__AVX512F__)
    return _mm512_max_ps(a, b);
#elif LANE_WIDTH == 8 && defined(__AVX__)
    return _mm256_max_ps(a, b);
#elif LANE_WIDTH == 4 && defined(__SSE__)
    return _mm_max_ps(a, b);
#else
    return lanes_select(a > b, a, b);
#endif
}

/* a if a < b, else b. */
INLINE lanes
lanes_min(lanes a, lanes b)
{
#if LANE_WIDTH == 16 && defined(__AVX512F__)
    return _mm512_min_ps(a, b);
#elif LANE_WIDTH == 8 && defined(__AVX__)
    return _mm256_min_ps(a, b);
#elif LANE_WIDTH == 4 && defined(__SSE__)
    return _mm_min_ps(a, b);
#else
    return lanes_select(a < b, a, b);
#endif
}

INLINE lanes
lanes_abs(lanes x)
{
    return (lanes)((lane_mask)x & 0x7fffffff);
}

/* log2 of what is positive, wrong by less than 2e-5, and exactly 0 at 1; -127 of 0.
 * x = 2^e (1 + t), with 1 + t from sqrt(1/2) to sqrt(2), and log2(1 + t) = t p(t):
 * p is the minimax polynomial (Remez), the weight being |t|. */
INLINE lanes
lanes_log2(lanes x)
{
    const lane_mask bits = (lane_mask)x;
    const lane_mask e = (bits - 0x3f3504f3) >> 23; /* sqrt(1/2) */
    const lanes t = (lanes)(bits - (e << 23)) - 1.0f;
    lanes p = t * 0.252664023f - 0.394574549f;

    p = p * t + 0.486685124f;
    p = p * t - 0.72024188f;
    p = p * t + 1.44257806f;
    return __builtin_convertvector(e, lanes) + p * t;
}

/* 2^x for x within +-126, wrong by less than 4e-6 of it, and exactly 1 at 0.
 * x = e + f with f from -1/2 to 1/2, and 2^f = 1 + f p(f), p as above. */
INLINE lanes
lanes_exp2(lanes x)
{
    const float round = 0x1.8p23f; /* added, it leaves x's whole part in low bits */
    const lanes whole = x + round;
    const lanes f = x - (whole - round);
    lanes p = f * 0.00958284533f + 0.0559064041f;

    p = p * f + 0.240240987f;
    p = p * f + 0.693124198f;
    p = p * f + 1.0f;
    return (lanes)((lane_mask)p + ((lane_mask)whole << 23));
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* limiter_rt.c: how a peak between the samples is not missed.
 *
 * Two filters look for it.  One is that of the meters (dsp/truepeak.h: BS.1770-4,
 * annex 2), so that they show no more than the ceiling; it loses high tones, and at
 * four values a sample any filter misses the top of a tone at half the rate by up
 * to 0.69 dB.  The other is as long as a good converter's, and through each of its
 * values that is above both neighbours goes a parabola, whose vertex is the peak:
 * of a sine at 0.45 of the rate it misses 0.02 dB.  What is left, and what a moving
 * gain adds, is covered by MARGIN. */
#include "dsp/limiter_rt.h"
#include "dsp/maths.h"

#include <string.h>

/* 0.06 dB below the ceiling. */
#define MARGIN 0.9931f

/* Further than this no sample goes: 120 dB above full scale. */
#define LOUDEST 1e6f



RT void
limiter_set(struct limiter *l, enum limiter_control which, float value)
{
    const struct control *c = &limiter_controls[which];

    if (value != value)
        return;
    value = value < c->min ? c->min : value > c->max ? c->max : value;
    l->set[which] = value;
    if (which == LIMITER_CEILING)
        l->threshold = (float)maths_gain((double)value) * MARGIN;
    if (which == LIMITER_RELEASE)
        l->release = (uint32_t)(4294967296.0
                                * (1 - maths_exp2(-1442.6950408889634
                                                  / ((double)value * l->rate))));
    if (which == LIMITER_DRIVE && l->drive_to != (float)maths_gain((double)value)) {
        l->drive_from = l->drive;
        l->drive_to = (float)maths_gain((double)value);
        l->glide = LIMITER_GLIDE;
    }
}

RT void
limiter_reset(struct limiter *l)
{
    const int64_t full = (int64_t)l->mean * LIMITER_ONE;

    memset(l->line, 0, sizeof l->line);
    for (size_t i = 0; i < COUNT(l->wish); i++)
        l->wish[i] = LIMITER_ONE;
    for (size_t i = 0; i < COUNT(l->gain); i++) {
        l->gain[i] = LIMITER_ONE;
        l->sum[i] = full;
    }
    l->gain_sum = full;
    l->sum_sum = full * l->mean;
    l->drive = l->drive_to;
    l->glide = 0;
    l->least = 1;
}

RT uint32_t
limiter_latency(const struct limiter *l)
{
    return l->latency;
}

RT float
limiter_take_gain(struct limiter *l)
{
    const float least = l->least;

    l->least = 1;
    return least;
}

INLINE float
clean(float x)
{
    x = x - x == 0 ? x : 0;
    x = x < LOUDEST ? x : LOUDEST;
    return x > -LOUDEST ? x : -LOUDEST;
}

RT_CLONES static void
take_in(float *restrict to, const float *restrict in, const float *restrict drive,
        size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = clean(in[i]) * drive[i];
}

RT static void
drive_block(struct limiter *l, float *drive, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (l->glide && --l->glide)
            l->drive
                = l->drive_to
                  + (l->drive_from - l->drive_to) * (float)l->glide / LIMITER_GLIDE;
        else
            l->drive = l->drive_to;
        drive[i] = l->drive;
    }
}

INLINE float
absolute(float x)
{
    return x < 0 ? -x : x;
}

/* The top of the parabola through three magnitudes, if the middle one is the
 * greatest. */
INLINE float
vertex(float a, float b, float c)
{
    const float bend = b - a + (b - c), slope = c - a;
    const float top = b + slope * slope / (bend > 0 ? 8 * bend : 1);

    return b >= a && b >= c && bend > 0 ? top : b;
}

/* One phase's values after the samples x[0] … x[n-1]. */
INLINE void
between(float *restrict y, const float *restrict x, const float *restrict h,
        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        float sum = 0;
#pragma GCC unroll 48
        for (unsigned k = 0; k < LIMITER_TAPS; k++)
            sum += h[k] * x[(ptrdiff_t)(i + k) - (LIMITER_TAPS / 2 - 1)];
        y[i] = absolute(sum);
    }
}

/* The greatest value that the meters see between x[i] and x[i + 1], if it is above
 * what peak[i] was. */
INLINE void
metered(float *restrict peak, const float *restrict x, const float *restrict h,
        unsigned phases, unsigned taps, size_t n)
{
    for (unsigned phase = 0; phase < phases; phase++)
        for (size_t i = 0; i < n; i++) {
            float sum = 0;
#pragma GCC unroll 24
            for (unsigned k = 0; k < taps; k++)
                sum += h[taps * phase + k]
                       * x[(ptrdiff_t)(i + taps / 2) - (ptrdiff_t)k];
            sum = absolute(sum);
            peak[i] = sum > peak[i] ? sum : peak[i];
        }
}

RT_CLONES static void
find_metered_peaks(float *peak, const float *x, const struct truepeak *meter,
                   size_t n)
{
    if (meter->factor == 4)
        metered(peak, x, meter->h, 3, 12, n);
    else if (meter->factor == 2)
        metered(peak, x, meter->h, 1, 24, n);
}

/* peak[i]: the greatest magnitude from x[i] to before x[i + 1], if it is above what
 * peak[i] was.  Looks from x[-LIMITER_TAPS / 2] to x[n - 1 + LIMITER_TAPS / 2]. */
RT_CLONES static void
find_peaks(float *restrict peak, const float *restrict x,
           const float phases[3][LIMITER_TAPS], size_t n)
{
    float quarter[LIMITER_BLOCK + 1], half[LIMITER_BLOCK + 1],
        third[LIMITER_BLOCK + 1];

    between(quarter, x, phases[0], n);
    between(half, x, phases[1], n);
    between(third, x - 1, phases[2], n + 1);
    for (size_t i = 0; i < n; i++) {
        const float a = absolute(x[i]), next = absolute(x[i + 1]);
        const float p = vertex(third[i], a, quarter[i]);
        const float q = vertex(a, quarter[i], half[i]);
        const float r = vertex(quarter[i], half[i], third[i + 1]);
        const float s = vertex(half[i], third[i + 1], next);
        const float pq = p > q ? p : q, rs = r > s ? r : s, top = pq > rs ? pq : rs;
        peak[i] = peak[i] > top ? peak[i] : top;
    }
}

/* What gain brings each peak down to the threshold; rounded down. */
RT_CLONES static void
wishes(int32_t *restrict wish, const float *restrict peak, float threshold,
       size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const float gain = threshold / (peak[i] > threshold ? peak[i] : threshold);
        wish[i] = (int32_t)(gain * (float)LIMITER_ONE);
    }
}

/* least[i]: the least of wish[i] … wish[i + window - 1].  By doubling: what is
 * known of w wishes from each on gives what is known of 2 w. */
RT_CLONES static void
least_of(int32_t *restrict least, const int32_t *restrict wish, unsigned window,
         size_t n)
{
    int32_t known[LIMITER_WINDOW_MAX + LIMITER_BLOCK];
    size_t count = window - 1 + n;
    unsigned w = 1;

    memcpy(known, wish, count * sizeof *known);
    for (; 2 * w <= window; w *= 2) {
        count -= w;
        for (size_t i = 0; i < count; i++) {
            const int32_t a = known[i], b = known[i + w];
            known[i] = a < b ? a : b;
        }
    }
    for (size_t i = 0; i < n; i++) {
        const int32_t a = known[i], b = known[i + window - w];
        least[i] = a < b ? a : b;
    }
}

/* Down at once, up by the release; then the mean of the mean. */
RT static void
smooth(struct limiter *l, float *restrict to, const int32_t *restrict least,
       size_t n)
{
    int32_t *gain = l->gain + l->mean;
    int64_t *sum = l->sum + l->mean, gain_sum = l->gain_sum, sum_sum = l->sum_sum;
    int64_t now = gain[-1];

    for (size_t i = 0; i < n; i++) {
        now += ((LIMITER_ONE - now) * l->release >> 32) + 1;
        now = now < least[i] ? now : least[i];
        gain[i] = (int32_t)now;
        gain_sum += now - l->gain[i];
        sum[i] = gain_sum;
        sum_sum += gain_sum - l->sum[i];
        to[i] = (float)((double)sum_sum * l->mean_scale);
        l->least = to[i] < l->least ? to[i] : l->least;
    }
    l->gain_sum = gain_sum;
    l->sum_sum = sum_sum;
    memmove(l->gain, l->gain + n, l->mean * sizeof *l->gain);
    memmove(l->sum, l->sum + n, l->mean * sizeof *l->sum);
}

RT_CLONES static void
give_out(float *restrict out, const float *restrict line,
         const float *restrict gain, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = line[i] * gain[i];
}

RT static void
block(struct limiter *l, const float *const in[2], float *const out[2], size_t at,
      size_t n)
{
    float drive[LIMITER_BLOCK], peak[LIMITER_BLOCK] = {0}, gain[LIMITER_BLOCK];
    int32_t least[LIMITER_BLOCK];

    drive_block(l, drive, n);
    for (unsigned c = 0; c < 2; c++) {
        float *x = l->line[c] + l->latency;
        take_in(x, in[c] + at, drive, n);
        find_peaks(peak, x - LIMITER_CENTRE, l->phases, n);
        find_metered_peaks(peak, x - LIMITER_CENTRE, &l->meter, n);
    }
    wishes(l->wish + l->window - 1, peak, l->threshold, n);
    least_of(least, l->wish, l->window, n);
    memmove(l->wish, l->wish + n, (l->window - 1) * sizeof *l->wish);
    smooth(l, gain, least, n);
    for (unsigned c = 0; c < 2; c++) {
        give_out(out[c] + at, l->line[c], gain, n);
        memmove(l->line[c], l->line[c] + n, l->latency * sizeof *l->line[c]);
    }
}

RT void
limiter_process(struct limiter *l, const float *const in[2], float *const out[2],
                size_t frames)
{
    for (size_t at = 0; at < frames; at += LIMITER_BLOCK)
        block(l, in, out, at,
              frames - at < LIMITER_BLOCK ? frames - at : LIMITER_BLOCK);
}

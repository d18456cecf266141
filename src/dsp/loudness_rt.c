/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/loudness_rt.h"
#include "dsp/maths.h"

#include <stdbool.h>
#include <string.h>

/* Mean square of the weighted sound as LUFS. */
RT static float
lufs(double power)
{
    if (power < 1e-15)
        return -__builtin_huge_valf();
    return (float)(-0.691 + 3.01029995663981195 * maths_log2(power));
}

RT static double
mean_power(const struct loudness *l, unsigned steps)
{
    double sum = 0;

    for (unsigned i = 1; i <= steps; i++)
        sum += l->steps_power[(l->step + LOUDNESS_STEPS - i) % LOUDNESS_STEPS];
    return sum / steps;
}

RT static void
count_block(struct loudness_blocks *blocks, double power)
{
    const int at = (int)((lufs(power) + 70) * 10);
    const int bin = at < LOUDNESS_BINS ? at : LOUDNESS_BINS - 1;

    if (lufs(power) < -70)
        return;
    blocks->count[bin]++;
    blocks->power[bin] += power;
}

RT static bool
is_above(const struct loudness_blocks *blocks, unsigned bin, double gate)
{
    return blocks->power[bin] >= gate * (double)blocks->count[bin];
}

/* The mean power of the blocks in bins whose own mean is not below `gate`; 0:
 * none. */
RT static double
gated_power(const struct loudness_blocks *blocks, double gate)
{
    double power = 0;
    uint64_t count = 0;

    for (unsigned i = 0; i < LOUDNESS_BINS; i++)
        if (is_above(blocks, i, gate)) {
            power += blocks->power[i];
            count += blocks->count[i];
        }
    return count ? power / (double)count : 0;
}

/* The loudness of the block that so large a part of those above the gate are
 * below. */
RT static float
percentile(const struct loudness_blocks *blocks, double gate, uint64_t count,
           double part)
{
    uint64_t left = (uint64_t)((double)(count - 1) * part + 0.5);

    for (unsigned i = 0; i < LOUDNESS_BINS; i++) {
        if (blocks->count[i] == 0 || !is_above(blocks, i, gate))
            continue;
        if (left < blocks->count[i])
            return lufs(blocks->power[i] / (double)blocks->count[i]);
        left -= blocks->count[i];
    }
    return -__builtin_huge_valf();
}

RT static float
range(const struct loudness_blocks *blocks)
{
    const double gate = gated_power(blocks, 0) * 0.01;
    uint64_t count = 0;

    for (unsigned i = 0; i < LOUDNESS_BINS; i++)
        if (is_above(blocks, i, gate))
            count += blocks->count[i];
    if (count == 0)
        return -__builtin_huge_valf();
    return percentile(blocks, gate, count, 0.95)
           - percentile(blocks, gate, count, 0.10);
}

RT static void
end_step(struct loudness *l)
{
    struct loudness_reading *r = &l->reading;

    l->steps_power[l->step] = (l->power[2] + l->power[3]) / l->step_frames;
    l->step = (l->step + 1) % LOUDNESS_STEPS;
    l->steps++;
    l->power = (quad){};
    l->frame = 0;

    const double block = mean_power(l, LOUDNESS_GATE);
    const double shortterm = mean_power(l, LOUDNESS_STEPS);
    if (l->steps >= LOUDNESS_GATE)
        count_block(&l->gating, block);
    if (l->steps >= LOUDNESS_STEPS)
        count_block(&l->shortterm, shortterm);
    r->momentary = lufs(block);
    r->shortterm = lufs(shortterm);
    r->integrated = lufs(gated_power(&l->gating, gated_power(&l->gating, 0) * 0.1));
    r->range = range(&l->shortterm);
    if (r->momentary > r->max_momentary)
        r->max_momentary = r->momentary;
    if (r->shortterm > r->max_shortterm)
        r->max_shortterm = r->shortterm;
}

RT_CLONES static void
weigh(struct loudness *l, const float *left, const float *right, size_t n)
{
    const struct weighting w = l->weighting;
    quad s1 = l->s1, s2 = l->s2, y = l->last, power = l->power;

    for (size_t i = 0; i < n; i++) {
        const quad x = {(double)left[i], (double)right[i], y[0], y[1]};
        y = w.b0 * x + s1;
        s1 = (w.b1 * x + s2) - w.a1 * y;
        s2 = w.b2 * x - w.a2 * y;
        power += y * y;
    }
    l->s1 = s1;
    l->s2 = s2;
    l->last = y;
    l->power = power;
}

RT_CLONES static int32_t
peak_of(const struct truepeak *filter, const float *x, size_t n)
{
    return truepeak_block(filter, x, n);
}

/* Behind the samples before; then these are the samples before. */
RT static void
add(struct loudness *l, const float *const in[], size_t at, size_t n)
{
    for (unsigned c = 0; c < l->channels; c++) {
        float *x = l->recent[c] + TRUEPEAK_HISTORY;
        for (size_t i = 0; i < n; i++) {
            const float v = in[c][at + i];
            x[i] = v - v == 0 ? v : 0;
        }
        const int32_t peak = peak_of(&l->truepeak, x, n);
        if (peak > l->peak[c])
            l->peak[c] = peak;
    }
    weigh(l, l->recent[0] + TRUEPEAK_HISTORY, l->recent[1] + TRUEPEAK_HISTORY, n);
    for (unsigned c = 0; c < l->channels; c++)
        memmove(l->recent[c], l->recent[c] + n,
                TRUEPEAK_HISTORY * sizeof *l->recent[c]);
}

RT void
loudness_process(struct loudness *l, const float *const in[], size_t frames)
{
    for (size_t at = 0; at < frames;) {
        const size_t room = l->step_frames - l->frame;
        size_t n = frames - at < LOUDNESS_BLOCK ? frames - at : LOUDNESS_BLOCK;
        n = n < room ? n : room;
        add(l, in, at, n);
        l->frame += (uint32_t)n;
        at += n;
        if (l->frame == l->step_frames)
            end_step(l);
    }
}

RT void
loudness_reset(struct loudness *l)
{
    const float none = -__builtin_huge_valf();

    l->s1 = l->s2 = l->last = l->power = (quad){};
    l->frame = 0;
    l->step = 0;
    l->steps = 0;
    memset(l->steps_power, 0, sizeof l->steps_power);
    memset(&l->gating, 0, sizeof l->gating);
    memset(&l->shortterm, 0, sizeof l->shortterm);
    memset(l->recent, 0, sizeof l->recent);
    memset(l->peak, 0, sizeof l->peak);
    l->reading
        = (struct loudness_reading){none, none, none, none, none, none, {0, 0}};
}

RT void
loudness_read(const struct loudness *l, struct loudness_reading *out)
{
    *out = l->reading;
    out->true_peak[0] = magnitude(l->peak[0]);
    out->true_peak[1] = magnitude(l->peak[1]);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/loudness_rt.h"
#include "dsp/maths.h"

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
count_block(struct loudness *l, double power)
{
    const int bin = (int)((lufs(power) + 70) * 10);

    if (lufs(power) < -70)
        return;
    l->count[bin < LOUDNESS_BINS ? bin : LOUDNESS_BINS - 1]++;
    l->bin_power[bin < LOUDNESS_BINS ? bin : LOUDNESS_BINS - 1] += power;
}

/* The mean power of the blocks in bins whose own mean is not below `gate`; 0: none. */
RT static double
gated_power(const struct loudness *l, double gate)
{
    double power = 0;
    uint64_t count = 0;

    for (unsigned i = 0; i < LOUDNESS_BINS; i++)
        if (l->bin_power[i] >= gate * (double)l->count[i]) {
            power += l->bin_power[i];
            count += l->count[i];
        }
    return count ? power / (double)count : 0;
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
    if (l->steps >= LOUDNESS_GATE)
        count_block(l, block);
    r->momentary = lufs(block);
    r->shortterm = lufs(mean_power(l, LOUDNESS_STEPS));
    r->integrated = lufs(gated_power(l, gated_power(l, 0) * 0.1));
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
        memmove(l->recent[c], l->recent[c] + n, TRUEPEAK_HISTORY * sizeof *l->recent[c]);
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
    memset(l->count, 0, sizeof l->count);
    memset(l->bin_power, 0, sizeof l->bin_power);
    memset(l->recent, 0, sizeof l->recent);
    memset(l->peak, 0, sizeof l->peak);
    l->reading = (struct loudness_reading){none, none, none, none, none, {0, 0}};
}

RT void
loudness_read(const struct loudness *l, struct loudness_reading *out)
{
    *out = l->reading;
    out->true_peak[0] = magnitude(l->peak[0]);
    out->true_peak[1] = magnitude(l->peak[1]);
}

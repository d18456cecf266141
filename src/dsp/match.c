/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dsp/match.h"

#include <math.h>

enum { LANES = 16 };

void
match_probe(float *out, size_t length, float level)
{
    uint32_t seed = 0x2545f491;

    for (size_t i = 0; i < length; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        out[i] = level * ((float)(seed >> 8) / 8388608.0f - 1.0f);
    }
}

/* Many lags side by side: no sum has to be reordered for them to fill vectors. */
static void
score_lanes(const struct match_search *search, size_t lag)
{
    const float *x = search->heard + lag;
    float sums[LANES] = {0};

    for (size_t i = 0; i < search->length; i++)
        for (size_t k = 0; k < LANES; k++)
            sums[k] += search->probe[i] * x[i + k];
    for (size_t k = 0; k < LANES; k++)
        search->scores[lag + k] = sums[k];
}

static void
score(const struct match_search *search, size_t lag)
{
    float sum = 0;

    for (size_t i = 0; i < search->length; i++)
        sum += search->probe[i] * search->heard[lag + i];
    search->scores[lag] = sum;
}

bool
match_advance(struct match_search *search, size_t count)
{
    const size_t left = search->lags - search->done;
    const size_t until = search->done + (count < left ? count : left);

    for (; search->done + LANES <= until; search->done += LANES)
        score_lanes(search, search->done);
    for (; search->done < until; search->done++)
        score(search, search->done);
    return search->done == search->lags;
}

static double
energy(const float *x, size_t length)
{
    double sum = 0;

    for (size_t i = 0; i < length; i++)
        sum += (double)x[i] * x[i];
    return sum;
}

struct match
match_result(const struct match_search *search)
{
    const float *scores = search->scores;
    const double sent = energy(search->probe, search->length);
    size_t peak = 0;
    double sum = 0;

    for (size_t k = 1; k < search->lags; k++)
        if (fabsf(scores[k]) > fabsf(scores[peak]))
            peak = k;
    const double got = energy(search->heard + peak, search->length);
    if (!(sent > 0) || !(got > 0) || !isfinite(got))
        return (struct match){0};
    const size_t from = peak > MATCH_AROUND ? peak - MATCH_AROUND : 0;
    for (size_t k = from; k <= peak + MATCH_AROUND && k < search->lags; k++)
        sum += (double)scores[k] * scores[k];
    return (struct match){
        .lag = peak,
        .share = fmin(sum / (sent * got), 1.0),
        .gain = scores[peak] / sent,
    };
}

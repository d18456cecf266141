/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match.h: where a probe that was sent comes back in what was heard.  Any thread.
 *
 * The cross-correlation c[k] = sum p[i] x[i + k], 0 <= k < lags, of a white probe p
 * has its greatest magnitude where p was delayed by k.  It takes length * lags
 * products, so it is worked out in portions.  Whether that peak is the probe, and
 * not chance, is told by the share of what was heard there that the probe explains,
 * filters and half frames counted in:
 *
 *     share = sum of c[k]^2 around the peak / (sum p^2 * sum x^2 over the probe's
 *       length)
 */
#ifndef DSP_MATCH_H
#define DSP_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MATCH_AROUND = 32 }; /* lags on each side of the peak that belong to it */

/* White noise, uniform in -level … level, always the same. */
void match_probe(float *out, size_t length, float level);

struct match_search {
    /* `length` and `length + lags - 1` frames; the caller's */
    const float *probe, *heard;
    size_t length, lags;
    float *scores; /* lags of them, the caller's: filled by and by */
    size_t done;   /* of the lags; 0 at first */
};

/* Work out `count` more lags; returns whether all are done. */
bool match_advance(struct match_search *search, size_t count);

struct match {
    size_t lag;   /* frames */
    double share; /* 0: chance … 1: nothing but the probe was heard */
    double gain;  /* of the way, linear; negative: it turns the polarity */
};

/* What came of it, when all lags are done. */
struct match match_result(const struct match_search *search);

#endif

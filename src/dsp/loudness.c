/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loudness.c: main thread: the K-weighting's filters at any rate.  BS.1770 gives
 * them at 48 kHz only; their analogue prototypes, found by inversion, are those of
 * libebur128 and others. */
#include "dsp/loudness_rt.h"

#include <math.h>
#include <stdlib.h>

struct biquad {
    double b0, b1, b2, a1, a2;
};

/* Stage 1: the head, a shelf of +4 dB above 1.7 kHz. */
static struct biquad
head(double rate)
{
    const double k = tan(M_PI * 1681.974450955533 / rate), q = 0.7071752369554196;
    const double high = pow(10, 3.999843853973347 / 20);
    const double band = pow(high, 0.4996667741545416);
    const double a0 = 1 + k / q + k * k;

    return (struct biquad){(high + band * k / q + k * k) / a0,
                           2 * (k * k - high) / a0,
                           (high - band * k / q + k * k) / a0, 2 * (k * k - 1) / a0,
                           (1 - k / q + k * k) / a0};
}

/* Stage 2: a high-pass at 38 Hz. */
static struct biquad
low_cut(double rate)
{
    const double k = tan(M_PI * 38.13547087602444 / rate), q = 0.5003270373238773;
    const double a0 = 1 + k / q + k * k;

    return (struct biquad){1, -2, 1, 2 * (k * k - 1) / a0,
                           (1 - k / q + k * k) / a0};
}

static struct weighting
side_by_side(struct biquad x, struct biquad y)
{
    return (struct weighting){
        {x.b0, x.b0, y.b0, y.b0}, {x.b1, x.b1, y.b1, y.b1},
        {x.b2, x.b2, y.b2, y.b2}, {x.a1, x.a1, y.a1, y.a1},
        {x.a2, x.a2, y.a2, y.a2},
    };
}

enum status
loudness_new(struct loudness **out, uint32_t rate, unsigned channels)
{
    struct loudness *l;

    *out = NULL;
    if (rate < 8000 || rate > 384000 || channels < 1 || channels > 2)
        return ST_RANGE;
    if (posix_memalign((void **)&l, 64, sizeof *l))
        return ST_NO_MEM;
    *l = (struct loudness){.channels = channels, .step_frames = (rate + 5) / 10};
    l->weighting = side_by_side(head(rate), low_cut(rate));
    truepeak_design(&l->truepeak, rate);
    loudness_reset(l);
    *out = l;
    return ST_OK;
}

void
loudness_free(struct loudness *l)
{
    free(l);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dither.c: main thread: what dither_rt.c works on. */
#include "dsp/dither_rt.h"

#include <stdlib.h>
#include <string.h>

/* The error's filter 1 - sum c[k] z^-k, by its c.  Wannamaker 1992, F-weighted. */
static const float wannamaker[] = {2.412f,  -3.370f, 3.937f,  -4.174f, 3.353f,
                                   -2.205f, 1.281f,  -0.569f, 0.0847f};
static const float second_difference[] = {2, -1};

static void
choose_shape(struct dither *d, uint32_t rate)
{
    if (d->kind == DITHER_SHAPED && rate < 40000)
        d->kind = DITHER_TPDF;
    else if (rate <= 64000)
        memcpy(d->shape, wannamaker, sizeof wannamaker);
    else
        memcpy(d->shape, second_difference, sizeof second_difference);
}

enum status
dither_new(struct dither **out, enum dither_kind kind, unsigned bits,
           unsigned channels, uint32_t rate, uint64_t seed)
{
    struct dither *d;

    *out = NULL;
    if (bits < 8 || bits > 24 || !channels || channels > 64 || !rate)
        return ST_RANGE;
    d = calloc(1, sizeof *d + channels * sizeof *d->error);
    if (!d)
        return ST_NO_MEM;
    d->kind = kind;
    d->scale = (float)(1u << (bits - 1));
    d->channels = channels;
    d->seed = seed;
    choose_shape(d, rate);
    *out = d;
    return ST_OK;
}

void
dither_free(struct dither *d)
{
    free(d);
}

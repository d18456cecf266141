/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dither_rt.h: the state that dither.c makes and dither_rt.c runs. */
#ifndef DSP_DITHER_RT_H
#define DSP_DITHER_RT_H

#include "dsp/dither.h"

enum { DITHER_TAPS = 9 };

struct dither_error {
    float e[DITHER_TAPS]; /* of the samples before, the last one first; in steps */
};

struct dither {
    enum dither_kind kind;
    float scale; /* steps to full scale */
    unsigned channels;
    uint64_t seed;
    uint64_t frame; /* of the next sample */
    float shape[DITHER_TAPS];
    struct dither_error error[]; /* a channel each */
};

#endif

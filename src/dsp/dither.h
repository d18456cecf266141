/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dither.h: to fewer bits, with the error made harmless.
 *
 * TPDF: white triangular noise, two steps peak to peak, drawn afresh for each
 * sample and channel: the error's mean and power no longer depend on the sound
 * (Lipshitz, Wannamaker and Vanderkooy, «Quantization and dither», JAES 40, 1992).
 * Shaped: the same, and the whole error goes through a filter that moves it to
 * where the ear is dull.  40 to 64 kHz: the 9-tap F-weighted filter of Wannamaker
 * («Psychoacoustically optimal noise shaping», JAES 40, 1992), made for 44.1 kHz
 * and used as it is at 48.  Above: (1 - z^-1)^2, which leaves the hearing range by
 * itself.  Below 40 kHz there is nowhere to move it to: plain TPDF.
 *
 * The noise is a function of seed, channel and frame: the same sound gives the same
 * bits, however it is cut into blocks. */
#ifndef DSP_DITHER_H
#define DSP_DITHER_H

#include "base/base.h"

#include <stdint.h>

enum dither_kind {
    DITHER_NONE, /* round to nearest, halves to even */
    DITHER_TPDF,
    DITHER_SHAPED,
};

struct dither;

/* Main thread: for `channels` (1 … 64) channels at `rate`, down to `bits` (8 … 24).
 * Fails, *out NULL: ST_NO_MEM, ST_RANGE. */
NODISCARD enum status dither_new(struct dither **out, enum dither_kind kind,
                                 unsigned bits, unsigned channels, uint32_t rate,
                                 uint64_t seed);

/* Main thread; NULL is allowed. */
void dither_free(struct dither *dither);

/* Any one thread: go on at frame `frame` as if nothing had been before it. */
RT void dither_reset(struct dither *dither, uint64_t frame);

/* Any one thread: replace io[0 … channels-1] by what `bits` can hold: multiples of
 * 2^(1-bits) from -1 to 1 - 2^(1-bits), exact in float, so that convert_write()
 * neither rounds nor saturates them.  A sample that is not finite counts as 0. */
RT void dither_process(struct dither *dither, float *const io[], size_t frames);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* poly.h: log2 and exp2 for the cycle: the same bits on every machine, no libm.
 *
 * Any thread.  Within 2^-126 … 2^127, log2 is wrong by less than 1e-5 (6e-5 dB of a
 * level) and is exactly 0 at 1; exp2 is wrong by less than 3e-6 of its value (3e-5 dB)
 * and exactly 1 at 0.  log2 of 0 is -127; x of exp2 is held within -126 … 126.
 * dsp/lanes.h has both for lanes. */
#ifndef DSP_POLY_H
#define DSP_POLY_H

#include "base/base.h"

RT float poly_log2(float x);
RT float poly_exp2(float x);

#endif

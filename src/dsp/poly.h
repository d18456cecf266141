/* SPDX-License-Identifier: GPL-3.0-or-later */
/* poly.h: log2 and exp2 for the cycle: the same bits on every machine, no libm.
 *
 * Any thread.  Within 2^-126 … 2^127, log2 is wrong by less than 2e-5 (1.2e-4 dB of
 * a level) and is exactly 0 at 1; of 0 it is -127.  exp2 is wrong by less than 4e-6
 * of its value (3.5e-5 dB) and exactly 1 at 0; beyond +-126 (and of NaN) it stays
 * what it is there.  dsp/lanes.h has both for lanes. */
#ifndef DSP_POLY_H
#define DSP_POLY_H

#include "base/base.h"

/* x is positive or 0; and the way back. */
RT float poly_log2(float x);
RT float poly_exp2(float x);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curves.h: what a channel strip's console does to sound, as curves to draw.  Any
 * thread. */
#ifndef APP_CURVES_H
#define APP_CURVES_H

#include "model/rows.h"

/* Gain in dB at `hz`, of the strip's high-pass and EQ as they are switched; and of
 * one band alone, as if it were on. */
double curves_eq_db(const struct row_strip *strip, double rate, double hz);
double curves_band_db(const struct eq_band *band, double rate, double hz);

/* The level, dB, that comes out of the gate and the compressor for a steady one. */
double curves_dynamics_db(const struct row_strip *strip, double in_db);

#endif

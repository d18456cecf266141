/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gain.h: levels in dB and the factors they stand for. */
#ifndef DSP_GAIN_H
#define DSP_GAIN_H

/* At this level and below there is silence. */
#define GAIN_OFF_DB (-144.0)

/* Any thread but in a cycle: 10^(db / 20); 0 from GAIN_OFF_DB down and for NaN. */
double gain_from_db(double db);

/* Any thread but in a cycle: the way back, 20 log10 |gain|, never below
 * GAIN_OFF_DB. */
double gain_to_db(double gain);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spectrum.h: the spectrum of what sounds, as it can be drawn: up at once, down at
 * a rate that eyes can follow, with peaks that fall more slowly.
 *
 * Any one thread.  It is fed by hand: live_listen() in app/live.h has the sound. */
#ifndef APP_SPECTRUM_H
#define APP_SPECTRUM_H

#include "base/base.h"

#include <stddef.h>
#include <stdint.h>

enum { SPECTRUM_FRAMES = 4096 }; /* that are looked at */
#define SPECTRUM_SILENT_DB (-120.0)

struct spectrum;

/* For `count` places of these frequencies, ascending.  Fails, *out NULL: ST_RANGE
 * (none), ST_NO_MEM. */
NODISCARD enum status spectrum_new(struct spectrum **out, double rate,
                                   const double hz[], size_t count);
void spectrum_free(struct spectrum *spectrum); /* NULL is allowed */

/* The next frames; the last SPECTRUM_FRAMES of all are kept. */
void spectrum_feed(struct spectrum *spectrum, const float *frames, size_t count);

/* `seconds` after the last turn: let all fall, and rise to what is there; dB, 0 for
 * a sine of full scale.  What no new frames came for is silent. */
void spectrum_turn(struct spectrum *spectrum, double seconds);
double spectrum_db(const struct spectrum *spectrum, size_t place);
double spectrum_peak_db(const struct spectrum *spectrum, size_t place);

#endif

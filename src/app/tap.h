/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tap.h: what a take that is being recorded looks like so far.
 *
 * One thread feeds and another looks, and neither waits. */
#ifndef APP_TAP_H
#define APP_TAP_H

#include "app/wave.h"

struct tap;

enum { TAP_FRAMES = 256 }; /* a bucket; it is seen when it is full */

/* Any thread; the caller owns *out.  Fails, *out NULL: ST_NO_MEM. */
NODISCARD enum status tap_new(struct tap **out, unsigned channels);
void tap_free(struct tap *tap); /* when neither thread uses it; NULL is allowed */

/* Feeding thread: the next frames, one array a channel.  Without memory for more,
 * the picture ends there. */
void tap_feed(struct tap *tap, const float *const planar[], size_t frames);

/* Looking thread. */
unsigned tap_channels(const struct tap *tap);
int64_t tap_frames(const struct tap *tap); /* that are seen */

/* Looking thread: columns as wave_columns() has them, of whole buckets; a column
 * takes in at least one. */
void tap_columns(const struct tap *tap, unsigned channel, double start,
                 double width, size_t count, struct wave_column columns[]);

#endif

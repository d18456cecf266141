/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timecode.h: times as people write them.
 *
 *     12.5s        seconds
 *     1:23.456     minutes and seconds; 1:02:03.5 with hours
 *     48000f       frames at the project's rate
 *     17|1|0       bar, beat, tick; 17 alone is no time, 17| and 17|3 are
 *
 * A minus sign before it makes a distance to the left, where distances are asked
 * for. */
#ifndef TIME_TIMECODE_H
#define TIME_TIMECODE_H

#include "base/fault.h"
#include "time/tempo.h"

enum { TIMECODE_SIZE = 48 };

/* Any thread: read a place in the song.  bar|beat|tick gives TIME_TICKS, all others
 * TIME_FRAMES.  Fails, with `out` untouched: ST_SYNTAX, ST_RANGE (negative, beyond
 * 2^53 frames). */
NODISCARD enum status timecode_read(const char *text, const struct tempo_map *map,
                                    struct when *out, struct fault *fault);

/* Any thread: read a distance, which may be negative.  In bar|beat|tick all three
 * count from 0: 1|0|0 is a bar of the first metre. */
NODISCARD enum status timecode_read_span(const char *text,
                                         const struct tempo_map *map,
                                         struct when *out, struct fault *fault);

/* Any thread: write as 0:00.000 (hours only where needed), and as bar|beat|tick. */
void timecode_clock(frames_t at, uint32_t rate, char text[TIMECODE_SIZE]);
void timecode_bars(const struct tempo_map *map, ticks_t at,
                   char text[TIMECODE_SIZE]);

#endif

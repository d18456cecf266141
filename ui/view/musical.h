/* SPDX-License-Identifier: GPL-3.0-or-later */
/* musical.h: the musical place that a frame stands for.
 *
 * Any thread. */
#ifndef VIEW_MUSICAL_H
#define VIEW_MUSICAL_H

#include "time/tempo.h"
#include "time/timecode.h"

/* The tick of a frame: the roundest one that falls on that frame.  A bar's line,
 * once it is a frame, is that bar's again. */
ticks_t musical_ticks(const struct tempo_map *map, frames_t at);

/* «17|1|0». */
void musical_text(const struct tempo_map *map, frames_t at,
                  char text[TIMECODE_SIZE]);

#endif

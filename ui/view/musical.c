/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/musical.h"

/* Divides halves to 32nds and their triplets. */
enum { ROUND = TICKS_PER_QUARTER / 24 };

ticks_t
musical_ticks(const struct tempo_map *map, frames_t at)
{
    const ticks_t nearest = tempo_ticks(map, at);
    const ticks_t rounder = ticks((nearest.n + ROUND / 2) / ROUND * ROUND);

    return tempo_frames(map, rounder).n == at.n ? rounder : nearest;
}

void
musical_text(const struct tempo_map *map, frames_t at, char text[TIMECODE_SIZE])
{
    timecode_bars(map, musical_ticks(map, at), text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tempo.h: the tempo and metre map: bars, beats, ticks, seconds and frames.
 *
 * A map is immutable once built; it is rebuilt when a tempo or metre row changes.
 * Between two tempo points the tempo stands still or, where the first is a ramp,
 * goes in a straight line over musical time (beats per minute against ticks), so
 * that the time of a tick within a ramp is t(x) = 60/(k) ln(1 + k x / b0) (b0: the
 * tempo at the point, x: quarters since, k: change of tempo a quarter).
 *
 * Rounding, everywhere: a tick's frame is the nearest, halves upwards (towards plus
 * infinity); a frame's tick is the nearest, likewise.  As a frame lasts longer or
 * shorter than a tick by turns, the round trip that holds is: ticks → frames →
 * ticks is within half a frame's worth of ticks, and frames → ticks → frames is
 * exact wherever a tick is no longer than half a frame. */
#ifndef TIME_TEMPO_H
#define TIME_TEMPO_H

#include "base/base.h"
#include "time/time.h"

#include <stdbool.h>
#include <stdint.h>

/* Tempo from a tick on: quarter notes a minute, TEMPO_MIN … TEMPO_MAX. */
struct tempo_point {
    ticks_t at;
    double bpm;
    bool ramp; /* goes in a line to the next point's tempo; else stands still */
};

/* Metre from a bar's start on: `num` beats of 1/`den` to the bar. */
struct metre_point {
    ticks_t at;
    int num; /* 1 … 64 */
    int den; /* 1, 2, 4, … 64 */
};

#define TEMPO_MIN 5.0
#define TEMPO_MAX 1000.0

/* A musical place as a musician says it: bar and beat count from 1, ticks from
 * 0. */
struct bbt {
    int64_t bar;
    int beat;
    int tick;
};

struct tempo_map;

/* Main thread: a map for `rate` Hz from points in any order (copied; a later one at
 * the same tick wins).  With none at tick 0, 120 bpm and 4/4 stand there; metre
 * points are moved down to a bar's start.  Fails, *out NULL: ST_NO_MEM, ST_RANGE (a
 * tempo or metre outside its bounds, a negative tick, rate 0). */
NODISCARD enum status tempo_map_new(struct tempo_map **out, uint32_t rate,
                                    const struct tempo_point *tempo, size_t n_tempo,
                                    const struct metre_point *metre,
                                    size_t n_metre);
void tempo_map_free(struct tempo_map *map);

/* Main thread: one that may outlive the other.  Fails, *out NULL: ST_NO_MEM. */
NODISCARD enum status tempo_map_copy(struct tempo_map **out,
                                     const struct tempo_map *map);

/* Any thread, for as long as the map stands.  Times before 0 go on with the first
 * tempo and metre. */
uint32_t tempo_map_rate(const struct tempo_map *map);
frames_t tempo_frames(const struct tempo_map *map, ticks_t at);
RT ticks_t tempo_ticks(const struct tempo_map *map, frames_t at);
RT double tempo_bpm(const struct tempo_map *map, ticks_t at);
RT struct metre_point tempo_metre(const struct tempo_map *map, ticks_t at);
RT struct bbt tempo_bbt(const struct tempo_map *map, ticks_t at);

/* Any thread: the map's last line: from the last tempo point on, the frame of a
 * tick is the nearest to frame + (tick - at) * times / over, to the bit what
 * tempo_frames() says; and from `bar_at` on the bars are those of `metre`. */
struct tempo_line {
    ticks_t at;
    double frame, times, over;
    ticks_t bar_at;
    struct metre_point metre;
};
struct tempo_line tempo_last(const struct tempo_map *map);

/* Any thread: the tick of a bar|beat|tick; beats and ticks past the bar's end go on
 * into the next.  Fails with ST_RANGE: a bar or beat below 1, a tick below 0. */
NODISCARD enum status tempo_from_bbt(const struct tempo_map *map, struct bbt place,
                                     ticks_t *out);

/* Any thread: a canonical time in the other unit, or as it is. */
frames_t when_frames(const struct tempo_map *map, struct when at);
ticks_t when_ticks(const struct tempo_map *map, struct when at);

#endif

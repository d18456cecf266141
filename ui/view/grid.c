/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/grid.h"

#include "base/text.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* How far apart lines are drawn, and how far apart the adaptive grid's are. */
static const double ROOM = 8, ADAPTIVE_ROOM = 14;

static const struct {
    const char *title, *name;
    int64_t ticks; /* 0: not a part of a quarter */
} UNITS[GRID_UNITS] = {
    [GRID_ADAPTIVE] = {N_("Adaptive"), "adaptive", 0},
    [GRID_BAR] = {N_("Bar"), "bar", 0},
    [GRID_BEAT] = {N_("Beat"), "beat", 0},
    [GRID_1_8] = {N_("1/8"), "1/8", TICKS_PER_QUARTER / 2},
    [GRID_1_16] = {N_("1/16"), "1/16", TICKS_PER_QUARTER / 4},
    [GRID_1_32] = {N_("1/32"), "1/32", TICKS_PER_QUARTER / 8},
    [GRID_1_4_TRIPLET] = {N_("1/4 triplet"), "1/4t", TICKS_PER_QUARTER * 2 / 3},
    [GRID_1_8_TRIPLET] = {N_("1/8 triplet"), "1/8t", TICKS_PER_QUARTER / 3},
    [GRID_1_16_TRIPLET] = {N_("1/16 triplet"), "1/16t", TICKS_PER_QUARTER / 6},
    [GRID_SECONDS] = {N_("Seconds"), "seconds", 0},
    [GRID_FRAMES] = {N_("Samples"), "samples", 0},
};

/* Seconds that are round to us. */
static const double ROUND_SECONDS[]
    = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5,  1,    5,
       10,    30,    60,   300,  600, 1800, 3600, 7200};

/* From line to line: one of the first three says it, the others are 0. */
struct step {
    /* counted from each bar's start; BEATS: as long as a beat is there */
    int64_t ticks;
    int64_t bars;
    double frames;
    double beat, bar; /* of frames: how many are rounder */
};

enum { BEATS = -1 };

const char *
grid_unit_title(enum grid_unit unit)
{
    return UNITS[unit].title;
}

const char *
grid_unit_name(enum grid_unit unit)
{
    return UNITS[unit].name;
}

/* --- which lines there are ---------------------------------------------------- */

/* A time in the midst of what is seen, as tempo and metre may change. */
static ticks_t
midst(const struct zoom *zoom, const struct tempo_map *map)
{
    return tempo_ticks(map, zoom_at(zoom, zoom->width / 2.0));
}

static double
pixels_a_tick(const struct zoom *zoom, const struct tempo_map *map)
{
    const double bpm = tempo_bpm(map, midst(zoom, map));

    return tempo_map_rate(map) * 60.0 / (bpm * TICKS_PER_QUARTER) / zoom->scale;
}

static int64_t
beat_ticks(const struct metre_point *metre)
{
    return TICKS_PER_QUARTER * 4 / metre->den;
}

/* Bars by 1, 2, 4 … as they have room. */
static struct step
bars_with_room(const struct zoom *zoom, const struct tempo_map *map, double room)
{
    const struct metre_point metre = tempo_metre(map, midst(zoom, map));
    const double bar
        = (double)(beat_ticks(&metre) * metre.num) * pixels_a_tick(zoom, map);
    int64_t bars = 1;

    while ((double)bars * bar < room && bars < 1 << 20)
        bars *= 2;
    return (struct step){.bars = bars};
}

/* Beats or, where they have no room, bars. */
static struct step
beats_with_room(const struct zoom *zoom, const struct tempo_map *map, double room)
{
    const struct metre_point metre = tempo_metre(map, midst(zoom, map));
    const int64_t beat = beat_ticks(&metre);

    if ((double)beat * pixels_a_tick(zoom, map) >= room)
        return (struct step){.ticks = BEATS};
    return bars_with_room(zoom, map, room);
}

static struct step
adaptive(const struct zoom *zoom, const struct tempo_map *map)
{
    const double tick = pixels_a_tick(zoom, map);

    for (int64_t parts = 16; parts > 1; parts /= 2)
        if ((double)(TICKS_PER_QUARTER / parts) * tick >= ADAPTIVE_ROOM)
            return (struct step){.ticks = TICKS_PER_QUARTER / parts};
    return beats_with_room(zoom, map, ADAPTIVE_ROOM);
}

static struct step
seconds_with_room(const struct zoom *zoom, uint32_t rate, double room)
{
    size_t i = 0;

    while (i + 3 < COUNT(ROUND_SECONDS)
           && ROUND_SECONDS[i] * rate / zoom->scale < room)
        i++;
    return (struct step){
        .frames = ROUND_SECONDS[i] * rate,
        .beat = ROUND_SECONDS[i + 1] / ROUND_SECONDS[i],
        .bar = ROUND_SECONDS[i + 2] / ROUND_SECONDS[i],
    };
}

static struct step
frames_with_room(const struct zoom *zoom, double room)
{
    double step = 1;

    while (step / zoom->scale < room)
        step *= 10;
    return (struct step){.frames = step, .beat = 10, .bar = 100};
}

/* What snaps: of a unit that was chosen, whatever its room. */
static struct step
step_of(const struct grid *grid, const struct zoom *zoom,
        const struct tempo_map *map)
{
    switch (grid->unit) {
    case GRID_ADAPTIVE:
        return adaptive(zoom, map);
    case GRID_BAR:
        return (struct step){.bars = 1};
    case GRID_BEAT:
        return (struct step){.ticks = BEATS};
    case GRID_SECONDS:
        return seconds_with_room(zoom, tempo_map_rate(map), ROOM);
    case GRID_FRAMES:
        return (struct step){.frames = 1, .beat = 10, .bar = 100};
    default:
        return (struct step){.ticks = UNITS[grid->unit].ticks};
    }
}

static struct step
drawn_step(const struct grid *grid, const struct zoom *zoom,
           const struct tempo_map *map)
{
    const struct step step = step_of(grid, zoom, map);

    if (step.ticks == BEATS
        || (double)step.ticks * pixels_a_tick(zoom, map) < ROOM * (step.ticks > 0))
        return beats_with_room(zoom, map, ROOM);
    if (step.bars)
        return bars_with_room(zoom, map, ROOM);
    return grid->unit == GRID_FRAMES ? frames_with_room(zoom, ROOM) : step;
}

/* --- lines of music ----------------------------------------------------------- */

static int64_t
bar_tick(const struct tempo_map *map, int64_t bar)
{
    ticks_t tick = {0};
    const enum status status = tempo_from_bbt(map, (struct bbt){bar, 1, 0}, &tick);

    assert(status == ST_OK);
    (void)status;
    return tick.n;
}

/* The bar that begins a line's stretch: bars are counted from 1. */
static int64_t
first_bar(const struct step *step, int64_t bar)
{
    return step->bars ? bar - (bar - 1) % step->bars : bar;
}

static int64_t
ticks_of(const struct step *step, const struct tempo_map *map, int64_t bar_start)
{
    const struct metre_point metre = tempo_metre(map, ticks(bar_start));

    return step->ticks == BEATS ? beat_ticks(&metre) : step->ticks;
}

/* The line at or before a tick, of which there is one from 0 on. */
static int64_t
line_before(const struct step *step, const struct tempo_map *map, int64_t tick)
{
    const int64_t bar = tempo_bbt(map, ticks(tick > 0 ? tick : 0)).bar;
    const int64_t start = bar_tick(map, first_bar(step, bar));

    if (step->bars || tick <= start)
        return start;
    const int64_t part = ticks_of(step, map, start);

    return start + (tick - start) / part * part;
}

static int64_t
line_after(const struct step *step, const struct tempo_map *map, int64_t line)
{
    const int64_t bar = tempo_bbt(map, ticks(line)).bar;
    const int64_t next
        = bar_tick(map, first_bar(step, bar) + (step->bars ? step->bars : 1));
    const int64_t part = line + ticks_of(step, map, line);

    return step->bars || part > next ? next : part;
}

static enum grid_level
level_of(const struct bbt *place)
{
    if (place->tick > 0)
        return GRID_LINE_SUB;
    return place->beat > 1 ? GRID_LINE_BEAT : GRID_LINE_BAR;
}

static size_t
music_lines(const struct step *step, const struct zoom *zoom,
            const struct tempo_map *map, double x0, double x1,
            struct grid_line *lines, size_t max)
{
    const ticks_t from = tempo_ticks(map, zoom_at(zoom, x0 - 1));
    int64_t tick = line_before(step, map, from.n);
    size_t count = 0;

    for (; count < max; tick = line_after(step, map, tick)) {
        const frames_t at = tempo_frames(map, ticks(tick));
        const double x = zoom_x(zoom, at);

        if (x > x1)
            break;
        if (x < x0)
            continue;
        const struct bbt place = tempo_bbt(map, ticks(tick));
        lines[count++] = (struct grid_line){x, at, level_of(&place), place};
    }
    return count;
}

/* --- lines of time ------------------------------------------------------------ */

static bool
divides(double part, int64_t number)
{
    return fmod((double)number, part) == 0;
}

static size_t
time_lines(const struct step *step, const struct zoom *zoom, double x0, double x1,
           struct grid_line *lines, size_t max)
{
    int64_t number = (int64_t)floor(fmax(zoom_frame(zoom, x0), 0) / step->frames);
    size_t count = 0;

    for (; count < max; number++) {
        const frames_t at = frames(llround((double)number * step->frames));
        const double x = zoom_x(zoom, at);

        if (x > x1)
            break;
        if (x >= x0)
            lines[count++] = (struct grid_line){
                .x = x,
                .at = at,
                .level = divides(step->bar, number)    ? GRID_LINE_BAR
                         : divides(step->beat, number) ? GRID_LINE_BEAT
                                                       : GRID_LINE_SUB,
            };
    }
    return count;
}

size_t
grid_lines(const struct grid *grid, const struct zoom *zoom,
           const struct tempo_map *map, double x0, double x1,
           struct grid_line *lines, size_t max)
{
    const struct step step = drawn_step(grid, zoom, map);

    return step.frames > 0 ? time_lines(&step, zoom, x0, x1, lines, max)
                           : music_lines(&step, zoom, map, x0, x1, lines, max);
}

size_t
grid_bar_lines(const struct zoom *zoom, const struct tempo_map *map, double x0,
               double x1, struct grid_line *lines, size_t max)
{
    const struct step step = beats_with_room(zoom, map, ROOM);

    return music_lines(&step, zoom, map, x0, x1, lines, max);
}

/* --- the lines around a place ------------------------------------------------- */

enum { AROUND = 4 };

/* One line before it at least, where there is one, and one after it: a tick's frame
 * and a frame's tick are rounded, so the line that begins its stretch may be
 * either. */
static void
lines_around(const struct step *step, const struct tempo_map *map, int64_t at,
             int64_t around[AROUND])
{
    if (step->frames > 0) {
        const double number = floor((double)at / step->frames);

        for (int i = 0; i < AROUND; i++)
            around[i] = llround(fmax(number + i - 1, 0) * step->frames);
        return;
    }
    const int64_t here = line_before(step, map, tempo_ticks(map, frames(at)).n);
    int64_t line = line_before(step, map, here - 1);

    for (int i = 0; i < AROUND; i++) {
        around[i] = tempo_frames(map, ticks(line)).n;
        line = line_after(step, map, line);
    }
}

frames_t
grid_nearest(const struct grid *grid, const struct zoom *zoom,
             const struct tempo_map *map, frames_t at)
{
    const struct step step = step_of(grid, zoom, map);
    int64_t around[AROUND], best;

    lines_around(&step, map, at.n, around);
    best = around[0];
    for (int i = 1; i < AROUND; i++)
        if (llabs(around[i] - at.n) < llabs(best - at.n))
            best = around[i];
    return frames(best);
}

frames_t
grid_step(const struct grid *grid, const struct zoom *zoom,
          const struct tempo_map *map, frames_t at, int direction)
{
    const struct step step = step_of(grid, zoom, map);
    int64_t around[AROUND];

    lines_around(&step, map, at.n, around);
    if (direction < 0) {
        for (int i = AROUND - 1; i >= 0; i--)
            if (around[i] < at.n)
                return frames(around[i]);
        return frames(0);
    }
    for (int i = 0; i < AROUND; i++)
        if (around[i] > at.n)
            return frames(around[i]);
    return frames(around[AROUND - 1]);
}

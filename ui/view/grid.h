/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grid.h: the grid: which lines are drawn, and what sticks to them.
 *
 * Main thread. */
#ifndef VIEW_GRID_H
#define VIEW_GRID_H

#include "time/tempo.h"
#include "ui/view/zoom.h"

enum grid_unit {
    GRID_ADAPTIVE, /* bar, beat or part of it, as the zoom leaves room for */
    GRID_BAR,
    GRID_BEAT,
    GRID_1_8,
    GRID_1_16,
    GRID_1_32,
    GRID_1_4_TRIPLET,
    GRID_1_8_TRIPLET,
    GRID_1_16_TRIPLET,
    GRID_SECONDS,
    GRID_FRAMES,
    GRID_UNITS,
};

/* What snaps, as bits. */
enum grid_snap {
    SNAP_GRID = 1 << 0,
    SNAP_MARKERS = 1 << 1,
    SNAP_CLIPS = 1 << 2,
    SNAP_PLAYHEAD = 1 << 3,
    SNAP_ALL = (1 << 4) - 1,
};

struct grid {
    enum grid_unit unit;
    bool snap;      /* the magnet */
    unsigned to;    /* enum grid_snap */
};

/* The word of a unit, for a menu («1/8 triplet»), not translated but marked; and
 * its name in files («1/8t»). */
const char *grid_unit_title(enum grid_unit unit);
const char *grid_unit_name(enum grid_unit unit);

enum grid_level { GRID_LINE_SUB, GRID_LINE_BEAT, GRID_LINE_BAR };

struct grid_line {
    double x;
    frames_t at;
    enum grid_level level;
    struct bbt place; /* of musical grids */
};

/* The lines from x0 to x1, at most `max` and none nearer to each other than some 8
 * pixels (coarser ones are taken then); bars that leave no room are shown every 2,
 * 4, 8 … Of seconds and samples, rounder ones are beats and bars.  Returns how
 * many. */
size_t grid_lines(const struct grid *grid, const struct zoom *zoom,
                  const struct tempo_map *map, double x0, double x1,
                  struct grid_line *lines, size_t max);

/* As if the unit were bars: what a ruler shows, with beats where there is room. */
size_t grid_bar_lines(const struct zoom *zoom, const struct tempo_map *map,
                      double x0, double x1, struct grid_line *lines, size_t max);

/* The nearest line of the grid, and the next one before (direction below 0) or
 * after `at`; the first is at 0.  Of a unit that was chosen, also lines that have
 * no room. */
frames_t grid_nearest(const struct grid *grid, const struct zoom *zoom,
                      const struct tempo_map *map, frames_t at);
frames_t grid_step(const struct grid *grid, const struct zoom *zoom,
                   const struct tempo_map *map, frames_t at, int direction);

#endif

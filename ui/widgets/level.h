/* SPDX-License-Identifier: GPL-3.0-or-later */
/* level.h: how a meter's bar moves: up at once, down at a rate that eyes can
 * follow, with its highest mark held for a while.
 *
 * Any thread; no GTK.  Levels come in linear and stand in dB below full scale. */
#ifndef UI_WIDGETS_LEVEL_H
#define UI_WIDGETS_LEVEL_H

#include <stdbool.h>
#include <stdint.h>

#define LEVEL_SILENT_DB (-90.0)

struct level {
    double peak_db; /* the bar */
    double rms_db;
    double hold_db; /* the mark */
    double most_db; /* since level_reset() */
    bool clipped;   /* a sample reached full scale since then */
    /* when the mark was set, and when it was fed last: microseconds */
    int64_t held;
    int64_t fed;
};

void level_reset(struct level *level);

/* The highest sample since the last call, and the RMS; `now` in microseconds. */
void level_feed(struct level *level, double peak, double rms, int64_t now);

/* Let go of what is remembered, but not of the bar. */
void level_forget(struct level *level);

/* Where a level stands on a meter, 0 … 1 at full scale: the loud end is spread. */
double level_place(double db);

#endif

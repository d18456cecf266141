/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/level.h"

#include <math.h>
#include <stddef.h>

#define FALL_DB 26.0 /* a second: near that of a programme meter of type I */
#define HOLD_US 1500000

static const struct {
    double db, place;
} SCALE[] = {
    {0, 1},       {-3, 0.92},   {-6, 0.83},   {-12, 0.64},  {-18, 0.48},
    {-30, 0.28},  {-48, 0.1},   {-60, 0.03},  {-72, 0},
};
enum { SCALE_COUNT = sizeof SCALE / sizeof *SCALE };

double
level_place(double db)
{
    if (!(db > SCALE[SCALE_COUNT - 1].db))
        return 0; /* NaN, too */
    if (db >= 0)
        return 1;
    size_t i = 0;

    while (db < SCALE[i + 1].db)
        i++;
    return SCALE[i + 1].place
           + (db - SCALE[i + 1].db) / (SCALE[i].db - SCALE[i + 1].db)
                 * (SCALE[i].place - SCALE[i + 1].place);
}

static double
to_db(double linear)
{
    return linear > 3.2e-5 ? 20 * log10(linear) : LEVEL_SILENT_DB;
}

void
level_reset(struct level *level)
{
    *level = (struct level){
        .peak_db = LEVEL_SILENT_DB,
        .rms_db = LEVEL_SILENT_DB,
        .hold_db = LEVEL_SILENT_DB,
        .most_db = LEVEL_SILENT_DB,
    };
}

void
level_forget(struct level *level)
{
    level->clipped = false;
    level->most_db = LEVEL_SILENT_DB;
    level->hold_db = level->peak_db;
}

static double
fallen(double from, double seconds)
{
    return fmax(from - FALL_DB * seconds, LEVEL_SILENT_DB);
}

void
level_feed(struct level *level, double peak, double rms, int64_t now)
{
    const double db = to_db(peak);
    const double seconds
        = level->fed ? fmin((double)(now - level->fed) / 1e6, 1) : 0;

    level->fed = now;
    level->rms_db = fmax(to_db(rms), fallen(level->rms_db, seconds));
    level->peak_db = fmax(db, fallen(level->peak_db, seconds));
    if (db >= level->hold_db) {
        level->hold_db = db;
        level->held = now;
    } else if (now - level->held > HOLD_US)
        level->hold_db = fmax(level->peak_db, fallen(level->hold_db, seconds));
    level->most_db = fmax(level->most_db, db);
    level->clipped = level->clipped || peak >= 1;
}

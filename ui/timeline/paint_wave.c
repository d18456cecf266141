/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/paint_wave.h"

#include "ui/timeline/paint_clip.h"

#include <math.h>

enum { PIECE = 256 };
#define DOTS_FROM 7.0f /* pixels between samples */

float
wave_gain(double clip_db, int taller_db)
{
    return (float)pow(10, (clip_db + taller_db) / 20);
}

static float
scaled(const struct wave_place *place, float value)
{
    const float loud = fminf(fabsf(value * place->gain), 1);
    const float bent = place->bend == 1 ? loud : powf(loud, place->bend);

    return copysignf(bent, value) * place->half;
}

static void
paint_axis(struct pixels *to, const struct wave_place *place,
           const struct clip_colors *colors)
{
    const int y = (int)(place->middle - place->unit / 2);

    paint_blend(to, (struct area){place->x, y, place->count, (int)place->unit},
                colors->axis, 150);
}

static void
mark_clipped(struct pixels *to, const struct wave_place *place, int x, float side)
{
    const float long_ = 4 * place->unit, edge = place->middle - side * place->half;
    const float top = side > 0 ? edge : edge - long_;

    paint_column(to, x, top, top + long_, place->clipped, 256);
}

static void
paint_one(struct pixels *to, const struct wave_place *place, int x,
          const struct wave_column *column, const struct clip_colors *colors)
{
    float top = place->middle - scaled(place, column->max);
    float bottom = place->middle - scaled(place, column->min);
    const float thin = place->unit - (bottom - top);
    const float rms = scaled(place, column->rms);

    if (thin > 0) {
        top -= thin / 2;
        bottom += thin / 2;
    }
    paint_column(to, x, top, bottom, colors->wave, 256);
    paint_column(to, x, fmaxf(top, place->middle - rms),
                 fminf(bottom, place->middle + rms), colors->core, 230);
    if (column->max >= WAVE_CLIPPED)
        mark_clipped(to, place, x, 1);
    if (column->min <= -WAVE_CLIPPED)
        mark_clipped(to, place, x, -1);
}

void
paint_wave(struct pixels *to, const struct wave_place *place,
           const struct wave_column columns[], const struct clip_colors *colors)
{
    paint_axis(to, place, colors);
    for (int i = 0; i < place->count; i++)
        if (columns[i].max > 0 || columns[i].min < 0)
            paint_one(to, place, place->x + i, &columns[i], colors);
}

/* What the line between samples goes through at a column's edge. */
static float
between(const float samples[], int count, double at)
{
    const double whole = floor(at);
    const int i = (int)whole;
    const float part = (float)(at - whole);

    if (i < 0 || i >= count)
        return 0;
    return i + 1 < count ? samples[i] + (samples[i + 1] - samples[i]) * part
                         : samples[i];
}

static void
line_piece(struct pixels *to, const struct wave_place *place, int from, int n,
           const float samples[], int count, double first, double step, rgb_t color)
{
    float y[PIECE + 1];

    for (int i = 0; i <= n; i++)
        y[i] = place->middle
               - scaled(place, between(samples, count, (from + i - first) / step));
    paint_curve(to, place->x + from, n, y, 1.4f * place->unit, color, 256);
}

void
paint_samples(struct pixels *to, const struct wave_place *place,
              const float samples[], int count, double first, double step,
              const struct clip_colors *colors)
{
    paint_axis(to, place, colors);
    for (int at = 0; at < place->count; at += PIECE)
        line_piece(to, place, at,
                   place->count - at < PIECE ? place->count - at : PIECE, samples,
                   count, first, step, colors->core);
    if (step < DOTS_FROM * place->unit)
        return;
    for (int i = place->first_dot; i < place->end_dot; i++) {
        const double x = first + i * step;
        const bool loud = fabsf(samples[i]) >= WAVE_CLIPPED;

        if (x > -8 && x < place->count + 8)
            paint_dot(to, (float)(place->x + x),
                      place->middle - scaled(place, samples[i]), 2.2f * place->unit,
                      loud ? place->clipped : colors->core, 256);
    }
}

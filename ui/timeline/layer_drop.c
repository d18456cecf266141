/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_drop.c: where files that are dragged over the song would lie. */
#include "ui/timeline/layer.h"

#include "time/timecode.h"
#include "ui/view/hit.h"
#include "ui/view/view.h"

#include <math.h>

/* Of sound whose length nobody knows yet. */
enum { UNKNOWN_WIDTH = 90 };

static double
end_of(const struct layer *layer, const struct drop *drop)
{
    const double rate = tempo_map_rate(model_tempo(layer->picture->model));
    const int64_t length = (int64_t)(drop->seconds * rate);

    if (length <= 0)
        return layer_x(layer, drop->at.n) + UNKNOWN_WIDTH;
    return layer_x(layer, drop->at.n + length);
}

static void
draw_box(const struct layer *layer, double x0, double x1, double y, double height)
{
    const rgb_t color = layer->picture->palette.accent;

    layer_fill(layer, x0, y, x1 - x0, height, color, 0.22);
    layer_fill(layer, x0, y, x1 - x0, 1, color, 0.9);
    layer_fill(layer, x0, y + height - 1, x1 - x0, 1, color, 0.9);
    layer_fill(layer, x1 - 1, y + 1, 1, height - 2, color, 0.9);
}

void
layer_drop(const struct layer *layer)
{
    const struct view *view = layer->picture->view;
    const struct drop *drop = &view->drop;
    const struct tempo_map *map = model_tempo(layer->picture->model);
    char text[TIMECODE_SIZE];

    if (!drop->over)
        return;
    const double x = layer_x(layer, drop->at.n);
    const double y = drop->y - floor(view->zoom.top + 0.5) + CLIP_TOP;

    draw_box(layer, x, fmax(end_of(layer, drop), x + 3), y,
             drop->height - CLIP_TOP - CLIP_BOTTOM);
    layer_fill(layer, x, 0, 1, layer->height, layer->picture->palette.accent,
               drop->stuck ? 1.0 : 0.6);
    timecode_bars(map, tempo_ticks(map, drop->at), text);
    layer_plate(layer, text, x + 8, y);
}

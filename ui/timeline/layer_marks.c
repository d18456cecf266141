/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_marks.c: markers as lines through all rows. */
#include "ui/timeline/layer.h"

void
layer_marks(const struct layer *layer)
{
    const struct model *model = layer->picture->model;
    const struct tempo_map *map = model_tempo(model);
    size_t count;
    const struct row_marker *markers = model_rows(model, TABLE_MARKER, &count);

    for (size_t i = 0; i < count; i++) {
        const struct when at = {markers[i].at, (enum time_unit)markers[i].unit};
        const double x = layer_x(layer, when_frames(map, at).n);

        if (x < 0 || x > layer->width)
            continue;
        layer_fill(layer, x, 0, 1, layer->height, (rgb_t)markers[i].color,
                   markers[i].kind == MARKER_SECTION ? 0.18 : 0.4);
    }
}

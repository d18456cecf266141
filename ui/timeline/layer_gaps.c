/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_gaps.c: where a recording lost sound, as long as its take is there. */
#include "ui/timeline/layer.h"

#include "ui/view/hit.h"

#include <math.h>

enum { LEAST = 2, FLAG = 6 };

/* A recorded clip of the row that holds the place, or NULL. */
static const struct row_clip *
take_at(const struct layer *layer, const struct view_row *row, int64_t at,
        struct clip_span *found)
{
    const struct picture *picture = layer->picture;
    size_t count;
    const struct clip_span *spans
        = clips_within(picture->view->clips, picture->model, row->lane_id, (double)at,
                       (double)at + 1, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_clip *clip = model_row(picture->model, TABLE_CLIP, spans[i].id);

        if (clip && clip->take_id && spans[i].start <= at && at < spans[i].end) {
            *found = spans[i];
            return clip;
        }
    }
    return NULL;
}

static void
draw_gap(const struct layer *layer, const struct view_row *row, const struct gap *gap)
{
    const rgb_t color = layer->picture->palette.rec;
    const double x = layer_x(layer, gap->at);
    const double width = fmax(layer_x(layer, gap->at + gap->frames) - x, LEAST);
    struct clip_span span;

    if (x < -FLAG || x > layer->width || !row->lane_id
        || !take_at(layer, row, gap->at, &span))
        return;
    const struct clip_box box = clip_box(&layer->picture->view->zoom, row, &span);
    const double top = floor(box.y + box.band);

    layer_fill(layer, x, top, width, box.height - box.band, color, 0.75);
    for (int i = 0; i < FLAG; i++)
        layer_fill(layer, x, top + i, FLAG - i, 1, color, 1);
}

void
layer_gaps(const struct layer *layer)
{
    size_t count;
    const struct view_row *rows = rows_list(layer->picture->view->rows, &count);

    for (size_t r = 0; r < count && layer->n_gaps > 0; r++) {
        const double y = layer_y(layer, &rows[r]);

        if (y + rows[r].height <= 0 || y >= layer->height)
            continue;
        for (size_t i = 0; i < layer->n_gaps; i++)
            if (layer->gaps[i].track_id == 0
                || layer->gaps[i].track_id == rows[r].track_id)
                draw_gap(layer, &rows[r], &layer->gaps[i]);
    }
}

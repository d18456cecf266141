/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_ranges.c: ranges of time, over all rows: the loop, punch, and what is
 * selected. */
#include "ui/timeline/layer.h"

static void
band(const struct layer *layer, int64_t from, int64_t to, double top, double height,
     rgb_t color, double ground, double edges)
{
    const double x0 = layer_x(layer, from), x1 = layer_x(layer, to);

    layer_fill(layer, x0, top, x1 - x0, height, color, ground);
    layer_fill(layer, x0, top, 1, height, color, edges);
    layer_fill(layer, x1, top, 1, height, color, edges);
}

/* The rows of the selected tracks, or all of them. */
static void
selected_range(const struct layer *layer, int64_t from, int64_t to)
{
    const struct view *view = layer->picture->view;
    const rgb_t color = layer->picture->palette.info;
    size_t count, tracks;
    const struct view_row *rows = rows_list(view->rows, &count);

    (void)selection_ids(view->selection, SELECT_TRACK, &tracks);
    if (tracks == 0) {
        band(layer, from, to, 0, layer->height, color, 0.13, 0.8);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (selection_has(view->selection, SELECT_TRACK, rows[i].track_id))
            band(layer, from, to, layer_y(layer, &rows[i]), rows[i].height, color,
                 0.15, 0.8);
}

void
layer_ranges(const struct layer *layer)
{
    const struct row_song *song
        = model_row(layer->picture->model, TABLE_SONG, SONG_ID);
    const struct palette *palette = &layer->picture->palette;
    frames_t from, to;

    if (song && song->loop && song->loop_end.n > song->loop_start.n)
        band(layer, song->loop_start.n, song->loop_end.n, 0, layer->height,
             palette->accent, 0.028, 0.22);
    if (song && song->punch_end.n > song->punch_start.n)
        band(layer, song->punch_start.n, song->punch_end.n, 0, layer->height,
             palette->rec, 0.02, 0.3);
    if (selection_range(layer->picture->view->selection, &from, &to))
        selected_range(layer, from.n, to.n);
}

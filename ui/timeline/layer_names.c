/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_names.c: a clip that begins left of the canvas shows its name at the
 * edge. */
#include "ui/timeline/layer.h"

#include "ui/timeline/palette_css.h"
#include "ui/view/hit.h"

#include <math.h>

enum { INSET = 6, ROOM = 48, LOCK = 14 };

/* The clip's own name is covered where it is cut off. */
static void
draw_name(const struct layer *layer, const struct row_clip *clip,
          const struct clip_box *box)
{
    const struct picture_clip seen = picture_clip_of(layer->picture, clip);
    const struct clip_colors colors
        = palette_clip(&layer->picture->palette, seen.hue, seen.quiet);
    int width, height;

    if (!box->band || box->x1 < ROOM || !clip->name[0])
        return;
    labels_size(layer->picture->labels, clip->name, &width, &height);
    width /= layer->picture->unit;
    height /= layer->picture->unit;
    const int room
        = (int)fmin(width + 2 * INSET, box->x1 - 2 - (clip->locked ? LOCK : 0));

    cairo_t *cr = layer_draw(layer, 0, box->y + 1, room, box->band - 1);

    if (!cr)
        return;
    ui_source(cr, rgb_mix(colors.band_top, colors.band_bottom, 0.5), 1);
    cairo_paint(cr);
    layer_label(layer, cr, clip->name, INSET, box->y + (box->band - height + 1) / 2,
                colors.text);
    cairo_destroy(cr);
}

/* The topmost of a lane's that cross the edge. */
static const struct row_clip *
on_lane(const struct layer *layer, int64_t lane, struct clip_span *found)
{
    const struct picture *picture = layer->picture;
    const double edge = zoom_frame(&picture->view->zoom, 0);
    size_t count;
    const struct clip_span *spans = clips_within(
        picture->view->clips, picture->model, lane, edge, edge + 1, &count);
    const struct clip_span *top = NULL;

    for (size_t i = 0; i < count; i++)
        if ((double)spans[i].start < edge && (double)spans[i].end > edge
            && (!top || spans[i].layer >= top->layer))
            top = &spans[i];
    if (!top)
        return NULL;
    *found = *top;
    return model_row(picture->model, TABLE_CLIP, top->id);
}

/* The one that a comp takes there, as far as it takes it. */
static const struct row_clip *
in_comp(const struct layer *layer, int64_t comp, struct clip_span *found)
{
    const struct model *model = layer->picture->model;
    const double edge = zoom_frame(&layer->picture->view->zoom, 0);
    const struct row_comp_range *range = model_first(model, TABLE_COMP_RANGE, comp);

    while (range
           && (edge <= (double)range->start.n
               || edge >= (double)(range->start.n + range->length)))
        range = model_next(model, TABLE_COMP_RANGE, range);
    const struct row_clip *clip
        = range ? on_lane(layer, range->lane_id, found) : NULL;

    if (clip)
        found->end = MIN(found->end, range->start.n + range->length);
    return clip;
}

void
layer_names(const struct layer *layer)
{
    const struct view *view = layer->picture->view;
    size_t count;
    const struct view_row *rows = rows_list(view->rows, &count);

    for (size_t i = 0; i < count; i++) {
        const double y = layer_y(layer, &rows[i]);
        struct clip_span span;

        if (y + rows[i].height <= 0 || y >= layer->height || !rows[i].lane_id)
            continue;
        const struct row_clip *clip = rows[i].comp_id
                                          ? in_comp(layer, rows[i].comp_id, &span)
                                          : on_lane(layer, rows[i].lane_id, &span);

        if (!clip)
            continue;
        const struct clip_box box = clip_box(&view->zoom, &rows[i], &span);

        draw_name(layer, clip, &box);
    }
}

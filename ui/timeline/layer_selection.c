/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_selection.c: selected clips are framed; with room, they show where their
 * fades and their gain are taken hold of. */
#include "ui/timeline/layer.h"

#include "ui/timeline/palette_css.h"
#include "ui/view/hit.h"

#include <math.h>

enum { HANDLES_FROM = 48, MOST_HANDLES = 64 };

static void
frame_path(cairo_t *cr, const struct clip_box *box, double x0, double x1)
{
    const double radius = fmin(4, (x1 - x0) / 2);

    cairo_new_sub_path(cr);
    cairo_arc(cr, x1 - radius, box->y + radius, radius, -G_PI_2, 0);
    cairo_arc(cr, x1 - radius, box->y + box->height - radius, radius, 0, G_PI_2);
    cairo_arc(cr, x0 + radius, box->y + box->height - radius, radius, G_PI_2, G_PI);
    cairo_arc(cr, x0 + radius, box->y + radius, radius, G_PI, 1.5 * G_PI);
    cairo_close_path(cr);
}

static void
draw_frame(const struct layer *layer, cairo_t *cr, const struct clip_box *box,
           bool focus)
{
    const struct palette *palette = &layer->picture->palette;
    const rgb_t color = palette->light ? 0x000000 : 0xffffff;
    const double x0 = fmax(box->x0, -20), x1 = fmin(box->x1, layer->width + 20) - 1;
    const struct clip_box inner = {.y = box->y + 1, .height = box->height - 2};

    if (x1 - x0 < 2)
        return;
    frame_path(cr, box, x0, x1);
    ui_source(cr, color, palette->light ? 0.06 : 0.075);
    cairo_fill(cr);
    frame_path(cr, &inner, x0 + 1, x1 - 1);
    cairo_set_line_width(cr, focus ? 2 : 1.5);
    ui_source(cr, color, 1);
    cairo_stroke(cr);
}

static void
draw_handle(const struct layer *layer, cairo_t *cr, double x, double y)
{
    const struct palette *palette = &layer->picture->palette;

    cairo_rectangle(cr, floor(x) - 3, floor(y) - 3, 6, 6);
    ui_source(cr, palette->light ? 0x000000 : 0xffffff, 1);
    cairo_fill(cr);
    cairo_rectangle(cr, floor(x) - 2, floor(y) - 2, 4, 4);
    ui_source(cr, palette->bg0, 0.55);
    cairo_fill(cr);
}

static void
draw_handles(const struct layer *layer, cairo_t *cr, const struct clip_box *box,
             const struct row_clip *clip)
{
    const struct zoom *zoom = &layer->picture->view->zoom;
    const double top = box->y + box->band + 3;

    if (box->x1 - box->x0 < HANDLES_FROM)
        return;
    layer_fill(layer, box->x0 + 2, floor(clip_gain_y(box, clip->gain_db)),
               box->x1 - box->x0 - 4, 1,
               layer->picture->palette.light ? 0x000000 : 0xffffff, 0.5);
    draw_handle(layer, cr, clip_fade_in_x(zoom, box, clip), top);
    draw_handle(layer, cr, clip_fade_out_x(zoom, box, clip), top);
}

static void
draw_on_row(const struct layer *layer, const struct view_row *row,
            const struct clip_span *span, const struct row_clip *clip, bool handles)
{
    const struct view *view = layer->picture->view;
    struct clip_box box = clip_box(&view->zoom, row, span);

    box.x0 = layer_x(layer, span->start);
    box.x1 = layer_x(layer, span->end);
    cairo_t *cr = layer_draw(layer, box.x0, box.y, box.x1 - box.x0, box.height);

    if (!cr)
        return;
    draw_frame(layer, cr, &box,
               clip->id == selection_focus(view->selection, SELECT_CLIP));
    if (handles)
        draw_handles(layer, cr, &box, clip);
    cairo_destroy(cr);
}

/* What the comp takes of it; it is edited on its lane. */
static void
draw_in_comp(const struct layer *layer, const struct view_row *row,
             const struct clip_span *span, const struct row_clip *clip)
{
    const struct model *model = layer->picture->model;
    const struct row_comp_range *range
        = model_first(model, TABLE_COMP_RANGE, row->comp_id);

    for (; range; range = model_next(model, TABLE_COMP_RANGE, range)) {
        struct clip_span part = *span;

        part.start = MAX(part.start, range->start.n);
        part.end = MIN(part.end, range->start.n + range->length);
        if (range->lane_id == clip->lane_id && part.start < part.end)
            draw_on_row(layer, row, &part, clip, false);
    }
}

static const struct view_row *
track_row(const struct view *view, const struct model *model, int64_t lane_id)
{
    const struct row_lane *lane = model_row(model, TABLE_LANE, lane_id);

    return lane ? rows_track(view->rows, lane->track_id) : NULL;
}

void
layer_selection(const struct layer *layer)
{
    const struct view *view = layer->picture->view;
    const struct model *model = layer->picture->model;
    size_t count;
    const int64_t *ids = selection_ids(view->selection, SELECT_CLIP, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_clip *clip = model_row(model, TABLE_CLIP, ids[i]);
        const struct view_row *row
            = clip ? rows_of_lane(view->rows, model, clip->lane_id) : NULL;
        struct clip_span span;

        if (!clip || !clips_span(model, clip->id, &span))
            continue;
        if (row && !row->comp_id)
            draw_on_row(layer, row, &span, clip, count <= MOST_HANDLES);
        row = track_row(view, model, clip->lane_id);
        if (row && row->comp_id)
            draw_in_comp(layer, row, &span, clip);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_drag.c: what a gesture is about to do, over the song as it still is. */
#include "ui/timeline/layer.h"

#include "ui/timeline/paint.h"
#include "ui/view/drag.h"
#include "ui/widgets/lend.h"

#include <math.h>

enum { MOST_PICTURES = 48 };

/* --- clips -------------------------------------------------------------------- */

/* Where the clip itself lies, as long as it does: it has been taken up. */
static void
shade_origin(const struct layer *layer, const struct row_clip *clip)
{
    const struct view *view = layer->picture->view;
    const struct view_row *row
        = rows_of_lane(view->rows, layer->picture->model, clip->lane_id);
    struct clip_span span;

    if (!row || !clips_span(layer->picture->model, clip->id, &span))
        return;
    const struct clip_box box = clip_box(&view->zoom, row, &span);

    layer_fill(layer, box.x0, box.y, box.x1 - box.x0, box.height,
               layer->picture->palette.bg1, 0.72);
}

static struct picture_clip
clip_of_ghost(const struct layer *layer, const struct row_clip *clip,
              const struct drag_ghost *ghost)
{
    struct picture_clip seen = picture_clip_of(layer->picture, clip);

    seen.start = ghost->start;
    seen.end = ghost->end;
    seen.offset = ghost->offset;
    seen.gain_db = ghost->gain_db;
    seen.in.start = ghost->start;
    seen.in.length = ghost->fade_in;
    seen.out.start = ghost->end - ghost->fade_out;
    seen.out.length = ghost->fade_out;
    return seen;
}

/* Only what is seen of it. */
static void
draw_picture(const struct layer *layer, const struct picture_clip *clip,
             const struct view_row *row, double x0, double x1, bool refused)
{
    const int unit = layer->picture->unit, height = row->height;
    const double y = layer_y(layer, row);
    const int left = (int)(fmax(x0, 0) * unit),
              right = (int)(fmin(x1, layer->width) * unit);
    const struct picture_place place
        = {layer->picture->view->zoom.scale, layer->origin + left, unit};

    if (right <= left)
        return;
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, right - left, height * unit);
    struct pixels pixels = {
        .at = (uint32_t *)(void *)cairo_image_surface_get_data(surface),
        .width = right - left,
        .height = height * unit,
        .stride = cairo_image_surface_get_stride(surface) / 4,
    };

    cairo_surface_flush(surface);
    paint_fill(&pixels, (struct area){0, 0, pixels.width, pixels.height},
               layer->picture->palette.bg1);
    picture_clip(layer->picture, clip, &place, row, &pixels);
    cairo_surface_mark_dirty(surface);
    cairo_t *cr = layer_draw(layer, (double)left / unit, y + CLIP_TOP,
                             (double)(right - left) / unit,
                             height - CLIP_TOP - CLIP_BOTTOM);

    if (cr) {
        lend_surface(cr, surface, unit, (double)left / unit, y);
        cairo_paint_with_alpha(cr, refused ? 0.45 : 0.88);
        cairo_destroy(cr);
    }
    cairo_surface_destroy(surface);
}

static void
draw_outline(const struct layer *layer, double x0, double y0, double x1, double y1,
             rgb_t color, double alpha)
{
    layer_fill(layer, x0, y0, x1 - x0, 1, color, alpha);
    layer_fill(layer, x0, y1 - 1, x1 - x0, 1, color, alpha);
    layer_fill(layer, x0, y0 + 1, 1, y1 - y0 - 2, color, alpha);
    layer_fill(layer, x1 - 1, y0 + 1, 1, y1 - y0 - 2, color, alpha);
}

static void
draw_ghost(const struct layer *layer, const struct drag_look *look,
           const struct drag_ghost *ghost)
{
    const struct view *view = layer->picture->view;
    const struct model *model = layer->picture->model;
    const struct palette *palette = &layer->picture->palette;
    const struct row_clip *clip = model_row(model, TABLE_CLIP, ghost->clip_id);
    const struct view_row *row = rows_of_lane(view->rows, model, ghost->lane_id);
    const double x0 = layer_x(layer, ghost->start), x1 = layer_x(layer, ghost->end);

    if (!clip || !row || x1 < 0 || x0 > layer->width)
        return;
    const double y = layer_y(layer, row);

    if (look->count <= MOST_PICTURES) {
        const struct picture_clip seen = clip_of_ghost(layer, clip, ghost);

        draw_picture(layer, &seen, row, x0, x1, look->refused);
    }
    draw_outline(layer, x0, y + CLIP_TOP, x1 - 1, y + row->height - CLIP_BOTTOM,
                 look->refused    ? palette->rec
                 : palette->light ? 0x000000
                                  : 0xffffff,
                 1);
}

static void
draw_ghosts(const struct layer *layer, const struct drag_look *look)
{
    for (size_t i = 0; i < look->count; i++) {
        const struct row_clip *clip
            = model_row(layer->picture->model, TABLE_CLIP, look->ghosts[i].clip_id);

        if (clip && !look->ghosts[i].stays)
            shade_origin(layer, clip);
    }
    for (size_t i = 0; i < look->count; i++)
        draw_ghost(layer, look, &look->ghosts[i]);
}

/* --- ranges and lines --------------------------------------------------------- */

static void
draw_band(const struct layer *layer, const struct drag_look *look, double y0,
          double y1, rgb_t color, double ground)
{
    const double x0 = layer_x(layer, look->from), x1 = layer_x(layer, look->to);

    layer_fill(layer, fmin(x0, x1), y0, fabs(x1 - x0), y1 - y0, color, ground);
    draw_outline(layer, fmin(x0, x1), y0, fmax(x0, x1) + 1, y1, color, 0.85);
}

static void
draw_line(const struct layer *layer, int64_t at, double y0, double y1, rgb_t color)
{
    layer_fill(layer, layer_x(layer, at), y0, 1, y1 - y0, color, 0.9);
}

static void
draw_comp(const struct layer *layer, const struct drag_look *look)
{
    const struct view *view = layer->picture->view;
    const struct view_row *row
        = rows_of_lane(view->rows, layer->picture->model, look->lane_id);

    if (row)
        draw_band(layer, look, layer_y(layer, row),
                  layer_y(layer, row) + row->height - 1,
                  layer->picture->palette.accent, 0.26);
}

/* Beside the heads' own mark. */
static void
draw_place(const struct layer *layer, double y0, double y1)
{
    const rgb_t color = layer->picture->palette.accent;

    if (y1 > y0)
        layer_fill(layer, 0, y0, layer->width, y1 - y0 - 1, color, 0.14);
    else
        layer_fill(layer, 0, y0 - 1, layer->width, 2, color, 0.9);
}

static void
draw_shape(const struct layer *layer, const struct drag_look *look)
{
    const struct palette *palette = &layer->picture->palette;
    const double top = floor(layer->picture->view->zoom.top + 0.5);
    const double y0 = look->y0 - top, y1 = look->y1 - top;

    switch (look->shape) {
    case DRAG_GHOSTS:
        draw_ghosts(layer, look);
        break;
    case DRAG_RANGE:
        draw_band(layer, look, y0, y1, palette->info, 0.15);
        break;
    case DRAG_BAND:
        draw_band(layer, look, y0, y1, palette->fg, 0.08);
        break;
    case DRAG_LINE:
        draw_line(layer, look->from, y0, y1, palette->fg);
        break;
    case DRAG_COMP:
        draw_comp(layer, look);
        break;
    case DRAG_SECTION:
        draw_band(layer, look, -2, layer->height + 2, palette->fg, 0.05);
        break;
    case DRAG_LOOP:
        draw_band(layer, look, -2, layer->height + 2, palette->accent, 0.05);
        break;
    case DRAG_PUNCH:
        draw_band(layer, look, -2, layer->height + 2, palette->rec, 0.05);
        break;
    case DRAG_MARKER:
        draw_line(layer, look->from, 0, layer->height, palette->fg);
        break;
    case DRAG_TRACKS:
        draw_place(layer, y0, y1);
        break;
    case DRAG_HEIGHT:
    case DRAG_LOCATE:
        break;
    }
}

void
layer_drag(const struct layer *layer)
{
    const struct drag_look *look = drag_look(layer->picture->view);

    if (!look)
        return;
    draw_shape(layer, look);
    if (look->snapped)
        draw_line(layer, look->snap, 0, layer->height,
                  layer->picture->palette.accent);
    if (look->text[0])
        layer_plate(layer, look->text,
                    look->shape == DRAG_TRACKS ? 8 : layer_x(layer, look->from) + 8,
                    look->y0 - layer->picture->view->zoom.top);
}

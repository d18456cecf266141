/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layer_gaps.c: where a recording lost sound, as long as its take is heard or seen
 * there.
 *
 * However many there are, what was recorded can be read below them. */
#include "ui/timeline/layer.h"

#include "ui/view/hit.h"

#include <math.h>
#include <string.h>

enum { LEAST = 1, BAR = 3, FLAG = 6 };

/* --- whose they are ----------------------------------------------------------- */

/* A take may have been given another name since; its file has not. */
static bool
is_of(const struct model *model, const struct gap *gap, int64_t take_id)
{
    static const char FOLDER[] = "audio/";
    const struct row_take *take = model_row(model, TABLE_TAKE, take_id);
    const struct row_source *source
        = take ? model_row(model, TABLE_SOURCE, take->source_id) : NULL;
    const size_t length = strlen(gap->take);

    if (!take)
        return false;
    if (strcmp(take->name, gap->take) == 0)
        return true;
    return source && g_str_has_prefix(source->origin, FOLDER)
           && strncmp(source->origin + strlen(FOLDER), gap->take, length) == 0
           && source->origin[strlen(FOLDER) + length] == ' ';
}

static bool
is_clip_of(const struct layer *layer, const struct gap *gap, int64_t clip_id)
{
    const struct row_clip *clip
        = model_row(layer->picture->model, TABLE_CLIP, clip_id);

    return clip && clip->take_id
           && is_of(layer->picture->model, gap, clip->take_id);
}

/* What sounds in a comp. */
struct comp {
    const struct playlist_segment *segments;
    size_t count;
};

static bool
in_comp(const struct layer *layer, const struct comp *comp, const struct gap *gap,
        struct clip_span *found)
{
    for (size_t i = 0; i < comp->count; i++) {
        const struct playlist_segment *part = &comp->segments[i];

        if (part->start <= gap->at && gap->at < part->end
            && is_clip_of(layer, gap, part->clip_id)) {
            *found = (struct clip_span){
                .id = part->clip_id, .start = part->start, .end = part->end};
            return true;
        }
    }
    return false;
}

/* A clip of that take on the row's lane, at that place. */
static bool
on_lane(const struct layer *layer, const struct view_row *row,
        const struct gap *gap, struct clip_span *found)
{
    const struct picture *picture = layer->picture;
    size_t count;
    const struct clip_span *spans
        = clips_within(picture->view->clips, picture->model, row->lane_id,
                       (double)gap->at, (double)gap->at + 1, &count);

    for (size_t i = 0; i < count; i++)
        if (spans[i].start <= gap->at && gap->at < spans[i].end
            && is_clip_of(layer, gap, spans[i].id)) {
            *found = spans[i];
            return true;
        }
    return false;
}

/* --- drawn -------------------------------------------------------------------- */

/* How far the marks of a row are drawn, and its last flag. */
struct drawn {
    double to, flag;
};

/* A thin line through the sound, a bar along its top and, where there is room, a
 * flag. */
static void
draw_gap(const struct layer *layer, const struct view_row *row,
         const struct gap *gap, const struct clip_span *span, struct drawn *drawn)
{
    const rgb_t color = layer->picture->palette.rec;
    const struct clip_box box = clip_box(&layer->picture->view->zoom, row, span);
    const double x = layer_x(layer, gap->at), top = floor(box.y + box.band);
    const double end = fmax(layer_x(layer, gap->at + gap->frames), x + LEAST);
    const double left = fmax(x, drawn->to);

    if (end > left) {
        layer_fill(layer, left, top, end - left, box.height - box.band, color, 0.4);
        layer_fill(layer, left, top, end - left, BAR, color, 1);
        drawn->to = end;
    }
    if (x - drawn->flag < 2 * FLAG)
        return;
    drawn->flag = x;
    for (int i = 0; i < FLAG; i++)
        layer_fill(layer, x, top + i, FLAG - i, 1, color, 1);
}

static void
draw_row(const struct layer *layer, const struct view_row *row)
{
    struct drawn drawn = {-1e9, -1e9};
    struct comp comp = {0};

    if (row->comp_id
        && playlist_compile(layer->picture->playlist, layer->picture->model, NULL,
                            row->track_id, &comp.segments, &comp.count))
        return;
    for (size_t i = 0; i < layer->n_gaps; i++) {
        const struct gap *gap = &layer->gaps[i];
        const double x = layer_x(layer, gap->at);
        struct clip_span span;

        if (gap->track_id != row->track_id || x < -FLAG || x > layer->width)
            continue;
        if (row->comp_id ? in_comp(layer, &comp, gap, &span)
                         : row->lane_id && on_lane(layer, row, gap, &span))
            draw_gap(layer, row, gap, &span, &drawn);
    }
}

void
layer_gaps(const struct layer *layer)
{
    size_t count;
    const struct view_row *rows = rows_list(layer->picture->view->rows, &count);

    for (size_t r = 0; r < count && layer->n_gaps > 0; r++) {
        const double y = layer_y(layer, &rows[r]);

        if (y + rows[r].height > 0 && y < layer->height)
            draw_row(layer, &rows[r]);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/overview_paint.h"

enum { MARGIN = 3 };

struct strip {
    struct pixels *to;
    double frames; /* a pixel */
    double height; /* of a track */
    int unit;
};

static int
tracks_shown(const struct view *view)
{
    size_t count;
    const struct view_row *rows = rows_list(view->rows, &count);
    int tracks = 0;

    for (size_t i = 0; i < count; i++)
        tracks += rows[i].kind == VIEW_ROW_TRACK && rows[i].lane_id != 0;
    return tracks;
}

static rgb_t
hue_of(const struct row_track *track, const struct row_clip *clip)
{
    return clip->color >= 0 ? (rgb_t)clip->color : (rgb_t)track->color;
}

static void
paint_track(const struct strip *strip, const struct view *view, const struct model *model,
            const struct palette *colors, const struct view_row *row, int index)
{
    const struct row_track *track = model_row(model, TABLE_TRACK, row->track_id);
    const int top = (int)(index * strip->height), bottom = (int)((index + 1) * strip->height);
    const int height = bottom - top - (strip->height > 3 * strip->unit ? strip->unit : 0);
    size_t count;
    const struct clip_span *spans = clips_of(view->clips, model, row->lane_id, &count);

    for (size_t i = 0; track && i < count; i++) {
        const struct row_clip *clip = model_row(model, TABLE_CLIP, spans[i].id);
        const int x0 = (int)((double)spans[i].start / strip->frames);
        const int x1 = (int)((double)spans[i].end / strip->frames);
        const int width = x1 - x0 > 2 * strip->unit ? x1 - x0 - strip->unit : x1 - x0;

        if (clip)
            paint_blend(strip->to,
                        (struct area){x0, top + MARGIN * strip->unit, width > 0 ? width : 1,
                                      height > 0 ? height : 1},
                        rgb_mix(colors->bg1, hue_of(track, clip), 0.72),
                        clip->muted ? 90 : 256);
    }
}

void
overview_paint(struct pixels *to, const struct view *view, const struct model *model,
               const struct palette *colors, double end, int unit)
{
    const int tracks = tracks_shown(view);
    size_t count;
    const struct view_row *rows = rows_list(view->rows, &count);
    const struct strip strip = {
        .to = to,
        .frames = end / to->width,
        .height = (double)(to->height - 2 * MARGIN * unit) / (tracks > 0 ? tracks : 1),
        .unit = unit,
    };
    int index = 0;

    paint_fill(to, (struct area){0, 0, to->width, to->height}, colors->bg0);
    for (size_t i = 0; i < count; i++)
        if (rows[i].kind == VIEW_ROW_TRACK && rows[i].lane_id != 0)
            paint_track(&strip, view, model, colors, &rows[i], index++);
}

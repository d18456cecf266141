/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/overview_paint.h"

enum { MARGIN = 3 };

struct strip {
    const struct view *view;
    const struct model *model;
    const struct palette *colors;
    double frames; /* a pixel */
    double height; /* of a track */
    int unit;
};

static rgb_t
hue_of(const struct row_track *track, const struct row_clip *clip)
{
    return clip->color >= 0 ? (rgb_t)clip->color : (rgb_t)track->color;
}

/* Lines of pixels; those of neighbours may lie upon each other. */
struct band {
    int y, height;
};

static struct band
band_of(const struct strip *strip, int index)
{
    const int top = (int)(index * strip->height),
              bottom = (int)((index + 1) * strip->height);
    const int height
        = bottom - top - (strip->height > 3 * strip->unit ? strip->unit : 0);

    return (struct band){top + MARGIN * strip->unit, height > 0 ? height : 1};
}

/* `to` begins at line `from` of the picture. */
static void
paint_track(const struct strip *strip, struct pixels *to, int from,
            const struct view_row *row, struct band band)
{
    const struct row_track *track
        = model_row(strip->model, TABLE_TRACK, row->track_id);
    size_t count;
    const struct clip_span *spans
        = clips_of(strip->view->clips, strip->model, row->lane_id, &count);

    for (size_t i = 0; track && i < count; i++) {
        const struct row_clip *clip
            = model_row(strip->model, TABLE_CLIP, spans[i].id);
        const int x0 = (int)((double)spans[i].start / strip->frames);
        const int x1 = (int)((double)spans[i].end / strip->frames);
        const int width
            = x1 - x0 > 2 * strip->unit ? x1 - x0 - strip->unit : x1 - x0;

        if (clip)
            paint_blend(to,
                        (struct area){x0, band.y - from, width > 0 ? width : 1,
                                      band.height},
                        rgb_mix(strip->colors->bg1, hue_of(track, clip), 0.72),
                        clip->muted ? 90 : 256);
    }
}

static bool
is_shown(const struct view_row *row)
{
    return row->kind == VIEW_ROW_TRACK && row->lane_id != 0;
}

/* The tracks, as a row of pointers. */
static GPtrArray *
tracks_shown(const struct view *view)
{
    GPtrArray *tracks = g_ptr_array_new();
    size_t count;
    const struct view_row *rows = rows_list(view->rows, &count);

    for (size_t i = 0; i < count; i++)
        if (is_shown(&rows[i]))
            g_ptr_array_add(tracks, (void *)&rows[i]);
    return tracks;
}

/* Those lines of the picture, with all that lies upon them. */
static void
paint_band(const struct strip *strip, struct pixels *to, const GPtrArray *tracks,
           struct band band)
{
    struct pixels part = {to->at + (intptr_t)band.y * to->stride, to->width,
                          band.height, to->stride};

    paint_fill(&part, (struct area){0, 0, to->width, band.height},
               strip->colors->bg0);
    for (guint i = 0; i < tracks->len; i++) {
        const struct band other = band_of(strip, (int)i);

        if (other.y < band.y + band.height && band.y < other.y + other.height)
            paint_track(strip, &part, band.y, tracks->pdata[i], other);
    }
}

static struct overview_line
line_of(const struct strip *strip, const struct view_row *row)
{
    return (struct overview_line){
        row->track_id, model_stamp(strip->model, TABLE_TRACK, row->track_id)};
}

/* How many tracks are not as they were painted. */
static guint
count_changed(const struct strip *strip, const GPtrArray *tracks,
              const GArray *lines)
{
    guint changed = 0;

    if (lines->len != tracks->len)
        return tracks->len;
    for (guint i = 0; i < tracks->len; i++) {
        const struct overview_line now = line_of(strip, tracks->pdata[i]);
        const struct overview_line *was
            = &g_array_index(lines, struct overview_line, i);

        changed += now.track != was->track || now.stamp != was->stamp;
    }
    return changed;
}

static void
paint_changed(const struct strip *strip, struct pixels *to, const GPtrArray *tracks,
              GArray *lines)
{
    for (guint i = 0; i < tracks->len; i++) {
        struct overview_line *was = &g_array_index(lines, struct overview_line, i);
        const struct overview_line now = line_of(strip, tracks->pdata[i]);
        const struct band band = band_of(strip, (int)i);

        if (now.track != was->track || now.stamp != was->stamp)
            if (band.y >= 0 && band.y + band.height <= to->height)
                paint_band(strip, to, tracks, band);
        *was = now;
    }
}

static void
paint_all(const struct strip *strip, struct pixels *to, const GPtrArray *tracks,
          GArray *lines)
{
    paint_fill(to, (struct area){0, 0, to->width, to->height}, strip->colors->bg0);
    g_array_set_size(lines, 0);
    for (guint i = 0; i < tracks->len; i++) {
        const struct overview_line line = line_of(strip, tracks->pdata[i]);

        paint_track(strip, to, 0, tracks->pdata[i], band_of(strip, (int)i));
        g_array_append_val(lines, line);
    }
}

void
overview_paint(struct pixels *to, const struct view *view,
               const struct model *model, const struct palette *colors, double end,
               int unit, GArray *lines)
{
    g_autoptr(GPtrArray) tracks = tracks_shown(view);
    const struct strip strip = {
        .view = view,
        .model = model,
        .colors = colors,
        .frames = end / to->width,
        .height = (double)(to->height - 2 * MARGIN * unit) / MAX(tracks->len, 1),
        .unit = unit,
    };

    /* A line costs what lies upon it, too. */
    if (tracks->len > 0 && count_changed(&strip, tracks, lines) <= tracks->len / 8)
        paint_changed(&strip, to, tracks, lines);
    else
        paint_all(&strip, to, tracks, lines);
}

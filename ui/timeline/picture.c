/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timeline/picture.h"

#include "app/place.h"
#include "ui/view/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 512, FAR = 1 << 24 };

int
picture_x(const struct picture_place *place, double frame)
{
    const double x
        = floor(frame / place->scale * place->unit + 0.5) - (double)place->x;

    return (int)fmin(fmax(x, -FAR), FAR);
}

double
picture_frame(const struct picture_place *place, double x)
{
    return ((double)place->x + x) * place->scale / place->unit;
}

/* --- the ground --------------------------------------------------------------- */

static rgb_t
ground_of(const struct picture *picture, const struct view_row *row)
{
    const struct palette *p = &picture->palette;
    rgb_t ground = rgb_mix(p->bg0, p->bg1, 0.75);

    if (row->kind == VIEW_ROW_LANE)
        ground = rgb_mix(p->bg0, p->line, 0.35);
    else if (row->track_kind == TRACK_BUS || row->track_kind == TRACK_FOLDER)
        ground = rgb_mix(p->bg0, p->bg1, 0.3);
    if (selection_has(picture->view->selection, SELECT_TRACK, row->track_id))
        ground
            = rgb_mix(ground, p->light ? 0xffffff : p->bg4, p->light ? 0.5 : 0.28);
    return ground;
}

static void
paint_grid(const struct picture *picture, const struct picture_place *place,
           struct pixels *to)
{
    static const unsigned ALPHA[] = {
        [GRID_LINE_SUB] = 6, [GRID_LINE_BEAT] = 10, [GRID_LINE_BAR] = 21};
    struct zoom zoom = picture->view->zoom;
    struct grid_line lines[MOST_LINES];
    const rgb_t color = picture->palette.light ? 0x000000 : 0xffffff;

    zoom.scale = place->scale;
    zoom.start = picture_frame(place, 0);
    const size_t count
        = grid_lines(&picture->view->grid, &zoom, model_tempo(picture->model), -1,
                     (double)to->width / place->unit + 1, lines, MOST_LINES);

    for (size_t i = 0; i < count; i++)
        paint_blend(to,
                    (struct area){picture_x(place, (double)lines[i].at.n), 0,
                                  place->unit, to->height},
                    color,
                    ALPHA[lines[i].level] * (picture->palette.contrast ? 3 : 1));
}

static void
paint_ground(const struct picture *picture, const struct view_row *row,
             const struct picture_place *place, struct pixels *to)
{
    paint_fill(to, (struct area){0, 0, to->width, to->height},
               ground_of(picture, row));
    paint_grid(picture, place, to);
    paint_fill(to,
               (struct area){0, to->height - place->unit, to->width, place->unit},
               picture->palette.line);
}

/* --- a lane's clips ----------------------------------------------------------- */

static int
by_layer(const void *a, const void *b)
{
    const struct clip_span *x = a, *y = b;

    if (x->layer != y->layer)
        return x->layer < y->layer ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* Those in sight from the lowest to the topmost; to be freed. */
static struct clip_span *
in_sight(const struct picture *picture, int64_t lane, double from, double to,
         size_t *count)
{
    size_t all;
    const struct clip_span *spans
        = clips_within(picture->view->clips, picture->model, lane, from, to, &all);
    struct clip_span *seen = view_alloc(all + 1, sizeof *seen);
    bool sorted = true;

    *count = 0;
    for (size_t i = 0; i < all; i++) {
        if ((double)spans[i].end < from || (double)spans[i].start > to)
            continue;
        sorted
            = sorted && (*count == 0 || by_layer(&seen[*count - 1], &spans[i]) < 0);
        seen[(*count)++] = spans[i];
    }
    if (!sorted)
        qsort(seen, *count, sizeof *seen, by_layer);
    return seen;
}

/* Whether any two of them lie above each other; `spans` as they are painted. */
static bool
any_overlap(const struct clip_span *spans, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (spans[i].layer != spans[i - 1].layer
            || spans[i].start < spans[i - 1].end)
            return true;
    return false;
}

/* A crossfade takes the place of the own fades at the edges that it joins. */
static void
give_way(struct picture_clip *clip, const struct picture_cross *crosses,
         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (crosses[i].to == clip->clip->id && crosses[i].fade.start == clip->start)
            clip->in.length = 0;
        if (crosses[i].from == clip->clip->id
            && crosses[i].fade.start + crosses[i].fade.length == clip->end)
            clip->out.length = 0;
    }
}

/* Clips that share a column of pixels, and fill no more, need be painted once. */
static void
paint_clips(struct picture *picture, const struct view_row *row,
            const struct picture_place *place, struct pixels *to)
{
    size_t count, crossing = 0;
    struct clip_span *spans
        = in_sight(picture, row->lane_id, picture_frame(place, -1),
                   picture_frame(place, to->width + 1), &count);
    struct picture_cross *crosses
        = any_overlap(spans, count)
              ? picture_crosses(picture, row->lane_id, &crossing)
              : NULL;
    int painted = -FAR;

    for (size_t i = 0; i < count; i++) {
        const int x0 = picture_x(place, (double)spans[i].start);
        const int x1 = picture_x(place, (double)spans[i].end);
        const struct row_clip *clip;

        if (x1 - x0 <= 1 && x0 == painted)
            continue;
        clip = model_row(picture->model, TABLE_CLIP, spans[i].id);
        painted = x0;
        if (clip) {
            struct picture_clip seen = picture_clip_of(picture, clip);

            give_way(&seen, crosses, crossing);
            picture_clip(picture, &seen, place, row, to);
        }
    }
    for (size_t i = 0; i < crossing; i++)
        picture_cross(picture, &crosses[i], place, row, to);
    free(crosses);
    free(spans);
}

/* --- comps -------------------------------------------------------------------- */

static struct picture_clip
clip_of_segment(const struct picture *picture, const struct row_clip *clip,
                const struct playlist_segment *segment)
{
    struct picture_clip seen = picture_clip_of(picture, clip);

    seen.start = segment->start;
    seen.end = segment->end;
    seen.offset = segment->offset;
    seen.in = segment->in[segment->in[PLAYLIST_SEAM].length ? PLAYLIST_SEAM
                                                            : PLAYLIST_OWN];
    seen.out = segment->out[segment->out[PLAYLIST_SEAM].length ? PLAYLIST_SEAM
                                                               : PLAYLIST_OWN];
    return seen;
}

/* What a comp takes of which lane, as it sounds. */
static void
paint_comp(struct picture *picture, const struct view_row *row,
           const struct picture_place *place, struct pixels *to)
{
    const double from = picture_frame(place, -1),
                 until = picture_frame(place, to->width + 1);
    const struct playlist_segment *segments;
    size_t count;

    if (playlist_compile(picture->playlist, picture->model, NULL, row->track_id,
                         &segments, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        const struct row_clip *clip
            = model_row(picture->model, TABLE_CLIP, segments[i].clip_id);

        if (!clip || (double)segments[i].end < from
            || (double)segments[i].start > until)
            continue;
        const struct picture_clip seen
            = clip_of_segment(picture, clip, &segments[i]);

        picture_clip(picture, &seen, place, row, to);
    }
}

/* On a lane: what the comp does not take from it steps back, and what it takes is
 * framed.  Where no comp sounds, a lane that does not play steps back as a
 * whole. */
static void
paint_unused(const struct picture *picture, const struct view_row *row,
             const struct picture_place *place, struct pixels *to, int x0, int x1)
{
    const int below = to->height - place->unit;

    paint_blend(to, (struct area){x0, 0, x1 - x0, below}, ground_of(picture, row),
                150);
}

static int64_t
active_comp(const struct picture *picture, int64_t track)
{
    const struct view_row *row = rows_track(picture->view->rows, track);

    return row ? row->comp_id : 0;
}

static int
by_start(const void *a, const void *b)
{
    const struct row_comp_range *const *x = a, *const *y = b;

    return ((*x)->start.n > (*y)->start.n) - ((*x)->start.n < (*y)->start.n);
}

static const struct row_comp_range **
ranges_of(const struct picture *picture, int64_t comp, int64_t lane, size_t *count)
{
    const struct row_comp_range **ranges = NULL, *range;
    size_t room = 0;

    *count = 0;
    for (range = model_first(picture->model, TABLE_COMP_RANGE, comp); range;
         range = model_next(picture->model, TABLE_COMP_RANGE, range)) {
        if (range->lane_id != lane)
            continue;
        ranges = view_grow(ranges, &room, *count + 1, sizeof *ranges);
        ranges[(*count)++] = range;
    }
    if (*count > 1)
        qsort(ranges, *count, sizeof *ranges, by_start);
    return ranges;
}

static void
paint_used(const struct picture *picture, const struct picture_place *place,
           struct pixels *to, int x0, int x1)
{
    const int unit = place->unit, below = to->height - unit;
    const rgb_t color = picture->palette.accent;

    paint_blend(to, (struct area){x0, 0, x1 - x0, 2 * unit}, color, 230);
    paint_blend(to, (struct area){x0, 0, unit, below}, color, 110);
    paint_blend(to, (struct area){x1 - unit, 0, unit, below}, color, 110);
}

/* As far as there is sound of the lane in it: a swipe may begin before its take. */
static bool
sounding(const struct picture *picture, const struct row_comp_range *range,
         int64_t *from, int64_t *to)
{
    const struct view *view = picture->view;
    const int64_t start = range->start.n, end = start + range->length;
    size_t count;
    const struct clip_span *span
        = clips_within(view->clips, picture->model, range->lane_id, (double)start,
                       (double)end, &count);

    *from = end;
    *to = start;
    for (size_t i = 0; i < count; i++) {
        const int64_t first = span[i].start > start ? span[i].start : start;
        const int64_t last = span[i].end < end ? span[i].end : end;

        *from = first < *from ? first : *from;
        *to = last > *to ? last : *to;
    }
    return *from < *to;
}

static void
paint_ranges(struct picture *picture, const struct view_row *row, int64_t comp,
             const struct picture_place *place, struct pixels *to)
{
    size_t count;
    const struct row_comp_range **ranges
        = ranges_of(picture, comp, row->lane_id, &count);
    int at = 0;

    for (size_t i = 0; i < count; i++) {
        int64_t from, end;

        if (!sounding(picture, ranges[i], &from, &end))
            continue;
        const int x0 = picture_x(place, (double)from),
                  x1 = picture_x(place, (double)end);

        if (x0 > at)
            paint_unused(picture, row, place, to, at, x0);
        paint_used(picture, place, to, x0, x1);
        at = x1 > at ? x1 : at;
    }
    if (at < to->width)
        paint_unused(picture, row, place, to, at, to->width);
    free(ranges);
}

static void
paint_lane(struct picture *picture, const struct view_row *row,
           const struct picture_place *place, struct pixels *to)
{
    const struct row_lane *lane
        = model_row(picture->model, TABLE_LANE, row->lane_id);
    const int64_t comp = active_comp(picture, row->track_id);

    paint_clips(picture, row, place, to);
    if (comp)
        paint_ranges(picture, row, comp, place, to);
    else if (lane && !lane->plays)
        paint_unused(picture, row, place, to, 0, to->width);
}

/* --- folders ------------------------------------------------------------------ */

static bool
lies_in(const struct model *model, const struct row_track *track, int64_t folder)
{
    for (int depth = 0; track && depth < 64; depth++) {
        if (track->folder_id == folder)
            return true;
        track = model_row(model, TABLE_TRACK, track->folder_id);
    }
    return false;
}

/* A line for each clip of a track. */
static void
paint_lines(const struct picture *picture, const struct row_track *track,
            int64_t lane, const struct picture_place *place, struct pixels *to,
            int y, int height)
{
    const rgb_t color
        = rgb_mix(picture->palette.bg1, (rgb_t)track->color, 0.62);
    size_t count;
    struct clip_span *spans = in_sight(picture, lane, picture_frame(place, -1),
                                       picture_frame(place, to->width + 1), &count);

    for (size_t i = 0; i < count; i++) {
        const int x0 = picture_x(place, (double)spans[i].start);
        const int x1 = picture_x(place, (double)spans[i].end) - place->unit;

        paint_fill(to, (struct area){x0, y, x1 > x0 ? x1 - x0 : 1, height}, color);
    }
    free(spans);
}

/* What is in a folder, however deep, one line a track. */
static void
paint_folder(const struct picture *picture, const struct view_row *row,
             const struct picture_place *place, struct pixels *to)
{
    const int unit = place->unit, inset = 6 * unit,
              room = to->height - 2 * inset - unit;
    const struct row_track **tracks;
    size_t all, count = 0;

    if (place_tracks(picture->model, &tracks, &all))
        return;
    for (size_t i = 0; i < all; i++)
        if (place_playing_lane(picture->model, tracks[i]->id)
            && lies_in(picture->model, tracks[i], row->id))
            tracks[count++] = tracks[i];
    for (size_t i = 0; i < count; i++) {
        const int y = inset + (int)(i * (size_t)room / count);
        const int height = room / (int)count;

        paint_lines(picture, tracks[i],
                    place_playing_lane(picture->model, tracks[i]->id), place, to, y,
                    height > 2 * unit ? height - unit : unit);
    }
    free(tracks);
}

void
picture_row(struct picture *picture, const struct view_row *row, double scale,
            int64_t x, struct pixels *to)
{
    const struct picture_place place = {scale, x, picture->unit};

    paint_ground(picture, row, &place, to);
    if (row->kind == VIEW_ROW_LANE)
        paint_lane(picture, row, &place, to);
    else if (row->comp_id)
        paint_comp(picture, row, &place, to);
    else if (row->track_kind == TRACK_FOLDER)
        paint_folder(picture, row, &place, to);
    else if (row->lane_id)
        paint_clips(picture, row, &place, to);
}

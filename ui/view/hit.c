/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/hit.h"

#include <math.h>

/* --- where the parts of a clip are -------------------------------------------- */

struct clip_box
clip_box(const struct zoom *zoom, const struct view_row *row,
         const struct clip_span *span)
{
    return (struct clip_box){
        .x0 = zoom_x(zoom, frames(span->start)),
        .x1 = zoom_x(zoom, frames(span->end)),
        .y = row->y + CLIP_TOP - (int)lround(zoom->top),
        .height = row->height - CLIP_TOP - CLIP_BOTTOM,
        .band = row->band,
    };
}

double
clip_fade_in_x(const struct zoom *zoom, const struct clip_box *box,
               const struct row_clip *clip)
{
    return box->x0 + (double)clip->fade_in / zoom->scale;
}

double
clip_fade_out_x(const struct zoom *zoom, const struct clip_box *box,
                const struct row_clip *clip)
{
    return box->x1 - (double)clip->fade_out / zoom->scale;
}

/* The line goes from +12 dB at the top of the body to silence at its foot;
 * amplitude goes with the square of the height, so that 0 dB lies at a half. */
static const double GAIN_TOP = 3.981; /* +12 dB as a factor */

double
clip_gain_y(const struct clip_box *box, double db)
{
    const double body = box->height - box->band;
    const double part = sqrt(pow(10, db / 20) / GAIN_TOP);

    return box->y + box->band + body * (1 - fmin(part, 1));
}

double
clip_gain_db(const struct clip_box *box, double y)
{
    const double body = box->height - box->band;
    const double part = (box->y + box->height - y) / body;

    if (part <= 0.001)
        return LEVEL_OFF_DB;
    return 20 * log10(fmin(part * part, 1) * GAIN_TOP);
}

/* --- the canvas --------------------------------------------------------------- */

/* The clip under x that lies on top, or the nearest one within a grip of it. */
static const struct clip_span *
clip_under(const struct view *view, const struct model *model, int64_t lane_id,
           double x)
{
    const struct zoom *zoom = &view->zoom;
    const double at = zoom_frame(zoom, x), grip = CLIP_GRIP * zoom->scale / 2;
    const struct clip_span *best = NULL;
    size_t count;
    const struct clip_span *span
        = clips_within(view->clips, model, lane_id, at - grip, at + grip, &count);
    bool inside = false;

    for (size_t i = 0; i < count; i++) {
        const bool here = (double)span[i].start <= at && at < (double)span[i].end;

        if ((double)span[i].end <= at - grip || (inside && !here))
            continue;
        if (!best || (here && !inside) || span[i].layer >= best->layer)
            best = &span[i];
        inside = inside || here;
    }
    return best;
}

static bool
has_handles(const struct clip_box *box)
{
    return box->x1 - box->x0 >= 4 * CLIP_HANDLE && box->height >= 2 * CLIP_HANDLE;
}

static bool
near_corner(double x, double corner, double y, const struct clip_box *box)
{
    return fabs(x - corner) <= CLIP_HANDLE / 2.0 + 1 && y < box->y + CLIP_HANDLE;
}

/* An unfaded corner's handle lies within the clip; one of a fade where that
 * ends. */
static enum hit_part
fade_under(const struct view *view, const struct row_clip *clip,
           const struct clip_box *box, double x, double y)
{
    const double inset = CLIP_HANDLE / 2.0;
    const double in = clip_fade_in_x(&view->zoom, box, clip);
    const double out = clip_fade_out_x(&view->zoom, box, clip);

    if (clip->kind != CLIP_AUDIO || !has_handles(box))
        return HIT_NOTHING;
    if (near_corner(x, fmax(in, box->x0 + inset), y, box))
        return HIT_FADE_IN;
    return near_corner(x, fmin(out, box->x1 - inset), y, box) ? HIT_FADE_OUT
                                                              : HIT_NOTHING;
}

static enum hit_part
edge_under(const struct clip_box *box, double x)
{
    const double grip = fmin(CLIP_GRIP, (box->x1 - box->x0) / 4);

    if (x < box->x0 + grip)
        return HIT_CLIP_START;
    return x >= box->x1 - grip ? HIT_CLIP_END : HIT_NOTHING;
}

static bool
on_gain(const struct view *view, const struct row_clip *clip,
        const struct clip_box *box, double y)
{
    return clip->kind == CLIP_AUDIO && box->height - box->band >= CLIP_GAIN_ROOM
           && selection_has(view->selection, SELECT_CLIP, clip->id)
           && fabs(y - clip_gain_y(box, clip->gain_db)) <= 2.5;
}

/* On a lane a swipe may begin at a take's very edge: only its header is trimmed
 * there. */
static enum hit_part
clip_part(const struct view *view, const struct row_clip *clip,
          const struct clip_box *box, bool on_lane, double x, double y)
{
    const bool band = y < box->y + box->band;
    enum hit_part part = fade_under(view, clip, box, x, y);

    if (part == HIT_NOTHING && (band || !on_lane))
        part = edge_under(box, x);
    if (part != HIT_NOTHING)
        return part;
    if (band)
        return HIT_CLIP_BAND;
    return on_gain(view, clip, box, y) ? HIT_CLIP_GAIN : HIT_CLIP;
}

static bool
near_x(const struct view *view, int64_t at, double x)
{
    return fabs(zoom_x(&view->zoom, frames(at)) - x) <= CLIP_GRIP / 2.0 + 1;
}

static enum hit_part
range_edge(const struct view *view, double x)
{
    frames_t from, to;

    if (view->tool != TOOL_RANGE || !selection_range(view->selection, &from, &to))
        return HIT_NOTHING;
    if (near_x(view, from.n, x))
        return HIT_RANGE_START;
    return near_x(view, to.n, x) ? HIT_RANGE_END : HIT_NOTHING;
}

struct hit
hit_canvas(const struct view *view, const struct model *model, double x, double y)
{
    const struct view_row *row = rows_at(view->rows, y + view->zoom.top);
    const struct clip_span *span;
    struct hit hit = {.ruler = RULERS, .at = zoom_at(&view->zoom, x)};

    if (!row)
        return hit;
    hit.part = HIT_ROW;
    hit.track_id = row->track_id;
    hit.lane_id = row->lane_id;
    hit.on_lane = row->kind == VIEW_ROW_LANE;
    if (range_edge(view, x) != HIT_NOTHING)
        hit.part = range_edge(view, x);
    else if (!row->comp_id && (span = clip_under(view, model, row->lane_id, x))) {
        const struct clip_box box = clip_box(&view->zoom, row, span);

        hit.id = span->id;
        hit.part = clip_part(view, model_row(model, TABLE_CLIP, span->id), &box,
                             hit.on_lane, x, y);
    }
    return hit;
}

int64_t
hit_in_comp(const struct view *view, const struct model *model, int64_t comp_id,
            frames_t at)
{
    const struct row_comp_range *range
        = model_first(model, TABLE_COMP_RANGE, comp_id);
    const struct clip_span *span = NULL;

    while (range
           && (at.n < range->start.n || at.n >= range->start.n + range->length))
        range = model_next(model, TABLE_COMP_RANGE, range);
    if (range)
        span = clip_under(view, model, range->lane_id, zoom_x(&view->zoom, at));
    return span ? span->id : 0;
}

/* --- the rulers --------------------------------------------------------------- */

static frames_t
marker_at(const struct model *model, const struct row_marker *marker, int64_t add)
{
    return when_frames(
        model_tempo(model),
        (struct when){marker->at + add, (enum time_unit)marker->unit});
}

/* Of two flags at one place the later one lies on top. */
static void
hit_marker(const struct view *view, const struct model *model, double x,
           struct hit *hit)
{
    size_t count;
    const struct row_marker *marker = model_rows(model, TABLE_MARKER, &count);
    double best = -1e300;

    for (size_t i = 0; i < count; i++) {
        const double flag = zoom_x(&view->zoom, marker_at(model, &marker[i], 0));

        if (marker[i].kind != MARKER_POINT || x < flag - 4 || x > flag + MARKER_FLAG
            || flag < best)
            continue;
        best = flag;
        hit->part = HIT_MARKER;
        hit->id = marker[i].id;
    }
}

static void
hit_section(const struct view *view, const struct model *model, double x,
            struct hit *hit)
{
    size_t count;
    const struct row_marker *marker = model_rows(model, TABLE_MARKER, &count);

    for (size_t i = 0; i < count; i++) {
        const int64_t from = marker_at(model, &marker[i], 0).n;
        const int64_t to = marker_at(model, &marker[i], marker[i].length).n;

        if (marker[i].kind != MARKER_SECTION || hit->part == HIT_SECTION_END)
            continue;
        if (near_x(view, to, x))
            hit->part = HIT_SECTION_END;
        else if (from <= hit->at.n && hit->at.n < to)
            hit->part = HIT_SECTION;
        else
            continue;
        hit->id = marker[i].id;
    }
}

/* How much larger than usual the letters are. */
static double
letters(const struct view *view)
{
    return view->rulers.scale > 0 ? view->rulers.scale : 1;
}

double
metre_flag(const struct view *view, const struct model *model,
           const struct row_metre *metre)
{
    size_t count;
    const struct row_tempo *tempo = model_rows(model, TABLE_TEMPO, &count);

    for (size_t i = 0; i < count; i++)
        if (tempo[i].at.n == metre->at.n)
            return TEMPO_FLAG * letters(view);
    return 0;
}

/* Of flags at one place the later one lies on top. */
static void
hit_flag(const struct view *view, frames_t at, double from, double to, double x,
         enum hit_part part, int64_t id, double *best, struct hit *hit)
{
    const double flag = zoom_x(&view->zoom, at) + from;

    if (x < flag - 4 || x > flag + to - from || flag < *best)
        return;
    *best = flag;
    hit->part = part;
    hit->id = id;
}

static void
hit_tempo(const struct view *view, const struct model *model, double x,
          struct hit *hit)
{
    const struct tempo_map *map = model_tempo(model);
    size_t tempos, metres;
    const struct row_tempo *tempo = model_rows(model, TABLE_TEMPO, &tempos);
    const struct row_metre *metre = model_rows(model, TABLE_METRE, &metres);
    double best = -1e300;

    for (size_t i = 0; i < tempos; i++)
        hit_flag(view, tempo_frames(map, tempo[i].at), 0,
                 TEMPO_FLAG * letters(view), x, HIT_TEMPO, tempo[i].id, &best, hit);
    for (size_t i = 0; i < metres; i++) {
        const double flag = metre_flag(view, model, &metre[i]);

        hit_flag(view, tempo_frames(map, metre[i].at), flag,
                 flag + METRE_FLAG * letters(view), x, HIT_METRE, metre[i].id,
                 &best, hit);
    }
}

/* The three parts of a range follow each other in enum hit_part. */
static void
hit_stretch(const struct view *view, double x, int64_t from, int64_t to,
            enum hit_part body, struct hit *hit)
{
    if (from >= to)
        return;
    if (near_x(view, to, x))
        hit->part = body + 2;
    else if (near_x(view, from, x))
        hit->part = body + 1;
    else if (from < hit->at.n && hit->at.n < to)
        hit->part = body;
}

static void
hit_ranges(const struct view *view, const struct model *model, double x, double y,
           struct hit *hit)
{
    const struct row_song *song = model_row(model, TABLE_SONG, SONG_ID);
    const int top = rulers_y(&view->rulers, RULER_RANGES);

    if (!song)
        return;
    if (y - top < rulers_of(&view->rulers, RULER_RANGES) / 2.0)
        hit_stretch(view, x, song->loop_start.n, song->loop_end.n, HIT_LOOP, hit);
    else
        hit_stretch(view, x, song->punch_start.n, song->punch_end.n, HIT_PUNCH,
                    hit);
}

struct hit
hit_rulers(const struct view *view, const struct model *model, double x, double y)
{
    struct hit hit
        = {.ruler = rulers_at(&view->rulers, y), .at = zoom_at(&view->zoom, x)};

    if (hit.ruler == RULERS)
        return hit;
    hit.part = HIT_RULER;
    if (hit.ruler == RULER_SECTIONS)
        hit_section(view, model, x, &hit);
    else if (hit.ruler == RULER_MARKERS)
        hit_marker(view, model, x, &hit);
    else if (hit.ruler == RULER_TEMPO)
        hit_tempo(view, model, x, &hit);
    else if (hit.ruler == RULER_RANGES)
        hit_ranges(view, model, x, y, &hit);
    return hit;
}

/* --- the pointer's shape ------------------------------------------------------ */

static const char *const CURSORS[HIT_PARTS] = {
    [HIT_ROW_EDGE] = "ns-resize",     [HIT_CLIP_START] = "w-resize",
    [HIT_CLIP_END] = "e-resize",      [HIT_FADE_IN] = "nesw-resize",
    [HIT_FADE_OUT] = "nwse-resize",   [HIT_CLIP_GAIN] = "ns-resize",
    [HIT_CLIP_BAND] = "grab",         [HIT_RANGE_START] = "ew-resize",
    [HIT_RANGE_END] = "ew-resize",    [HIT_LOOP] = "grab",
    [HIT_LOOP_START] = "ew-resize",   [HIT_LOOP_END] = "ew-resize",
    [HIT_PUNCH] = "grab",             [HIT_PUNCH_START] = "ew-resize",
    [HIT_PUNCH_END] = "ew-resize",    [HIT_MARKER] = "grab",
    [HIT_SECTION] = "grab",           [HIT_SECTION_END] = "ew-resize",
    [HIT_TEMPO] = "grab",             [HIT_METRE] = "grab",
};

static bool
is_clip(enum hit_part part)
{
    return part >= HIT_CLIP && part <= HIT_CLIP_GAIN;
}

const char *
hit_cursor(const struct view *view, const struct hit *hit)
{
    if (hit->ruler == RULERS && view->tool == TOOL_SPLIT)
        return is_clip(hit->part) ? "col-resize" : "default";
    if (hit->ruler == RULERS && view->tool == TOOL_RANGE)
        return hit->part >= HIT_RANGE_START ? "ew-resize" : "text";
    if (hit->on_lane && (hit->part == HIT_CLIP || hit->part == HIT_ROW))
        return "text";
    return CURSORS[hit->part] ? CURSORS[hit->part] : "default";
}

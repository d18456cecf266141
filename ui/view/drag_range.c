/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drag_range.c: what is swept over: a range of time, a rubber band, a swipe for the
 * comp; and a row's height. */
#include "ui/view/alloc.h"
#include "ui/view/drag_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static void
in_order(int64_t a, int64_t b, struct drag_look *look)
{
    look->from = a < b ? a : b;
    look->to = a < b ? b : a;
}

/* From where the button went down to where the pointer is, both snapped. */
static void
sweep(struct drag *drag, const struct view *view, const struct model *model)
{
    const frames_t first = frames(drag->from > 0 ? llround(drag->from) : 0);
    const int64_t to = drag_place(drag, view, model, first.n);
    const int64_t from = drag->last.mods & DRAG_SHIFT
                             ? first.n
                             : snap_at(drag->snap, view, model, first, NULL).n;

    in_order(from, to, &drag->look);
}

/* --- a range of time, over tracks --------------------------------------------- */

/* The rows from where it began to where it is; on a ruler all of them. */
static void
cover_rows(struct drag *drag, struct view *view)
{
    const double a = fmin(drag->from_y, drag_y(drag, view));
    const double b = fmax(drag->from_y, drag_y(drag, view));
    size_t count;
    const struct view_row *row = rows_list(view->rows, &count);

    drag->look.y0 = drag->hit.ruler == RULERS ? view->zoom.rows : 0;
    drag->look.y1 = drag->hit.ruler == RULERS ? 0 : view->zoom.rows;
    selection_clear(view->selection, SELECT_TRACK);
    for (size_t i = 0; i < count && drag->hit.ruler == RULERS; i++) {
        if (row[i].y > b || row[i].y + row[i].height <= a)
            continue;
        drag->look.y0 = fmin(drag->look.y0, row[i].y);
        drag->look.y1 = fmax(drag->look.y1, row[i].y + row[i].height);
        selection_add(view->selection, SELECT_TRACK, row[i].track_id);
    }
}

static void
set_range(const struct drag *drag, struct view *view)
{
    selection_set_range(view->selection, frames(drag->look.from),
                        frames(drag->look.to));
}

/* Clips step back: what is done next is done to the range. */
static void
time_update(struct drag *drag, struct view *view, const struct model *model)
{
    selection_clear(view->selection, SELECT_CLIP);
    sweep(drag, view, model);
    cover_rows(drag, view);
    set_range(drag, view);
    drag_say_place(drag, model,
                   drag_frame(drag, view) < drag->from ? drag->look.from
                                                       : drag->look.to);
}

static void
edge_update(struct drag *drag, struct view *view, const struct model *model)
{
    const bool at_start = drag->kind == &DRAG_TIME_START;
    const int64_t still = at_start ? drag->range_to.n : drag->range_from.n;
    const int64_t moves = at_start ? drag->range_from.n : drag->range_to.n;

    in_order(drag_place(drag, view, model, moves), still, &drag->look);
    drag->look.y1 = view->zoom.rows;
    set_range(drag, view);
    drag_say_place(drag, model, drag->look.from == still ? drag->look.to
                                                         : drag->look.from);
}

static void
restore_range(struct drag *drag, struct view *view, const struct model *model)
{
    selection_set(view->selection, SELECT_CLIP, drag->selected, drag->n_selected);
    if (drag->ranged)
        selection_set_range(view->selection, drag->range_from, drag->range_to);
    else
        selection_clear_range(view->selection);
}

static void
clear_range(struct drag *drag, struct view *view, const struct model *model,
            struct drag_result *result)
{
    selection_clear_range(view->selection);
    if (drag->hit.track_id)
        selection_only(view->selection, SELECT_TRACK, drag->hit.track_id);
    result->view |= VIEW_SELECTION;
    if (drag->hit.ruler == RULERS)
        return;
    view->cursor = drag->hit.at;
    result->locate = true;
}

const struct drag_kind DRAG_TIME = {
    .hint = N_("Drag: select a range · Shift: no snap"),
    .shape = DRAG_RANGE,
    .update = time_update,
    .click = clear_range,
    .undo = restore_range,
    .view = VIEW_SELECTION,
    .along = true,
    .down = true,
};

const struct drag_kind DRAG_TIME_START = {
    .hint = N_("Drag: the edge of the range · Shift: no snap"),
    .shape = DRAG_RANGE,
    .update = edge_update,
    .undo = restore_range,
    .view = VIEW_SELECTION,
    .along = true,
};

const struct drag_kind DRAG_TIME_END = {
    .hint = N_("Drag: the edge of the range · Shift: no snap"),
    .shape = DRAG_RANGE,
    .update = edge_update,
    .undo = restore_range,
    .view = VIEW_SELECTION,
    .along = true,
};

/* --- the rubber band ---------------------------------------------------------- */

static void
band_row(struct drag *drag, struct view *view, const struct model *model,
         const struct view_row *row)
{
    size_t count;
    const struct clip_span *span
        = clips_within(view->clips, model, row->lane_id, (double)drag->look.from,
                       (double)drag->look.to, &count);

    if (row->comp_id || (row->kind == VIEW_ROW_TRACK && row->open))
        return;
    for (size_t i = 0; i < count; i++)
        if (span[i].end > drag->look.from)
            selection_add(view->selection, SELECT_CLIP, span[i].id);
}

static void
band_update(struct drag *drag, struct view *view, const struct model *model)
{
    const bool more = drag->first.mods & (DRAG_SHIFT | DRAG_CTRL);
    size_t count;
    const struct view_row *row = rows_list(view->rows, &count);

    in_order(llround(drag->from), llround(drag_frame(drag, view)), &drag->look);
    drag->look.y0 = fmin(drag->from_y, drag_y(drag, view));
    drag->look.y1 = fmax(drag->from_y, drag_y(drag, view));
    selection_clear_range(view->selection);
    selection_set(view->selection, SELECT_CLIP, drag->selected,
                  more ? drag->n_selected : 0);
    for (size_t i = 0; i < count; i++)
        if (row[i].y < drag->look.y1 && row[i].y + row[i].height > drag->look.y0)
            band_row(drag, view, model, &row[i]);
}

/* Of a comp, which holds no clips: what it plays there. */
static int64_t
clip_of_comp(const struct drag *drag, const struct view *view,
             const struct model *model)
{
    const struct view_row *row = rows_track(view->rows, drag->hit.track_id);

    return row && row->comp_id && !drag->hit.on_lane
               ? hit_in_comp(view, model, row->comp_id, drag->hit.at)
               : 0;
}

/* Beside the clips: nothing is selected but the track. */
static void
band_click(struct drag *drag, struct view *view, const struct model *model,
           struct drag_result *result)
{
    const int64_t clip = clip_of_comp(drag, view, model);

    result->view |= VIEW_SELECTION;
    if (!(drag->first.mods & (DRAG_SHIFT | DRAG_CTRL)))
        selection_clear(view->selection, SELECT_CLIP);
    selection_clear_range(view->selection);
    if (clip)
        selection_add(view->selection, SELECT_CLIP, clip);
    if (drag->hit.track_id)
        selection_only(view->selection, SELECT_TRACK, drag->hit.track_id);
}

const struct drag_kind DRAG_RUBBER = {
    .hint = N_("Drag: select clips · Ctrl: more of them"),
    .shape = DRAG_BAND,
    .update = band_update,
    .click = band_click,
    .undo = restore_range,
    .view = VIEW_SELECTION,
    .along = true,
    .down = true,
};

/* --- a swipe for the comp ----------------------------------------------------- */

static void
swipe_update(struct drag *drag, struct view *view, const struct model *model)
{
    const struct view_row *row = rows_lane(view->rows, drag->hit.lane_id);

    sweep(drag, view, model);
    drag->look.lane_id = drag->hit.lane_id;
    drag->look.y0 = row ? row->y : 0;
    drag->look.y1 = row ? row->y + row->height : 0;
    drag_say_place(drag, model,
                   drag_frame(drag, view) < drag->from ? drag->look.from
                                                       : drag->look.to);
}

static void
swiped(struct drag *drag, struct view *view, const struct model *model,
       struct drag_result *result)
{
    if (drag->look.from < drag->look.to)
        drag_line(result, "comp '#%" PRId64 "' %" PRId64 "f %" PRId64 "f",
                  drag->hit.lane_id, drag->look.from, drag->look.to);
}

static void
swipe_click(struct drag *drag, struct view *view, const struct model *model,
            struct drag_result *result)
{
    if (drag->hit.part == HIT_ROW)
        band_click(drag, view, model, result);
}

const struct drag_kind DRAG_SWIPE = {
    .hint = N_("Swipe: into the comp · Shift: no snap"),
    .shape = DRAG_COMP,
    .update = swipe_update,
    .finish = swiped,
    .click = swipe_click,
    .along = true,
};

/* --- the height of a row ------------------------------------------------------ */

static void
height_start(struct drag *drag, struct view *view, const struct model *model)
{
    const struct view_row *row = rows_track(view->rows, drag->hit.track_id);

    drag->scratch = row ? row->height : 0;
}

static void
set_height(struct drag *drag, struct view *view, const struct model *model,
           double height)
{
    if (drag->scratch <= 0 || !model)
        return;
    rows_set_height(view->rows, drag->hit.track_id, (int)lround(height));
    view_layout(view, model);
}

static void
height_update(struct drag *drag, struct view *view, const struct model *model)
{
    set_height(drag, view, model,
               drag->scratch + drag_y(drag, view) - drag->from_y);
}

static void
height_undo(struct drag *drag, struct view *view, const struct model *model)
{
    set_height(drag, view, model, drag->scratch);
}

const struct drag_kind DRAG_ROW_HEIGHT = {
    .hint = N_("Drag: height of the track"),
    .shape = DRAG_HEIGHT,
    .start = height_start,
    .update = height_update,
    .undo = height_undo,
    .view = VIEW_ROWS,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/drag.h"

#include "ui/view/alloc.h"
#include "ui/view/drag_internal.h"
#include "ui/view/musical.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double MOVES = 3;         /* pixels before a press becomes a drag */
static const double EDGE = 28, FASTEST = 24; /* of scrolling at the canvas's edge */

/* --- which gesture it is ------------------------------------------------------ */

static const struct drag_kind *const BY_PART[HIT_PARTS] = {
    [HIT_NOTHING] = &DRAG_RUBBER,         [HIT_ROW] = &DRAG_RUBBER,
    [HIT_ROW_EDGE] = &DRAG_ROW_HEIGHT,    [HIT_CLIP] = &DRAG_MOVE,
    [HIT_CLIP_BAND] = &DRAG_MOVE,         [HIT_CLIP_START] = &DRAG_TRIM_START,
    [HIT_CLIP_END] = &DRAG_TRIM_END,      [HIT_FADE_IN] = &DRAG_FADE_IN,
    [HIT_FADE_OUT] = &DRAG_FADE_OUT,      [HIT_CLIP_GAIN] = &DRAG_GAIN,
    [HIT_RANGE_START] = &DRAG_TIME_START, [HIT_RANGE_END] = &DRAG_TIME_END,
    [HIT_RULER] = &DRAG_PLAYHEAD,         [HIT_LOOP] = &DRAG_LOOP_RANGE,
    [HIT_LOOP_START] = &DRAG_LOOP_RANGE,  [HIT_LOOP_END] = &DRAG_LOOP_RANGE,
    [HIT_PUNCH] = &DRAG_PUNCH_RANGE,      [HIT_PUNCH_START] = &DRAG_PUNCH_RANGE,
    [HIT_PUNCH_END] = &DRAG_PUNCH_RANGE,  [HIT_MARKER] = &DRAG_MARKER_PLACE,
    [HIT_SECTION] = &DRAG_MARKER_PLACE,   [HIT_SECTION_END] = &DRAG_SECTION_END,
    [HIT_TEMPO] = &DRAG_TEMPO,            [HIT_METRE] = &DRAG_METRE,
    [HIT_HEAD] = &DRAG_TRACK_ORDER,
};

static bool
is_clip(enum hit_part part)
{
    return part >= HIT_CLIP && part <= HIT_CLIP_GAIN;
}

static const struct drag_kind *
ruler_kind(const struct view *view, const struct hit *hit, double y)
{
    const double middle = rulers_y(&view->rulers, RULER_RANGES)
                          + rulers_of(&view->rulers, RULER_RANGES) / 2.0;

    if (hit->part == HIT_RULER && hit->ruler == RULER_RANGES)
        return y < middle ? &DRAG_LOOP_RANGE : &DRAG_PUNCH_RANGE;
    if (hit->part == HIT_RULER && hit->ruler == RULER_SECTIONS)
        return &DRAG_SECTION_NEW;
    if (hit->part == HIT_RULER && view->tool == TOOL_RANGE)
        return &DRAG_TIME;
    return BY_PART[hit->part];
}

static const struct drag_kind *
canvas_kind(const struct view *view, const struct hit *hit, unsigned mods)
{
    const bool body = hit->part == HIT_CLIP || hit->part == HIT_CLIP_BAND;

    if (view->tool == TOOL_SPLIT && is_clip(hit->part))
        return &DRAG_SPLIT;
    if (view->tool == TOOL_RANGE && (is_clip(hit->part) || hit->part == HIT_ROW))
        return &DRAG_TIME;
    if (body && (mods & DRAG_ALT))
        return &DRAG_SLIP;
    if (hit->on_lane && (hit->part == HIT_CLIP || hit->part == HIT_ROW))
        return &DRAG_SWIPE;
    return BY_PART[hit->part];
}

static const struct drag_kind *
kind_of(const struct view *view, const struct hit *hit, const struct drag_point *at)
{
    if (hit->part == HIT_ROW_EDGE)
        return &DRAG_ROW_HEIGHT;
    return hit->ruler == RULERS ? canvas_kind(view, hit, at->mods)
                                : ruler_kind(view, hit, at->y);
}

const char *
drag_hint(const struct view *view, const struct hit *hit, double y)
{
    const struct drag_point at = {.y = y};

    return _(kind_of(view, hit, &at)->hint);
}

/* --- selecting by a click ----------------------------------------------------- */

/* From the focus's clip to this one, where both are on one lane. */
static void
select_between(struct view *view, const struct model *model, const struct hit *hit)
{
    const int64_t focus = selection_focus(view->selection, SELECT_CLIP);
    size_t count, a, b;
    const struct clip_span *span
        = clips_of(view->clips, model, hit->lane_id, &count);

    for (a = 0; a < count && span[a].id != focus; a++)
        ;
    for (b = 0; b < count && span[b].id != hit->id; b++)
        ;
    if (a < count && b < count)
        for (size_t i = a < b ? a : b; i <= (a < b ? b : a); i++)
            selection_add(view->selection, SELECT_CLIP, span[i].id);
    selection_add(view->selection, SELECT_CLIP, hit->id);
}

static void
select_track(struct view *view, const struct hit *hit)
{
    if (hit->track_id
        && !selection_has(view->selection, SELECT_TRACK, hit->track_id))
        selection_only(view->selection, SELECT_TRACK, hit->track_id);
}

static unsigned
press_clip(struct view *view, const struct model *model, struct drag *drag,
           unsigned mods)
{
    const struct hit *hit = &drag->hit;

    drag->was_selected = selection_has(view->selection, SELECT_CLIP, hit->id);
    selection_clear_range(view->selection); /* what is done next is done to clips */
    select_track(view, hit);
    if (drag->was_selected) {
        if (!(mods & DRAG_CTRL))
            selection_set_focus(view->selection, SELECT_CLIP, hit->id);
    } else if (mods & DRAG_SHIFT) {
        select_between(view, model, hit);
    } else if (mods & DRAG_CTRL) {
        selection_add(view->selection, SELECT_CLIP, hit->id);
    } else {
        selection_only(view->selection, SELECT_CLIP, hit->id);
    }
    return VIEW_SELECTION;
}

/* A clip that was selected already: the click's meaning is known only now. */
static unsigned
click_clip(struct view *view, const struct drag *drag)
{
    if (!is_clip(drag->hit.part) || !drag->was_selected || drag->kind == &DRAG_TIME)
        return 0;
    if (drag->first.mods & DRAG_CTRL)
        selection_remove(view->selection, SELECT_CLIP, drag->hit.id);
    else if (!(drag->first.mods & DRAG_SHIFT))
        selection_only(view->selection, SELECT_CLIP, drag->hit.id);
    return VIEW_SELECTION;
}

/* --- what all kinds need ------------------------------------------------------ */

double
drag_frame(const struct drag *drag, const struct view *view)
{
    return zoom_frame(&view->zoom, drag->last.x);
}

double
drag_y(const struct drag *drag, const struct view *view)
{
    return drag->last.y + view->zoom.top;
}

int64_t
drag_place(struct drag *drag, const struct view *view, const struct model *model,
           int64_t origin)
{
    const double at = (double)origin + drag_frame(drag, view) - drag->from;
    frames_t place = frames(at > 0 ? llround(at) : 0);

    drag->look.snapped = false;
    if (!(drag->last.mods & DRAG_SHIFT))
        place = snap_at(drag->snap, view, model, place, &drag->look.snapped);
    drag->look.snap = place.n;
    return place.n;
}

static struct drag_ghost
ghost_of(const struct model *model, int64_t clip_id)
{
    const struct row_clip *clip = model_row(model, TABLE_CLIP, clip_id);
    struct clip_span span = {0};
    struct drag_ghost ghost = {.clip_id = clip_id};

    if (!clip || !clips_span(model, clip_id, &span))
        return ghost;
    ghost.lane_id = clip->lane_id;
    ghost.start = span.start;
    ghost.end = span.end;
    ghost.offset = clip->offset;
    ghost.fade_in = clip->fade_in;
    ghost.fade_out = clip->fade_out;
    ghost.gain_db = clip->gain_db;
    return ghost;
}

void
drag_take_clips(struct drag *drag, const struct view *view,
                const struct model *model)
{
    size_t count;
    const int64_t *ids = selection_ids(view->selection, SELECT_CLIP, &count);
    const bool all = selection_has(view->selection, SELECT_CLIP, drag->hit.id);

    drag->n_ids = all ? count : 1;
    drag->ids = view_alloc(drag->n_ids, sizeof *drag->ids);
    drag->ghosts = view_alloc(drag->n_ids, sizeof *drag->ghosts);
    drag->was = view_alloc(drag->n_ids, sizeof *drag->was);
    memcpy(drag->ids, all ? ids : &drag->hit.id, drag->n_ids * sizeof *drag->ids);
    for (size_t i = 0; i < drag->n_ids; i++)
        drag->ghosts[i] = drag->was[i] = ghost_of(model, drag->ids[i]);
    drag->look.ghosts = drag->ghosts;
    drag->look.count = drag->n_ids;
}

struct drag_ghost *
drag_hit_ghost(struct drag *drag, const struct drag_ghost *ghosts)
{
    for (size_t i = 0; i < drag->n_ids; i++)
        if (drag->ids[i] == drag->hit.id)
            return (struct drag_ghost *)&ghosts[i];
    return (struct drag_ghost *)&ghosts[0];
}

bool
drag_locked(struct drag *drag, const struct model *model)
{
    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct row_clip *clip = model_row(model, TABLE_CLIP, drag->ids[i]);

        if (clip && !clip->locked)
            continue;
        drag->look.refused = true;
        snprintf(drag->look.text, sizeof drag->look.text, "%s",
                 _("This clip is locked"));
        return true;
    }
    return false;
}

void
drag_line(struct drag_result *result, const char *format, ...)
{
    size_t room = result->count;
    char *line = NULL;
    va_list args;

    va_start(args, format);
    if (vasprintf(&line, format, args) < 0)
        abort(); /* as alloc.h says */
    va_end(args);
    result->lines = view_grow(result->lines, &room, result->count + 1,
                              sizeof *result->lines);
    result->lines[result->count++] = line;
}

void
drag_db(char *text, size_t size, double db)
{
    const long tenths = lround(fabs(db) * 10);

    snprintf(text, size, "%s%ld.%ld", db < 0 && tenths ? "-" : "", tenths / 10,
             tenths % 10);
}

void
drag_say_place(struct drag *drag, const struct model *model, int64_t at)
{
    char text[TIMECODE_SIZE];

    musical_text(model_tempo(model), frames(at), text);
    snprintf(drag->look.text, sizeof drag->look.text, "%s", text);
}

/* --- from the press to letting go --------------------------------------------- */

static void
drag_free(struct drag *drag)
{
    snap_free(drag->snap);
    free(drag->ids);
    free(drag->ghosts);
    free(drag->was);
    free(drag->selected);
    free(drag);
}

static void
remember_selection(struct drag *drag, const struct view *view)
{
    const int64_t *ids
        = selection_ids(view->selection, SELECT_CLIP, &drag->n_selected);

    drag->ranged
        = selection_range(view->selection, &drag->range_from, &drag->range_to);
    drag->selected = view_alloc(drag->n_selected, sizeof *drag->selected);
    if (drag->n_selected > 0)
        memcpy(drag->selected, ids, drag->n_selected * sizeof *ids);
}

/* What it says stands at the clip under the hand. */
static void
place_words(struct drag *drag, const struct view *view, const struct model *model)
{
    const struct drag_ghost *hit = drag_hit_ghost(drag, drag->ghosts);
    const struct view_row *row = rows_of_lane(view->rows, model, hit->lane_id);

    drag->look.from = hit->start;
    drag->look.to = hit->end;
    drag->look.y0 = row ? row->y : 0;
    drag->look.y1 = row ? row->y + row->height : 0;
}

static unsigned
go_on(struct drag *drag, struct view *view, const struct model *model)
{
    if (!drag->moved) {
        drag->moved = true;
        if (drag->kind->start)
            drag->kind->start(drag, view, model);
        if (!drag->snap)
            drag->snap = snap_new(view, model, drag->ids, drag->n_ids);
    }
    if (!drag->stopped)
        drag->kind->update(drag, view, model);
    if (drag->look.shape == DRAG_GHOSTS)
        place_words(drag, view, model);
    return VIEW_DRAG | drag->kind->view;
}

unsigned
drag_begin(struct view *view, const struct model *model, const struct hit *hit,
           struct drag_point at)
{
    unsigned changed = drag_cancel(view, model);
    struct drag *drag = view_alloc(1, sizeof *drag);

    drag->kind = kind_of(view, hit, &at);
    drag->hit = *hit;
    drag->first = drag->last = at;
    drag->from = zoom_frame(&view->zoom, at.x);
    drag->from_y = at.y + view->zoom.top;
    drag->look.shape = drag->kind->shape;
    remember_selection(drag, view);
    view->drag = drag;
    if (is_clip(hit->part) && drag->kind != &DRAG_TIME)
        changed |= press_clip(view, model, drag, at.mods);
    if (drag->kind->at_once)
        changed |= go_on(drag, view, model);
    return changed;
}

unsigned
drag_update(struct view *view, const struct model *model, struct drag_point at)
{
    struct drag *drag = view->drag;

    if (!drag)
        return 0;
    drag->last = at;
    if (!drag->moved && hypot(at.x - drag->first.x, at.y - drag->first.y) < MOVES)
        return 0;
    return go_on(drag, view, model);
}

struct drag_result
drag_end(struct view *view, const struct model *model)
{
    struct drag *drag = view->drag;
    struct drag_result result = {0};

    if (!drag)
        return result;
    view->drag = NULL;
    if (!drag->moved) {
        result.view |= click_clip(view, drag);
        if (drag->kind->click)
            drag->kind->click(drag, view, model, &result);
    } else {
        result.view |= VIEW_DRAG;
        if (drag->kind->finish && !drag->look.refused)
            drag->kind->finish(drag, view, model, &result);
    }
    drag_free(drag);
    return result;
}

void
drag_result_free(struct drag_result *result)
{
    for (size_t i = 0; i < result->count; i++)
        free(result->lines[i]);
    free(result->lines);
    *result = (struct drag_result){0};
}

unsigned
drag_cancel(struct view *view, const struct model *model)
{
    struct drag *drag = view->drag;
    unsigned changed;

    if (!drag)
        return 0;
    view->drag = NULL;
    if (drag->moved && drag->kind->undo)
        drag->kind->undo(drag, view, model);
    changed = drag->moved ? VIEW_DRAG | drag->kind->view : 0;
    drag_free(drag);
    return changed;
}

const struct drag_look *
drag_look(const struct view *view)
{
    return view->drag && view->drag->moved ? &view->drag->look : NULL;
}

/* --- scrolling at the edge ---------------------------------------------------- */

static double
pull(double at, double size)
{
    const double out = at < EDGE          ? at - EDGE
                       : at > size - EDGE ? at - size + EDGE
                                          : 0;

    return fmax(fmin(out / EDGE, 2), -2) * FASTEST / 2;
}

void
drag_scroll(const struct view *view, double *dx, double *dy)
{
    const struct drag *drag = view->drag;

    *dx = *dy = 0;
    if (!drag || !drag->moved)
        return;
    if (drag->kind->along)
        *dx = pull(drag->last.x, view->zoom.width);
    if (drag->kind->down && drag->hit.ruler == RULERS)
        *dy = pull(drag->last.y, view->zoom.height);
}

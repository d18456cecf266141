/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drag_move.c: clips moved and copied, along the song and to other tracks. */
#include "ui/view/alloc.h"
#include "ui/view/drag_internal.h"
#include "ui/view/musical.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In one line of many, so that a line does not get longer than commands take. */
enum { MOST = 1000 };

/* Clips lie on shelves: the rows that hold some.  A track whose lanes are shown
 * holds none itself. */
static bool
is_shelf(const struct view_row *row)
{
    return row->lane_id && !row->comp_id
           && !(row->kind == VIEW_ROW_TRACK && row->open);
}

/* How many shelves there are above a row, counted by its place in the list. */
static long
shelf_number(const struct view *view, const struct view_row *row)
{
    size_t count;
    const struct view_row *rows = rows_list(view->rows, &count);
    long number = 0;

    for (size_t i = 0; i < count && &rows[i] != row; i++)
        number += is_shelf(&rows[i]);
    return number;
}

static const struct view_row *
shelf(const struct view *view, long number)
{
    size_t count;
    const struct view_row *rows = rows_list(view->rows, &count);

    for (size_t i = 0; i < count; i++)
        if (is_shelf(&rows[i]) && number-- == 0)
            return &rows[i];
    return NULL;
}

/* The shelf at y: above all it is the first, and where none is, the nearest one
 * above. */
static long
shelf_at(const struct view *view, double y)
{
    const struct view_row *row = rows_at(view->rows, y);
    long number;

    if (!row)
        return y < 0 ? 0 : shelf_number(view, NULL) - 1;
    number = shelf_number(view, row);
    if (is_shelf(row) || number == 0 || (row->open && row->lane_id))
        return number;
    return number - 1;
}

/* Of a clip that is not seen: -1. */
static long
shelf_of(const struct view *view, const struct model *model, int64_t lane_id)
{
    const struct view_row *row = rows_of_lane(view->rows, model, lane_id);

    return row && is_shelf(row) ? shelf_number(view, row) : -1;
}

/* By how many shelves all go: so far that none leaves the rows. */
static long
shelves_by(const struct drag *drag, const struct view *view,
           const struct model *model)
{
    const long last = shelf_number(view, NULL) - 1;
    long by = shelf_at(view, drag_y(drag, view)) - (long)drag->scratch;

    for (size_t i = 0; i < drag->n_ids; i++) {
        const long at = shelf_of(view, model, drag->was[i].lane_id);

        if (at < 0)
            continue;
        by = by < -at ? -at : by;
        by = by > last - at ? last - at : by;
    }
    return by;
}

static int64_t
earliest(const struct drag *drag)
{
    int64_t first = INT64_MAX;

    for (size_t i = 0; i < drag->n_ids; i++)
        if (drag->was[i].start < first)
            first = drag->was[i].start;
    return first;
}

static int64_t
frames_by(struct drag *drag, const struct view *view, const struct model *model)
{
    const struct drag_ghost *hit = drag_hit_ghost(drag, drag->was);
    int64_t by = llround(drag_frame(drag, view) - drag->from), to = -1;

    if (by < -hit->start)
        by = -hit->start;
    if (!(drag->last.mods & DRAG_SHIFT))
        by = snap_stretch(drag->snap, view, model, hit->start, hit->end, by, &to);
    drag->look.snapped = to >= 0;
    drag->look.snap = to;
    return by < -earliest(drag) ? -earliest(drag) : by;
}

static int64_t
kind_of_lane(const struct model *model, int64_t lane_id)
{
    const struct row_lane *lane = model_row(model, TABLE_LANE, lane_id);
    const struct row_track *track
        = lane ? model_row(model, TABLE_TRACK, lane->track_id) : NULL;

    return track ? track->kind : -1;
}

static void
put_ghost(struct drag *drag, const struct view *view, const struct model *model,
          size_t i, int64_t by, long shelves)
{
    const struct drag_ghost *was = &drag->was[i];
    struct drag_ghost *ghost = &drag->ghosts[i];
    const long at = shelf_of(view, model, was->lane_id);
    const struct view_row *row = at >= 0 ? shelf(view, at + shelves) : NULL;

    ghost->start = was->start + by;
    ghost->end = was->end + by;
    ghost->lane_id = row && shelves ? row->lane_id : was->lane_id;
    ghost->stays = (drag->last.mods & DRAG_CTRL) != 0;
    if (kind_of_lane(model, ghost->lane_id) == kind_of_lane(model, was->lane_id))
        return;
    drag->look.refused = true;
    snprintf(drag->look.text, sizeof drag->look.text, "%s",
             _("Sound and MIDI lie on tracks of their own"));
}

static void
start(struct drag *drag, struct view *view, const struct model *model)
{
    const double y = drag->from_y;

    drag_take_clips(drag, view, model);
    drag->scratch = (double)shelf_at(view, y);
}

static void
update(struct drag *drag, struct view *view, const struct model *model)
{
    const int64_t by = frames_by(drag, view, model);
    const long shelves = shelves_by(drag, view, model);

    drag->look.refused = false;
    drag_say_place(drag, model, drag_hit_ghost(drag, drag->was)->start + by);
    for (size_t i = 0; i < drag->n_ids; i++)
        put_ghost(drag, view, model, i, by, shelves);
    if (!drag->look.refused && !(drag->last.mods & DRAG_CTRL))
        drag_locked(drag, model);
}

/* --- the lines ---------------------------------------------------------------- */

static void
append(char **text, size_t *size, const char *more)
{
    const size_t add = strlen(more);
    size_t room = *size;

    *text = view_grow(*text, &room, *size + add + 1, 1);
    memcpy(*text + *size, more, add + 1);
    *size += add;
}

/* In music, where the clip is kept in it: else a bar's line would be a frame's
 * tick. */
static void
span_text(char *text, size_t size, const struct model *model,
          const struct drag_ghost *was, int64_t start)
{
    const struct row_clip *clip = model_row(model, TABLE_CLIP, was->clip_id);
    const int64_t ticks
        = clip->unit == TIME_TICKS
              ? musical_ticks(model_tempo(model), frames(start)).n - clip->at
              : 0;

    if (clip->unit == TIME_TICKS)
        snprintf(text, size, "%s0|0|%" PRId64, ticks < 0 ? "-" : "",
                 ticks < 0 ? -ticks : ticks);
    else
        snprintf(text, size, "%" PRId64 "f", start - was->start);
}

static void
move_some(const struct drag *drag, const char *command, const char *span,
          size_t first, struct drag_result *result)
{
    const size_t end = first + MOST < drag->n_ids ? first + MOST : drag->n_ids;
    char *text = NULL, word[64];
    size_t size = 0;

    append(&text, &size, command);
    append(&text, &size, span);
    for (size_t i = first; i < end; i++) {
        const struct drag_ghost *ghost = &drag->ghosts[i];

        snprintf(word, sizeof word, " '#%" PRId64, ghost->clip_id);
        append(&text, &size, word);
        if (ghost->lane_id != drag->was[i].lane_id) {
            snprintf(word, sizeof word, ">#%" PRId64, ghost->lane_id);
            append(&text, &size, word);
        }
        append(&text, &size, "'");
    }
    drag_line(result, "%s", text);
    free(text);
}

static void
finish(struct drag *drag, struct view *view, const struct model *model,
       struct drag_result *result)
{
    const struct drag_ghost *was = drag_hit_ghost(drag, drag->was);
    const struct drag_ghost *is = drag_hit_ghost(drag, drag->ghosts);
    const bool copies = is->stays;
    char span[48];

    if (!model_row(model, TABLE_CLIP, was->clip_id)
        || (is->start == was->start && is->lane_id == was->lane_id))
        return;
    if (drag->n_ids == 1)
        result->label = copies ? N_("Copy clip") : N_("Move clip");
    span_text(span, sizeof span, model, was, is->start);
    for (size_t i = 0; i < drag->n_ids; i += MOST)
        move_some(drag, copies ? "copy-by " : "move-by ", span, i, result);
}

const struct drag_kind DRAG_MOVE = {
    .hint = N_("Drag: move · Ctrl: copy · Alt: slip the sound · Shift: no snap"),
    .shape = DRAG_GHOSTS,
    .start = start,
    .update = update,
    .finish = finish,
    .along = true,
    .down = true,
};

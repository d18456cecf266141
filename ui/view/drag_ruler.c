/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drag_ruler.c: what is taken hold of in the rulers: the loop and the punch range,
 * markers and sections, the playhead. */
#include "ui/view/drag_internal.h"
#include "ui/view/musical.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- loop and punch ----------------------------------------------------------- */

static bool
is_loop(const struct drag *drag)
{
    return drag->kind == &DRAG_LOOP_RANGE;
}

static void
song_range(const struct drag *drag, const struct model *model, int64_t *from,
           int64_t *to)
{
    const struct row_song *song = model_row(model, TABLE_SONG, SONG_ID);

    *from = *to = 0;
    if (!song)
        return;
    *from = is_loop(drag) ? song->loop_start.n : song->punch_start.n;
    *to = is_loop(drag) ? song->loop_end.n : song->punch_end.n;
}

/* A new one is drawn from where the button went down. */
static void
draw_range(struct drag *drag, const struct view *view, const struct model *model)
{
    const frames_t first = frames(drag->from > 0 ? llround(drag->from) : 0);
    const bool fine = drag->last.mods & DRAG_SHIFT;
    const int64_t a
        = fine ? first.n : snap_at(drag->snap, view, model, first, NULL).n;
    const int64_t b = drag_place(drag, view, model, first.n);

    drag->look.from = a < b ? a : b;
    drag->look.to = a < b ? b : a;
}

static void
range_update(struct drag *drag, struct view *view, const struct model *model)
{
    const enum hit_part part = drag->hit.part;
    int64_t from, to;

    song_range(drag, model, &from, &to);
    if (part == HIT_RULER) {
        draw_range(drag, view, model);
    } else if (part == HIT_LOOP || part == HIT_PUNCH) {
        const int64_t at = drag_place(drag, view, model, from);

        drag->look.from = at;
        drag->look.to = at + to - from;
    } else {
        const bool at_start = part == HIT_LOOP_START || part == HIT_PUNCH_START;
        const int64_t at = drag_place(drag, view, model, at_start ? from : to);
        const int64_t still = at_start ? to : from;

        drag->look.from = at < still ? at : still;
        drag->look.to = at < still ? still : at;
    }
    drag_say_place(drag, model, drag->look.snap);
}

static void
range_set(struct drag *drag, struct view *view, const struct model *model,
          struct drag_result *result)
{
    int64_t from, to;

    song_range(drag, model, &from, &to);
    if (drag->look.from >= drag->look.to
        || (from == drag->look.from && to == drag->look.to))
        return;
    drag_line(result, "%s %" PRId64 "f %" PRId64 "f",
              is_loop(drag) ? "loop" : "punch", drag->look.from, drag->look.to);
}

/* A click on the loop switches it. */
static void
loop_click(struct drag *drag, struct view *view, const struct model *model,
           struct drag_result *result)
{
    const struct row_song *song = model_row(model, TABLE_SONG, SONG_ID);

    if (song && drag->hit.part == HIT_LOOP)
        drag_line(result, "loop %s", song->loop ? "off" : "on");
}

const struct drag_kind DRAG_LOOP_RANGE = {
    .hint = N_("Drag: loop · Click: loop on or off · Shift: no snap"),
    .shape = DRAG_LOOP,
    .update = range_update,
    .finish = range_set,
    .click = loop_click,
    .along = true,
};

const struct drag_kind DRAG_PUNCH_RANGE = {
    .hint = N_("Drag: punch · Shift: no snap"),
    .shape = DRAG_PUNCH,
    .update = range_update,
    .finish = range_set,
    .along = true,
};

/* --- markers and sections ----------------------------------------------------- */

static int64_t
marker_frame(const struct model *model, const struct row_marker *marker,
             int64_t add)
{
    return when_frames(
               model_tempo(model),
               (struct when){marker->at + add, (enum time_unit)marker->unit})
        .n;
}

static void
marker_update(struct drag *drag, struct view *view, const struct model *model)
{
    const struct row_marker *marker = model_row(model, TABLE_MARKER, drag->hit.id);

    if (!marker)
        return;
    const int64_t was = marker_frame(model, marker, 0);
    const int64_t end = marker_frame(model, marker, marker->length);

    drag->look.id = marker->id;
    drag->look.from = drag_place(drag, view, model, was);
    drag->look.to = drag->look.from + end - was;
    drag_say_place(drag, model, drag->look.from);
}

static void
section_end_update(struct drag *drag, struct view *view, const struct model *model)
{
    const struct row_marker *marker = model_row(model, TABLE_MARKER, drag->hit.id);

    if (!marker)
        return;
    const int64_t from = marker_frame(model, marker, 0);
    const int64_t end = marker_frame(model, marker, marker->length);

    drag->look.id = marker->id;
    drag->look.from = from;
    drag->look.to = drag_place(drag, view, model, end);
    drag->look.refused = drag->look.to <= from;
    drag_say_place(drag, model, drag->look.to);
}

/* As the marker keeps its place: in music or in frames. */
static void
marker_line(struct drag_result *result, const struct model *model,
            const char *command, int64_t id, int64_t at)
{
    const struct row_marker *marker = model_row(model, TABLE_MARKER, id);
    char text[TIMECODE_SIZE];

    if (!marker)
        return;
    if (marker->unit == TIME_TICKS)
        musical_text(model_tempo(model), frames(at), text);
    else
        snprintf(text, sizeof text, "%" PRId64 "f", at);
    drag_line(result, "%s '#%" PRId64 "' %s", command, id, text);
}

static void
marker_set(struct drag *drag, struct view *view, const struct model *model,
           struct drag_result *result)
{
    const struct row_marker *marker = model_row(model, TABLE_MARKER, drag->hit.id);

    if (marker && drag->look.from != marker_frame(model, marker, 0))
        marker_line(result, model, "marker-move", marker->id, drag->look.from);
}

static void
section_end_set(struct drag *drag, struct view *view, const struct model *model,
                struct drag_result *result)
{
    const struct row_marker *marker = model_row(model, TABLE_MARKER, drag->hit.id);

    if (marker && drag->look.to != marker_frame(model, marker, marker->length))
        marker_line(result, model, "section-end", marker->id, drag->look.to);
}

/* The playhead goes to what was clicked. */
static void
marker_click(struct drag *drag, struct view *view, const struct model *model,
             struct drag_result *result)
{
    const struct row_marker *marker = model_row(model, TABLE_MARKER, drag->hit.id);

    if (!marker)
        return;
    view->cursor = frames(marker_frame(model, marker, 0));
    result->locate = true;
}

const struct drag_kind DRAG_MARKER_PLACE = {
    .hint
    = N_("Drag: move · Click: go there · Double click: name · Shift: no snap"),
    .shape = DRAG_MARKER,
    .update = marker_update,
    .finish = marker_set,
    .click = marker_click,
    .along = true,
};

const struct drag_kind DRAG_SECTION_END = {
    .hint = N_("Drag: the end of the section · Shift: no snap"),
    .shape = DRAG_MARKER,
    .update = section_end_update,
    .finish = section_end_set,
    .along = true,
};

/* --- a section that is drawn -------------------------------------------------- */

static void
section_update(struct drag *drag, struct view *view, const struct model *model)
{
    draw_range(drag, view, model);
    drag_say_place(drag, model, drag->look.snap);
}

static void
section_new(struct drag *drag, struct view *view, const struct model *model,
            struct drag_result *result)
{
    size_t count, sections = 0;
    const struct row_marker *marker = model_rows(model, TABLE_MARKER, &count);
    char from[TIMECODE_SIZE], to[TIMECODE_SIZE], name[64];

    for (size_t i = 0; i < count; i++)
        sections += marker[i].kind == MARKER_SECTION;
    snprintf(name, sizeof name, _("Section %zu"), sections + 1);
    musical_text(model_tempo(model), frames(drag->look.from), from);
    musical_text(model_tempo(model), frames(drag->look.to), to);
    if (drag->look.from < drag->look.to)
        drag_line(result, "section %s %s \"%s\"", from, to, name);
}

static void
section_click(struct drag *drag, struct view *view, const struct model *model,
              struct drag_result *result)
{
    view->cursor = drag->hit.at;
    result->locate = true;
}

const struct drag_kind DRAG_SECTION_NEW = {
    .hint = N_("Drag: a new section · Shift: no snap"),
    .shape = DRAG_SECTION,
    .update = section_update,
    .finish = section_new,
    .click = section_click,
    .along = true,
};

/* --- the playhead ------------------------------------------------------------- */

static void
playhead_update(struct drag *drag, struct view *view, const struct model *model)
{
    drag->look.from = drag->look.to
        = drag_place(drag, view, model, drag->from > 0 ? llround(drag->from) : 0);
    drag_say_place(drag, model, drag->look.from);
}

static void
playhead_set(struct drag *drag, struct view *view, const struct model *model,
             struct drag_result *result)
{
    view->cursor = frames(drag->look.from);
    result->locate = true;
}

const struct drag_kind DRAG_PLAYHEAD = {
    .hint = N_("Click or drag: playhead · Shift: no snap"),
    .shape = DRAG_LOCATE,
    .update = playhead_update,
    .finish = playhead_set,
    .at_once = true,
    .along = true,
};

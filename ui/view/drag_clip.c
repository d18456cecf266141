/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drag_clip.c: clips trimmed, faded, made louder, slipped and split, where they
 * are. */
#include "ui/view/drag_internal.h"
#include "ui/view/musical.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHORTEST = 64 }; /* frames that are left of a clip */

static const char *const SHAPES[]
    = {"linear", "equal-power", "slow", "fast", "s-curve"};

static int64_t
clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* Where each clip's source ends, counted from its first frame; without a source it
 * goes no farther than the clip does. */
static int64_t
source_length(const struct model *model, const struct drag_ghost *was)
{
    const struct row_clip *clip = model_row(model, TABLE_CLIP, was->clip_id);
    const struct row_source *source
        = clip ? model_row(model, TABLE_SOURCE, clip->source_id) : NULL;

    if (clip && clip->kind == CLIP_MIDI)
        return INT64_MAX / 4;
    return source ? source->length : was->offset + was->end - was->start;
}

static void
start(struct drag *drag, struct view *view, const struct model *model)
{
    drag_take_clips(drag, view, model);
    drag->stopped = drag_locked(drag, model);
}

static void
start_sound(struct drag *drag, struct view *view, const struct model *model)
{
    drag_take_clips(drag, view, model);
}

/* As model/ops_clip.h says: where a clip gets too short for its fades, both give
 * way. */
static void
fit_fades(struct drag_ghost *ghost, const struct drag_ghost *was)
{
    const int64_t length = ghost->end - ghost->start;
    const int64_t both = was->fade_in + was->fade_out;

    ghost->fade_in = was->fade_in;
    ghost->fade_out = was->fade_out;
    if (both <= length)
        return;
    ghost->fade_in
        = (int64_t)((double)was->fade_in * (double)length / (double)both);
    ghost->fade_out = length - ghost->fade_in;
}

/* --- trimming ----------------------------------------------------------------- */

static void
trim_start(struct drag *drag, struct view *view, const struct model *model)
{
    const struct drag_ghost *hit = drag_hit_ghost(drag, drag->was);
    const int64_t by = drag_place(drag, view, model, hit->start) - hit->start;

    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct drag_ghost *was = &drag->was[i];
        struct drag_ghost *ghost = &drag->ghosts[i];
        const struct row_clip *clip = model_row(model, TABLE_CLIP, was->clip_id);
        const bool midi = clip && clip->kind == CLIP_MIDI;
        const int64_t first
            = midi || was->offset > was->start ? 0 : was->start - was->offset;

        ghost->start = clamp(was->start + by, first, was->end - SHORTEST);
        if (was->end - SHORTEST < first)
            ghost->start = was->start;
        ghost->offset = was->offset + (midi ? 0 : ghost->start - was->start);
        fit_fades(ghost, was);
    }
    drag_say_place(drag, model, drag_hit_ghost(drag, drag->ghosts)->start);
}

static void
trim_end(struct drag *drag, struct view *view, const struct model *model)
{
    const struct drag_ghost *hit = drag_hit_ghost(drag, drag->was);
    const int64_t by = drag_place(drag, view, model, hit->end) - hit->end;

    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct drag_ghost *was = &drag->was[i];
        struct drag_ghost *ghost = &drag->ghosts[i];
        const int64_t most = was->start + source_length(model, was) - was->offset;

        ghost->end = clamp(was->end + by, was->start + SHORTEST, most);
        if (most < was->start + SHORTEST)
            ghost->end = was->end;
        fit_fades(ghost, was);
    }
    drag_say_place(drag, model, drag_hit_ghost(drag, drag->ghosts)->end);
}

static void
time_text(char *text, size_t size, const struct model *model, int64_t clip_id,
          int64_t at)
{
    const struct row_clip *clip = model_row(model, TABLE_CLIP, clip_id);

    if (clip && clip->unit == TIME_TICKS)
        musical_text(model_tempo(model), frames(at), text);
    else
        snprintf(text, size, "%" PRId64 "f", at);
}

static void
trimmed(struct drag *drag, struct view *view, const struct model *model,
        struct drag_result *result)
{
    char text[TIMECODE_SIZE];

    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct drag_ghost *is = &drag->ghosts[i], *was = &drag->was[i];
        const bool at_start = drag->kind == &DRAG_TRIM_START;

        if (is->start == was->start && is->end == was->end)
            continue;
        time_text(text, sizeof text, model, is->clip_id,
                  at_start ? is->start : is->end);
        drag_line(result, "trim '#%" PRId64 "' %s %s", is->clip_id,
                  at_start ? "start" : "end", text);
    }
}

const struct drag_kind DRAG_TRIM_START = {
    .hint = N_("Drag: trim · Shift: no snap"),
    .shape = DRAG_GHOSTS,
    .start = start,
    .update = trim_start,
    .finish = trimmed,
    .along = true,
};

const struct drag_kind DRAG_TRIM_END = {
    .hint = N_("Drag: trim · Shift: no snap"),
    .shape = DRAG_GHOSTS,
    .start = start,
    .update = trim_end,
    .finish = trimmed,
    .along = true,
};

/* --- fades -------------------------------------------------------------------- */

static void
say_length(struct drag *drag, const struct model *model, int64_t length)
{
    const uint32_t rate = tempo_map_rate(model_tempo(model));

    if (length < rate)
        snprintf(drag->look.text, sizeof drag->look.text, _("%.0f ms"),
                 (double)length * 1000 / rate);
    else
        snprintf(drag->look.text, sizeof drag->look.text, _("%.2f s"),
                 (double)length / rate);
}

static void
fade_in(struct drag *drag, struct view *view, const struct model *model)
{
    const struct drag_ghost *hit = drag_hit_ghost(drag, drag->was);
    const int64_t at = drag_place(drag, view, model, hit->start + hit->fade_in);

    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct drag_ghost *was = &drag->was[i];
        struct drag_ghost *ghost = &drag->ghosts[i];
        const int64_t length = was->end - was->start;

        ghost->fade_in = clamp(at - hit->start, 0, length);
        ghost->fade_out = clamp(was->fade_out, 0, length - ghost->fade_in);
    }
    say_length(drag, model, drag_hit_ghost(drag, drag->ghosts)->fade_in);
}

static void
fade_out(struct drag *drag, struct view *view, const struct model *model)
{
    const struct drag_ghost *hit = drag_hit_ghost(drag, drag->was);
    const int64_t at = drag_place(drag, view, model, hit->end - hit->fade_out);

    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct drag_ghost *was = &drag->was[i];
        struct drag_ghost *ghost = &drag->ghosts[i];
        const int64_t length = was->end - was->start;

        ghost->fade_out = clamp(hit->end - at, 0, length);
        ghost->fade_in = clamp(was->fade_in, 0, length - ghost->fade_out);
    }
    say_length(drag, model, drag_hit_ghost(drag, drag->ghosts)->fade_out);
}

/* Clips that have no sound have no fades. */
static void
faded(struct drag *drag, struct view *view, const struct model *model,
      struct drag_result *result)
{
    const bool in = drag->kind == &DRAG_FADE_IN;

    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct drag_ghost *is = &drag->ghosts[i];
        const struct row_clip *clip = model_row(model, TABLE_CLIP, is->clip_id);

        if (!clip || clip->kind != CLIP_AUDIO
            || (in ? is->fade_in == clip->fade_in : is->fade_out == clip->fade_out))
            continue;
        drag_line(result, "%s '#%" PRId64 "' %" PRId64 "f %s",
                  in ? "fade-in" : "fade-out", is->clip_id,
                  in ? is->fade_in : is->fade_out,
                  SHAPES[in ? clip->fade_in_shape : clip->fade_out_shape]);
    }
}

const struct drag_kind DRAG_FADE_IN = {
    .hint = N_("Drag: fade in · Shift: no snap"),
    .shape = DRAG_GHOSTS,
    .start = start_sound,
    .update = fade_in,
    .finish = faded,
    .along = true,
};

const struct drag_kind DRAG_FADE_OUT = {
    .hint = N_("Drag: fade out · Shift: no snap"),
    .shape = DRAG_GHOSTS,
    .start = start_sound,
    .update = fade_out,
    .finish = faded,
    .along = true,
};

/* --- gain --------------------------------------------------------------------- */

/* Half a dB around what the clip has by itself sticks; Shift is fine. */
static double
dragged_gain(const struct drag *drag, const struct view *view,
             const struct clip_box *box, double was)
{
    const bool fine = drag->last.mods & DRAG_SHIFT;
    const double by = (drag_y(drag, view) - drag->from_y) * (fine ? 0.1 : 1);
    const double db = clip_gain_db(box, clip_gain_y(box, was) + by);

    if (!fine && fabs(db) < 0.5)
        return 0;
    return db < -60 ? LEVEL_OFF_DB : round(db * 10) / 10;
}

static void
gain(struct drag *drag, struct view *view, const struct model *model)
{
    const struct drag_ghost *hit = drag_hit_ghost(drag, drag->was);
    const struct view_row *row = rows_of_lane(view->rows, model, hit->lane_id);
    const struct clip_span span = {.start = hit->start, .end = hit->end};

    if (!row)
        return;
    const struct clip_box box = clip_box(&view->zoom, row, &span);
    const double db = dragged_gain(drag, view, &box, hit->gain_db);

    for (size_t i = 0; i < drag->n_ids; i++) {
        const double own = drag->was[i].gain_db + db - hit->gain_db;

        drag->ghosts[i].gain_db = db <= LEVEL_OFF_DB || own < -60 ? LEVEL_OFF_DB
                                  : own > 60                      ? 60
                                                                  : own;
    }
    if (db <= LEVEL_OFF_DB)
        snprintf(drag->look.text, sizeof drag->look.text, "%s", _("-∞ dB"));
    else
        snprintf(drag->look.text, sizeof drag->look.text, _("%+.1f dB"), db);
}

static void
gained(struct drag *drag, struct view *view, const struct model *model,
       struct drag_result *result)
{
    char text[16];

    for (size_t i = 0; i < drag->n_ids; i++) {
        if (drag->ghosts[i].gain_db == drag->was[i].gain_db)
            continue;
        drag_db(text, sizeof text, drag->ghosts[i].gain_db);
        drag_line(result, "gain '#%" PRId64 "' %s", drag->ids[i], text);
    }
}

const struct drag_kind DRAG_GAIN = {
    .hint = N_("Drag: gain · Shift: fine"),
    .shape = DRAG_GHOSTS,
    .start = start_sound,
    .update = gain,
    .finish = gained,
};

/* --- slipping ----------------------------------------------------------------- */

static void
slip(struct drag *drag, struct view *view, const struct model *model)
{
    const int64_t by = llround(drag->from - drag_frame(drag, view));

    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct drag_ghost *was = &drag->was[i];
        const int64_t last = source_length(model, was) - (was->end - was->start);

        drag->ghosts[i].offset = clamp(was->offset + by, 0, last > 0 ? last : 0);
    }
    const struct drag_ghost *is = drag_hit_ghost(drag, drag->ghosts);
    const double rate = tempo_map_rate(model_tempo(model));

    snprintf(drag->look.text, sizeof drag->look.text, _("%+.3f s"),
             (double)(drag_hit_ghost(drag, drag->was)->offset - is->offset) / rate);
}

static void
slipped(struct drag *drag, struct view *view, const struct model *model,
        struct drag_result *result)
{
    for (size_t i = 0; i < drag->n_ids; i++) {
        const struct row_clip *clip = model_row(model, TABLE_CLIP, drag->ids[i]);
        const int64_t by = drag->ghosts[i].offset - drag->was[i].offset;

        if (by && clip && clip->kind == CLIP_AUDIO)
            drag_line(result, "slip '#%" PRId64 "' %" PRId64 "f", drag->ids[i], by);
    }
}

const struct drag_kind DRAG_SLIP = {
    .hint = N_("Drag: slip the sound within its clip"),
    .shape = DRAG_GHOSTS,
    .start = start,
    .update = slip,
    .finish = slipped,
    .along = true,
};

/* --- splitting ---------------------------------------------------------------- */

static void
split(struct drag *drag, struct view *view, const struct model *model)
{
    const struct drag_ghost *hit = drag_hit_ghost(drag, drag->was);
    const struct view_row *row = rows_of_lane(view->rows, model, hit->lane_id);
    const int64_t at = drag_place(drag, view, model, llround(drag->from));

    drag->look.count = 0;
    drag->look.from = drag->look.to = at;
    drag->look.y0 = row ? row->y : 0;
    drag->look.y1 = row ? row->y + row->height : 0;
    drag_say_place(drag, model, at);
}

static void
split_there(struct drag *drag, struct view *view, const struct model *model,
            struct drag_result *result)
{
    for (size_t i = 0; i < drag->n_ids; i++)
        if (drag->was[i].start < drag->look.from
            && drag->look.from < drag->was[i].end)
            drag_line(result, "split '#%" PRId64 "' %" PRId64 "f", drag->ids[i],
                      drag->look.from);
}

const struct drag_kind DRAG_SPLIT = {
    .hint = N_("Click: split · Shift: no snap"),
    .shape = DRAG_LINE,
    .start = start,
    .update = split,
    .finish = split_there,
    .at_once = true,
    .along = true,
};

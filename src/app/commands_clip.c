/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands_clip.c: clips, as commands. */
#include "app/command_tables.h"

#include "base/text.h"
#include "model/ops_clip.h"
#include "model/ops_ripple.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const SHAPES[]
    = {"linear", "equal-power", "slow", "fast", "s-curve", NULL};
static const char *const RIPPLES[] = {"track", "tracks", "song", NULL};

static enum status
clip_at(const struct command_call *call, size_t index, int64_t *out)
{
    return place_clip(call->ops.model, call->words[index], out, call->ops.fault);
}

static enum status
time_at(const struct command_call *call, size_t index, struct when *out)
{
    return place_time(call->ops.model, call->words[index], out, call->ops.fault);
}

/* The clip that the first word names, and the time that the second one does. */
static enum status
clip_and_time(const struct command_call *call, int64_t *clip, struct when *at)
{
    const enum status status = clip_at(call, 0, clip);

    return status ? status : time_at(call, 1, at);
}

static frames_t
start_of(const struct command_call *call, int64_t clip)
{
    return place_clip_start(call->ops.model,
                            model_row(call->ops.model, TABLE_CLIP, clip));
}

static enum status
split(const struct command_call *call)
{
    int64_t clip;
    struct when at;
    const enum status status = clip_and_time(call, &clip, &at);

    return status ? status : op_clip_split(&call->ops, clip, at, NULL);
}

static enum status
trim(const struct command_call *call)
{
    static const char *const EDGES[] = {"start", "end", NULL};
    int64_t clip;
    struct when to;
    int edge;
    enum status status = clip_at(call, 0, &clip);

    if (!status)
        status
            = word_choice(call->words[1], _("edge"), EDGES, &edge, call->ops.fault);
    if (!status)
        status = time_at(call, 2, &to);
    if (status)
        return status;
    return edge ? op_clip_trim_end(&call->ops, clip, to)
                : op_clip_trim_start(&call->ops, clip, to);
}

/* From where a clip begins to where the second word says, in that word's unit; and
 * the lane of the third word, or the clip's own. */
static enum status
way(const struct command_call *call, int64_t *clip, int64_t *lane, struct when *by)
{
    struct when to;
    const enum status status = clip_and_time(call, clip, &to);

    if (status)
        return status;
    const struct row_clip *row = model_row(call->ops.model, TABLE_CLIP, *clip);
    const struct tempo_map *map = model_tempo(call->ops.model);
    const struct when from = {row->at, row->unit};

    *lane = row->lane_id;
    if (to.unit == TIME_TICKS)
        *by = (struct when){to.n - when_ticks(map, from).n, TIME_TICKS};
    else
        *by = (struct when){to.n - when_frames(map, from).n, TIME_FRAMES};
    if (!word(call, 2))
        return ST_OK;
    return place_lane(call->ops.model, call->words[2], lane, call->ops.fault);
}

static enum status
move(const struct command_call *call)
{
    int64_t clip, lane;
    struct when by;
    const enum status status = way(call, &clip, &lane, &by);

    return status ? status : op_clips_move(&call->ops, &clip, &lane, 1, by);
}

static enum status
copy(const struct command_call *call)
{
    int64_t clip, lane;
    struct when by;
    const enum status status = way(call, &clip, &lane, &by);

    return status ? status : op_clips_copy(&call->ops, &clip, &lane, 1, by, NULL);
}

/* All clips of a lane (or, from a place on, those that begin there or later). */
static enum status
move_all(const struct command_call *call)
{
    const struct model *model = call->ops.model;
    const struct row_clip **clips;
    frames_t from = {0};
    int64_t lane, by;
    size_t count, taken = 0;
    enum status status = place_lane(model, call->words[0], &lane, call->ops.fault);

    if (!status && word(call, 2))
        status = place_frames(model, call->words[2], &from, call->ops.fault);
    if (!status)
        status = place_span(model, call->words[1], from, &by, call->ops.fault);
    if (status)
        return status;
    if (place_clips(model, lane, &clips, &count))
        return fault_errno(call->ops.fault, ENOMEM, NULL);
    int64_t *ids = malloc((count + 1) * sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        if (place_clip_start(model, clips[i]).n >= from.n)
            ids[taken++] = clips[i]->id;
    status = ids ? op_clips_move(&call->ops, ids, NULL, taken,
                                 (struct when){by, TIME_FRAMES})
                 : fault_errno(call->ops.fault, ENOMEM, NULL);
    free(ids);
    free(clips);
    return status;
}

static enum status
delete_clips(const struct command_call *call)
{
    enum status status = ST_OK;

    for (size_t i = 0; i < call->count && !status; i++) {
        int64_t clip;

        status = clip_at(call, i, &clip);
        if (!status)
            status = op_clips_delete(&call->ops, &clip, 1);
    }
    return status;
}

static enum status
slip(const struct command_call *call)
{
    int64_t clip, by;
    enum status status = clip_at(call, 0, &clip);

    if (!status)
        status = place_span(call->ops.model, call->words[1], start_of(call, clip),
                            &by, call->ops.fault);
    return status ? status : op_clip_slip(&call->ops, clip, by);
}

static enum status
gain(const struct command_call *call)
{
    int64_t clip;
    double db;
    enum status status = clip_at(call, 0, &clip);

    if (!status)
        status = word_number(call->words[1], _("gain"), LEVEL_OFF_DB, 60, &db,
                             call->ops.fault);
    return status ? status : op_clip_gain(&call->ops, clip, db);
}

static enum status
fade(const struct command_call *call,
     enum status (*op)(const struct ops *, int64_t, int64_t, enum fade_shape))
{
    int64_t clip, length;
    int shape = FADE_LINEAR;
    enum status status = clip_at(call, 0, &clip);

    if (!status)
        status = place_span(call->ops.model, call->words[1], start_of(call, clip),
                            &length, call->ops.fault);
    if (!status && word(call, 2))
        status = word_choice(call->words[2], _("shape"), SHAPES, &shape,
                             call->ops.fault);
    return status ? status : op(&call->ops, clip, length, shape);
}

static enum status
fade_in(const struct command_call *call)
{
    return fade(call, op_clip_fade_in);
}

static enum status
fade_out(const struct command_call *call)
{
    return fade(call, op_clip_fade_out);
}

static enum status
on_or_off(const struct command_call *call,
          enum status (*op)(const struct ops *, int64_t, bool))
{
    int64_t clip;
    bool on = true;
    enum status status = clip_at(call, 0, &clip);

    if (!status && word(call, 1))
        status = word_switch(call->words[1], &on, call->ops.fault);
    return status ? status : op(&call->ops, clip, on);
}

static enum status
mute(const struct command_call *call)
{
    return on_or_off(call, op_clip_mute);
}

static enum status
lock(const struct command_call *call)
{
    return on_or_off(call, op_clip_lock);
}

static enum status
raise_clip(const struct command_call *call)
{
    int64_t clip;
    const enum status status = clip_at(call, 0, &clip);

    return status ? status : op_clip_raise(&call->ops, clip);
}

static enum status
rename_clip(const struct command_call *call)
{
    int64_t clip;
    const enum status status = clip_at(call, 0, &clip);

    return status
               ? status
               : op_set_text(&call->ops, TABLE_CLIP, clip, "name", call->words[1]);
}

static enum status
color(const struct command_call *call)
{
    int64_t clip, rgb;
    enum status status = clip_at(call, 0, &clip);

    if (!status)
        status = word_color(call->words[1], &rgb, call->ops.fault);
    return status
               ? status
               : op_set_number(&call->ops, TABLE_CLIP, clip, "color", (double)rgb);
}

static enum status
anchor(const struct command_call *call)
{
    static const char *const UNITS[] = {"frames", "ticks", NULL};
    int64_t clip;
    int unit;
    enum status status = clip_at(call, 0, &clip);

    if (!status)
        status
            = word_choice(call->words[1], _("unit"), UNITS, &unit, call->ops.fault);
    return status ? status : op_clip_anchor(&call->ops, clip, unit);
}

/* «track», «tracks» or «song»: what moves along; of one track where nothing is
 * said. */
static enum status
ripple_kind(const struct command_call *call, size_t index, enum op_ripple *out)
{
    int kind = RIPPLE_TRACK;
    enum status status = ST_OK;

    if (word(call, index))
        status = word_choice(call->words[index], _("kind of ripple"), RIPPLES,
                             &kind, call->ops.fault);
    *out = kind;
    return status;
}

static enum status
ripple_delete(const struct command_call *call)
{
    enum op_ripple what;
    int64_t clip;
    enum status status = clip_at(call, 0, &clip);

    if (!status)
        status = ripple_kind(call, 1, &what);
    return status ? status : op_ripple_delete(&call->ops, what, clip);
}

static enum status
ripple_trim(const struct command_call *call)
{
    static const char *const EDGES[] = {"start", "end", NULL};
    enum op_ripple what;
    int64_t clip;
    struct when to;
    int edge;
    enum status status = clip_at(call, 0, &clip);

    if (!status)
        status
            = word_choice(call->words[1], _("edge"), EDGES, &edge, call->ops.fault);
    if (!status)
        status = time_at(call, 2, &to);
    if (!status)
        status = ripple_kind(call, 3, &what);
    if (status)
        return status;
    return edge ? op_ripple_trim_end(&call->ops, what, clip, to)
                : op_ripple_trim_start(&call->ops, what, clip, to);
}

/* The word at `index`: a track, «tracks» or «song». */
static enum status
ripple_where(const struct command_call *call, size_t index, enum op_ripple *what,
             int64_t *track)
{
    const char *text = call->words[index];

    *track = 0;
    *what = strcasecmp(text, "song") == 0 ? RIPPLE_SONG : RIPPLE_TRACKS;
    if (*what == RIPPLE_SONG || strcasecmp(text, "tracks") == 0)
        return ST_OK;
    *what = RIPPLE_TRACK;
    return place_track(call->ops.model, text, track, call->ops.fault);
}

static enum status
ripple_cut(const struct command_call *call)
{
    enum op_ripple what;
    int64_t track;
    frames_t from, to;
    enum status status = ripple_where(call, 0, &what, &track);

    if (!status)
        status
            = place_frames(call->ops.model, call->words[1], &from, call->ops.fault);
    if (!status)
        status
            = place_frames(call->ops.model, call->words[2], &to, call->ops.fault);
    return status ? status : op_ripple_cut(&call->ops, what, track, from, to);
}

/* Of one track, or of «tracks». */
static enum status
clear_range(const struct command_call *call)
{
    int64_t track = 0;
    frames_t from, to;
    enum status status = ST_OK;

    if (strcasecmp(call->words[0], "tracks") != 0)
        status
            = place_track(call->ops.model, call->words[0], &track, call->ops.fault);
    if (!status)
        status
            = place_frames(call->ops.model, call->words[1], &from, call->ops.fault);
    if (!status)
        status
            = place_frames(call->ops.model, call->words[2], &to, call->ops.fault);
    return status ? status : op_clear_range(&call->ops, track, from, to);
}

static enum status
ripple_insert(const struct command_call *call)
{
    enum op_ripple what;
    int64_t track, length;
    frames_t at;
    enum status status = ripple_where(call, 0, &what, &track);

    if (!status)
        status
            = place_frames(call->ops.model, call->words[1], &at, call->ops.fault);
    if (!status)
        status = place_span(call->ops.model, call->words[2], at, &length,
                            call->ops.fault);
    return status ? status : op_ripple_insert(&call->ops, what, track, at, length);
}

const struct command COMMANDS_CLIP[] = {
    {"split", "CLIP TIME", N_("cut a clip in two"), N_("Split clip"), 2, 2, split},
    {"trim", "CLIP start|end TIME", N_("let a clip begin or end elsewhere"),
     N_("Trim clip"), 3, 3, trim},
    {"move", "CLIP TIME [LANE]", N_("move a clip, to another lane or track too"),
     N_("Move clip"), 2, 3, move},
    {"move-all", "LANE SPAN [FROM]",
     N_("move all clips of a lane (that begin at FROM or later) by a distance"),
     N_("Move clips"), 2, 3, move_all},
    {"copy", "CLIP TIME [LANE]", N_("put a copy of a clip at a time"),
     N_("Copy clip"), 2, 3, copy},
    {"delete", "CLIP…", N_("delete clips; their sound stays"), N_("Delete clip"), 1,
     COMMAND_MANY, delete_clips},
    {"slip", "CLIP SPAN", N_("move the sound within a clip"), N_("Slip clip"), 2, 2,
     slip},
    {"gain", "CLIP DB", N_("make a clip louder or softer"), N_("Clip gain"), 2, 2,
     gain},
    {"fade-in", "CLIP SPAN [SHAPE]",
     N_("fade a clip in: linear, equal-power, slow, fast, s-curve"), N_("Fade in"),
     2, 3, fade_in},
    {"fade-out", "CLIP SPAN [SHAPE]", N_("fade a clip out"), N_("Fade out"), 2, 3,
     fade_out},
    {"mute", "CLIP [on|off]", N_("silence a clip"), N_("Mute clip"), 1, 2, mute},
    {"lock", "CLIP [on|off]", N_("keep a clip from being edited"), N_("Lock clip"),
     1, 2, lock},
    {"raise", "CLIP", N_("lay a clip on top of those that it overlaps"),
     N_("Raise clip"), 1, 1, raise_clip},
    {"rename", "CLIP NAME", N_("give a clip another name"), N_("Rename clip"), 2, 2,
     rename_clip},
    {"color", "CLIP #RRGGBB", N_("give a clip a colour of its own"),
     N_("Colour clip"), 2, 2, color},
    {"anchor", "CLIP frames|ticks",
     N_("let a clip stay where it is when the tempo changes, or go along"),
     N_("Anchor clip"), 2, 2, anchor},
    {"ripple-delete", "CLIP [track|tracks|song]",
     N_("delete a clip and close the gap on its track, on all, in the whole song"),
     N_("Ripple delete"), 1, 2, ripple_delete},
    {"ripple-trim", "CLIP start|end TIME [track|tracks|song]",
     N_("trim a clip, and move what comes after it along"), N_("Ripple trim"), 3, 4,
     ripple_trim},
    {"ripple-cut", "TRACK|tracks|song FROM TO", N_("take a stretch of time out"),
     N_("Cut time"), 3, 3, ripple_cut},
    {"clear", "TRACK|tracks FROM TO",
     N_("delete what sounds in a stretch of time; the gap stays, and so do takes "
        "of a comp"),
     N_("Delete range"), 3, 3, clear_range},
    {"ripple-insert", "TRACK|tracks|song TIME SPAN", N_("put silence in"),
     N_("Insert time"), 3, 3, ripple_insert},
    {0},
};

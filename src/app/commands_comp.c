/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands_comp.c: lanes, takes and comps, as commands. */
#include "app/command_tables.h"

#include "base/text.h"
#include "model/ops_comp.h"
#include "model/ops_record.h"
#include "model/ops_track.h"

#include <string.h>
#include <strings.h>

static enum status
lane_at(const struct command_call *call, size_t index, int64_t *out)
{
    return place_lane(call->ops.model, call->words[index], out, call->ops.fault);
}

static enum status
lane_add(const struct command_call *call)
{
    int64_t track;
    const enum status status = command_track(call, 0, &track);

    return status ? status : op_lane_add(&call->ops, track, word(call, 1), NULL);
}

static enum status
lane_rename(const struct command_call *call)
{
    int64_t lane;
    const enum status status = lane_at(call, 0, &lane);

    return status
               ? status
               : op_set_text(&call->ops, TABLE_LANE, lane, "name", call->words[1]);
}

static enum status
lane_delete(const struct command_call *call)
{
    int64_t lane;
    const enum status status = lane_at(call, 0, &lane);

    return status ? status : op_lane_delete(&call->ops, lane);
}

static enum status
lane_play(const struct command_call *call)
{
    int64_t lane;
    const enum status status = lane_at(call, 0, &lane);

    return status ? status : op_lane_play(&call->ops, lane);
}

/* The take that a clip was recorded as. */
static enum status
take_rate(const struct command_call *call)
{
    int64_t clip;
    double rating;
    enum status status =
        place_clip(call->ops.model, call->words[0], &clip, call->ops.fault);

    if (!status)
        status = word_number(call->words[1], _("rating"), 0, 5, &rating,
                             call->ops.fault);
    if (status)
        return status;
    const struct row_clip *row = model_row(call->ops.model, TABLE_CLIP, clip);
    if (!row->take_id)
        return fault_with(call->ops.fault, ST_KIND, call->words[0],
                          _("was imported: it is no take"),
                          _("name a clip that was recorded"));
    return op_take_rate(&call->ops, row->take_id, (int)rating);
}

static enum status
take_latency(const struct command_call *call)
{
    int64_t clip, latency;
    enum status status
        = place_clip(call->ops.model, call->words[0], &clip, call->ops.fault);

    if (!status)
        status = word_whole(call->words[1], _("latency"), 0, 1 << 24, &latency,
                            call->ops.fault);
    if (status)
        return status;
    const struct row_clip *row = model_row(call->ops.model, TABLE_CLIP, clip);
    if (!row->take_id)
        return fault_with(call->ops.fault, ST_KIND, call->words[0],
                          _("was imported: it is no take"),
                          _("name a clip that was recorded"));
    return op_take_replace(&call->ops, row->take_id, latency);
}

/* Takes of one track may be of several devices: WAS picks those of one. */
static enum status
takes_latency(const struct command_call *call)
{
    const struct model *model = call->ops.model;
    int64_t track, latency, was = -1;
    enum status status = command_track(call, 0, &track);
    size_t found = 0;

    if (!status)
        status = word_whole(call->words[1], _("latency"), 0, 1 << 24, &latency,
                            call->ops.fault);
    if (!status && call->count > 2)
        status = word_whole(call->words[2], _("latency"), 0, 1 << 24, &was,
                            call->ops.fault);
    if (status)
        return status;
    for (const struct row_take *take = model_first(model, TABLE_TAKE, track);
         take && !status; take = model_next(model, TABLE_TAKE, take)) {
        if (was >= 0 && take->round_trip != was)
            continue;
        found++;
        status = op_take_replace(&call->ops, take->id, latency);
    }
    if (status || found > 0)
        return status;
    return fault_with(call->ops.fault, ST_NOT_FOUND, call->words[0],
                      _("has no such takes"),
                      _("remanence info --json lists what there is"));
}

/* The comp of a track: the one that is active, or its only one. */
static enum status
comp_of(const struct command_call *call, int64_t track, int64_t *out)
{
    size_t count, found = 0;
    const struct row_comp *comps = model_rows(call->ops.model, TABLE_COMP, &count);

    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (comps[i].track_id != track)
            continue;
        found++;
        if (comps[i].active) {
            *out = comps[i].id;
            return ST_OK;
        }
        *out = comps[i].id;
    }
    if (found == 1)
        return ST_OK;
    if (found > 1) {
        fault_set(call->ops.fault, ST_RANGE, call->words[0],
                  _("has several comps, none of them active"));
        fault_remedy(call->ops.fault, _("first: comp-play TRACK NAME"));
        return ST_RANGE;
    }
    fault_set(call->ops.fault, ST_NOT_FOUND, call->words[0], _("has no comp"));
    fault_remedy(call->ops.fault, _("first: comp-add TRACK"));
    return ST_NOT_FOUND;
}

static enum status
comp_add(const struct command_call *call)
{
    int64_t track, comp;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = op_comp_add(&call->ops, track, word(call, 1), &comp);
    return status ? status : op_comp_activate(&call->ops, comp);
}

static enum status
comp_and_range(const struct command_call *call, size_t at, int64_t track,
               int64_t *comp, frames_t *from, frames_t *to)
{
    enum status status = comp_of(call, track, comp);

    if (!status)
        status
            = place_frames(call->ops.model, call->words[at], from, call->ops.fault);
    if (!status)
        status = place_frames(call->ops.model, call->words[at + 1], to,
                              call->ops.fault);
    return status;
}

/* A comp that sounds as the track does now: it takes the playing lane, as far as
 * that has clips. */
static enum status
comp_of_playing(const struct command_call *call, int64_t track, int64_t *comp)
{
    const struct model *model = call->ops.model;
    const int64_t lane = op_track_lane(&call->ops, track);
    const struct row_clip *clip = model_first(model, TABLE_CLIP, lane);
    frames_t from = {INT64_MAX}, to = {0};
    const enum status status = op_comp_add(&call->ops, track, NULL, comp);

    for (; clip; clip = model_next(model, TABLE_CLIP, clip)) {
        const frames_t start = place_clip_start(model, clip);
        const frames_t end = place_clip_end(model, clip);

        from = start.n < from.n ? start : from;
        to = end.n > to.n ? end : to;
    }
    return status || from.n >= to.n
               ? status
               : op_comp_set(&call->ops, *comp, from, to, lane);
}

static enum status
comp_range(const struct command_call *call)
{
    int64_t lane, comp;
    frames_t from, to;
    enum status status = lane_at(call, 0, &lane);

    if (status)
        return status;
    const struct row_lane *row = model_row(call->ops.model, TABLE_LANE, lane);
    if (!model_first(call->ops.model, TABLE_COMP, row->track_id))
        status = comp_of_playing(call, row->track_id, &comp);
    else
        status = comp_of(call, row->track_id, &comp);
    if (!status)
        status
            = place_frames(call->ops.model, call->words[1], &from, call->ops.fault);
    if (!status)
        status
            = place_frames(call->ops.model, call->words[2], &to, call->ops.fault);
    if (!status)
        status = op_comp_set(&call->ops, comp, from, to, lane);
    return status ? status : op_comp_activate(&call->ops, comp);
}

static enum status
comp_clear(const struct command_call *call)
{
    int64_t track, comp;
    frames_t from, to;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = comp_and_range(call, 1, track, &comp, &from, &to);
    return status ? status : op_comp_clear(&call->ops, comp, from, to);
}

/* The comp of that name, which must be there. */
static enum status
comp_named(const struct command_call *call, int64_t track, const char *name,
           int64_t *out)
{
    *out = op_comp_named(&call->ops, track, name);
    return *out ? ST_OK
                : fault_with(call->ops.fault, ST_NOT_FOUND, name,
                             _("no such comp"), _("comp-add makes one"));
}

static enum status
comp_play(const struct command_call *call)
{
    int64_t track, comp;
    enum status status = command_track(call, 0, &track);

    if (status)
        return status;
    if (strcasecmp(call->words[1], "off") == 0)
        return op_comp_deactivate(&call->ops, track);
    status = comp_named(call, track, call->words[1], &comp);
    return status ? status : op_comp_activate(&call->ops, comp);
}

static enum status
comp_delete(const struct command_call *call)
{
    int64_t track, comp;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = comp_named(call, track, call->words[1], &comp);
    return status ? status : op_comp_delete(&call->ops, comp);
}

static enum status
comp_crossfade(const struct command_call *call)
{
    int64_t track, comp, length;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = comp_of(call, track, &comp);
    if (!status)
        status = place_span(call->ops.model, call->words[1], frames(0), &length,
                            call->ops.fault);
    return status ? status : op_comp_crossfade(&call->ops, comp, length);
}

static enum status
comp_flatten(const struct command_call *call)
{
    int64_t track, comp;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = comp_of(call, track, &comp);
    return status ? status : op_comp_flatten(&call->ops, comp, NULL);
}

const struct command COMMANDS_COMP[] = {
    {"lane-add", "TRACK [NAME]", N_("add a lane for takes below the others"),
     N_("Add lane"), 1, 2, lane_add},
    {"lane-rename", "LANE NAME", N_("give a lane another name"), N_("Rename lane"),
     2, 2, lane_rename},
    {"lane-delete", "LANE", N_("delete a lane and its clips; their sound stays"),
     N_("Delete lane"), 1, 1, lane_delete},
    {"lane-play", "LANE", N_("let this lane alone sound on its track"),
     N_("Play lane"), 1, 1, lane_play},
    {"take-rate", "CLIP 0…5", N_("give a take its stars"), N_("Rate take"), 2, 2,
     take_rate},
    {"take-latency", "CLIP FRAMES",
     N_("place a take again, as if this had been the round trip when it was "
        "recorded"),
     N_("Place take again"), 2, 2, take_latency},
    {"takes-latency", "TRACK FRAMES [WAS]",
     N_("place all takes of a track again, or those alone that were placed with "
        "WAS"),
     N_("Place takes again"), 2, 3, takes_latency},
    {"comp-add", "TRACK [NAME]", N_("begin a comp, which from then on sounds"),
     N_("New comp"), 1, 2, comp_add},
    {"comp", "LANE FROM TO",
     N_("swipe: from FROM to TO the comp takes this lane, and sounds; a track's "
        "first comp "
        "is made of what plays"),
     N_("Comp"), 3, 3, comp_range},
    {"comp-clear", "TRACK FROM TO", N_("let the comp take nothing there"),
     N_("Clear comp"), 3, 3, comp_clear},
    {"comp-play", "TRACK NAME|off",
     N_("let a comp sound, or the playing lane again"), N_("Play comp"), 2, 2,
     comp_play},
    {"comp-crossfade", "TRACK SPAN", N_("how long the comp's seams are crossfaded"),
     N_("Comp crossfade"), 2, 2, comp_crossfade},
    {"comp-flatten", "TRACK", N_("make clips of the comp, on a lane of their own"),
     N_("Flatten comp"), 1, 1, comp_flatten},
    {"comp-delete", "TRACK NAME", N_("delete a comp; its takes stay"),
     N_("Delete comp"), 2, 2, comp_delete},
    {0},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands_time.c: tempo, metre, markers, sections and ranges, as commands. */
#include "app/command_tables.h"

#include "base/text.h"
#include "model/ops_time.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static enum status
ticks_at(const struct command_call *call, size_t index, ticks_t *out)
{
    struct when at;
    const enum status status =
        place_time(call->ops.model, call->words[index], &at, call->ops.fault);

    if (!status)
        *out = when_ticks(model_tempo(call->ops.model), at);
    return status;
}

static enum status
tempo(const struct command_call *call)
{
    static const char *const RAMP[] = {"ramp", NULL};
    ticks_t at;
    double bpm;
    int ramp = -1;
    enum status status = ticks_at(call, 0, &at);

    if (!status)
        status = word_number(call->words[1], _("tempo"), TEMPO_MIN, TEMPO_MAX, &bpm,
                             call->ops.fault);
    if (!status && word(call, 2))
        status = word_choice(call->words[2], _("way of tempo"), RAMP, &ramp,
                             call->ops.fault);
    return status ? status : op_tempo_set(&call->ops, at, bpm, ramp == 0);
}

static enum status
tempo_delete(const struct command_call *call)
{
    ticks_t at;
    const enum status status = ticks_at(call, 0, &at);

    return status ? status : op_tempo_delete(&call->ops, at);
}

/* Whatever begins at the one place begins at the other. */
static enum status
move_with(const struct command_call *call,
          enum status (*op)(const struct ops *ops, ticks_t at, ticks_t to))
{
    ticks_t at, to;
    enum status status = ticks_at(call, 0, &at);

    if (!status)
        status = ticks_at(call, 1, &to);
    return status ? status : op(&call->ops, at, to);
}

static enum status
tempo_move(const struct command_call *call)
{
    return move_with(call, op_tempo_move);
}

static enum status
metre_move(const struct command_call *call)
{
    return move_with(call, op_metre_move);
}

static enum status
metre(const struct command_call *call)
{
    ticks_t at;
    int num, den, end = 0;
    const enum status status = ticks_at(call, 0, &at);

    if (status)
        return status;
    if (sscanf(call->words[1], "%9d/%9d%n", &num, &den, &end) != 2
        || call->words[1][end])
        return fault_with(call->ops.fault, ST_SYNTAX, call->words[1],
                          _("is no metre"), _("write it as 3/4"));
    return op_metre_set(&call->ops, at, num, den);
}

static enum status
metre_delete(const struct command_call *call)
{
    ticks_t at;
    const enum status status = ticks_at(call, 0, &at);

    return status ? status : op_metre_delete(&call->ops, at);
}

static enum status
marker(const struct command_call *call)
{
    struct when at;
    enum status status =
        place_time(call->ops.model, call->words[0], &at, call->ops.fault);

    if (!status)
        status = word_name(call->words[1], _("a marker"), call->ops.fault);
    return status ? status : op_marker_add(&call->ops, call->words[1], at, NULL);
}

/* Both ends in the unit of the first. */
static enum status
section(const struct command_call *call)
{
    const struct tempo_map *map = model_tempo(call->ops.model);
    struct when from, to;
    enum status status =
        place_time(call->ops.model, call->words[0], &from, call->ops.fault);

    if (!status)
        status = place_time(call->ops.model, call->words[1], &to, call->ops.fault);
    if (!status)
        status = word_name(call->words[2], _("a section"), call->ops.fault);
    if (status)
        return status;
    const int64_t end =
        from.unit == TIME_TICKS ? when_ticks(map, to).n : when_frames(map, to).n;
    return op_section_add(&call->ops, call->words[2], from, end - from.n, NULL);
}

static enum status
marker_named(const struct command_call *call, int64_t *out)
{
    return place_marker(call->ops.model, call->words[0], out, call->ops.fault);
}

/* The end goes with the section's unit, as its start does. */
static enum status
section_end(const struct command_call *call)
{
    const struct tempo_map *map = model_tempo(call->ops.model);
    int64_t id;
    struct when to;
    enum status status = marker_named(call, &id);

    if (!status)
        status = place_time(call->ops.model, call->words[1], &to, call->ops.fault);
    if (status)
        return status;
    const struct row_marker *row = model_row(call->ops.model, TABLE_MARKER, id);
    const int64_t end
        = row->unit == TIME_TICKS ? when_ticks(map, to).n : when_frames(map, to).n;

    return op_section_length(&call->ops, id, end - row->at);
}

static enum status
marker_move(const struct command_call *call)
{
    int64_t id;
    struct when at;
    enum status status = marker_named(call, &id);

    if (!status)
        status = place_time(call->ops.model, call->words[1], &at, call->ops.fault);
    return status ? status : op_marker_move(&call->ops, id, at);
}

static enum status
marker_rename(const struct command_call *call)
{
    int64_t id;
    enum status status = marker_named(call, &id);

    if (!status)
        status = word_name(call->words[1], _("a marker"), call->ops.fault);
    return status ? status : op_marker_rename(&call->ops, id, call->words[1]);
}

static enum status
marker_delete(const struct command_call *call)
{
    int64_t id;
    const enum status status = marker_named(call, &id);

    return status ? status : op_marker_delete(&call->ops, id);
}

static enum status
two_times(const struct command_call *call, frames_t *from, frames_t *to)
{
    const enum status status =
        place_frames(call->ops.model, call->words[0], from, call->ops.fault);

    return status
               ? status
               : place_frames(call->ops.model, call->words[1], to, call->ops.fault);
}

static enum status
loop(const struct command_call *call)
{
    frames_t from, to;

    if (call->count == 1) {
        const struct row_song *song
            = model_row(call->ops.model, TABLE_SONG, SONG_ID);
        bool on;
        const enum status status
            = word_switch(call->words[0], &on, call->ops.fault);

        return status
                   ? status
                   : op_loop_set(&call->ops, song->loop_start, song->loop_end, on);
    }
    const enum status status = two_times(call, &from, &to);
    return status ? status : op_loop_set(&call->ops, from, to, true);
}

static enum status
punch(const struct command_call *call)
{
    frames_t from, to;
    const enum status status = two_times(call, &from, &to);

    return status ? status : op_punch_set(&call->ops, from, to);
}

const struct command COMMANDS_TIME[] = {
    {"tempo", "TIME BPM [ramp]",
     N_("set the tempo from a time on; ramp: in a line to the next change"),
     N_("Set tempo"), 2, 3, tempo},
    {"tempo-delete", "TIME", N_("delete the change of tempo at a time"),
     N_("Delete tempo"), 1, 1, tempo_delete},
    {"tempo-move", "TIME TO", N_("let a change of tempo stand elsewhere"),
     N_("Move tempo"), 2, 2, tempo_move},
    {"metre", "TIME NUM/DEN", N_("set the metre from a bar on"), N_("Set metre"), 2,
     2, metre},
    {"metre-delete", "TIME", N_("delete the change of metre at a time"),
     N_("Delete metre"), 1, 1, metre_delete},
    {"metre-move", "TIME TO", N_("let a change of metre stand at another bar"),
     N_("Move metre"), 2, 2, metre_move},
    {"marker", "TIME NAME", N_("set a marker"), N_("Add marker"), 2, 2, marker},
    {"section", "FROM TO NAME", N_("name a part of the song"), N_("Add section"), 3,
     3, section},
    {"marker-move", "NAME TIME", N_("move a marker or section"), N_("Move marker"),
     2, 2, marker_move},
    {"section-end", "NAME TIME", N_("let a section end elsewhere"),
     N_("Section's end"), 2, 2, section_end},
    {"marker-rename", "NAME NEW", N_("give a marker or section another name"),
     N_("Rename marker"), 2, 2, marker_rename},
    {"marker-delete", "NAME", N_("delete a marker or section; what it marks stays"),
     N_("Delete marker"), 1, 1, marker_delete},
    {"loop", "FROM TO | on | off", N_("set the loop, or switch it"), N_("Set loop"),
     1, 2, loop},
    {"punch", "FROM TO", N_("set the punch range"), N_("Set punch range"), 2, 2,
     punch},
    {0},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands_track.c: the song and its tracks, as commands. */
#include "app/command_tables.h"

#include "base/text.h"
#include "model/ops_input.h"
#include "model/ops_track.h"

#include <string.h>
#include <strings.h>

static const char *const KINDS[] = {"audio", "midi", "bus", "folder", NULL};

/* The same, where «none» or no word at all is 0. */
static enum status
track_or_none(const struct command_call *call, size_t index, int64_t *out)
{
    const char *text = word(call, index);

    *out = 0;
    if (!text || strcasecmp(text, "none") == 0)
        return ST_OK;
    return command_track(call, index, out);
}

static enum status
song_text(const struct command_call *call)
{
    static const char *const COLUMNS[] = {"name", "artist", "notes", NULL};
    int column;
    const enum status status = word_choice(call->words[0], _("text of the song"),
                                           COLUMNS, &column, call->ops.fault);

    return status ? status
                  : op_set_text(&call->ops, TABLE_SONG, SONG_ID, COLUMNS[column],
                                call->words[1]);
}

static enum status
track_add(const struct command_call *call)
{
    int kind = TRACK_AUDIO;
    double channels = 0;
    int64_t id;
    struct input_channels input;
    enum status status = word_name(call->words[0], _("a track"), call->ops.fault);

    if (!status && word(call, 1))
        status = word_choice(call->words[1], _("kind of track"), KINDS, &kind,
                             call->ops.fault);
    if (!status && word(call, 2))
        status = word_number(call->words[2], _("channels"), 1, 2, &channels,
                             call->ops.fault);
    const struct op_track track = {.kind = kind,
                                   .name = call->words[0],
                                   .color = -1,
                                   .channels = (int64_t)channels};

    if (!status && word(call, 3))
        status = word_input(call->words[3], &input, call->ops.fault);
    if (!status)
        status = op_track_add(&call->ops, &track, &id);
    if (!status && word(call, 3))
        status = op_input_channels(&call->ops, id, input.first, input.second, "");
    return status;
}

static enum status
track_rename(const struct command_call *call)
{
    int64_t id;
    enum status status = command_track(call, 0, &id);

    if (!status)
        status = word_name(call->words[1], _("a track"), call->ops.fault);
    return status ? status : op_track_rename(&call->ops, id, call->words[1]);
}

static enum status
track_color(const struct command_call *call)
{
    int64_t id, color;
    enum status status = command_track(call, 0, &id);

    if (!status)
        status = word_color(call->words[1], &color, call->ops.fault);
    return status ? status : op_track_color(&call->ops, id, color);
}

static enum status
track_notes(const struct command_call *call)
{
    int64_t id;
    const enum status status = command_track(call, 0, &id);

    return status
               ? status
               : op_set_text(&call->ops, TABLE_TRACK, id, "notes", call->words[1]);
}

/* A track, and another one or none: what the three commands below have in
 * common. */
static enum status
with_other(const struct command_call *call,
           enum status (*op)(const struct ops *ops, int64_t id, int64_t other))
{
    int64_t id, other;
    enum status status = command_track(call, 0, &id);

    if (!status)
        status = track_or_none(call, 1, &other);
    return status ? status : op(&call->ops, id, other);
}

static enum status
track_above(const struct command_call *call)
{
    return with_other(call, op_track_move);
}

static enum status
track_folder(const struct command_call *call)
{
    return with_other(call, op_track_fold);
}

static enum status
track_output(const struct command_call *call)
{
    return with_other(call, op_track_output);
}

static enum status
track_delete(const struct command_call *call)
{
    enum status status = ST_OK;

    for (size_t i = 0; i < call->count && !status; i++) {
        int64_t id;

        status = command_track(call, i, &id);
        if (!status)
            status = op_track_delete(&call->ops, id);
    }
    return status;
}

static enum status
track_duplicate(const struct command_call *call)
{
    int64_t id, copy;
    enum status status = command_track(call, 0, &id);

    if (!status)
        status = op_track_duplicate(&call->ops, id, &copy);
    if (!status && word(call, 1))
        status = op_track_rename(&call->ops, copy, call->words[1]);
    return status;
}

const struct command COMMANDS_TRACK[] = {
    {"song", "name|artist|notes TEXT",
     N_("say what the song is called, who plays it, …"), N_("Describe song"), 2, 2,
     song_text},
    {"track-add", "NAME [audio|midi|bus|folder [CHANNELS [INPUT]]]",
     N_("add a track; its input as for `input`"), N_("Add track"), 1, 4, track_add},
    {"track-rename", "TRACK NAME", N_("give a track another name"),
     N_("Rename track"), 2, 2, track_rename},
    {"track-color", "TRACK #RRGGBB", N_("give a track a colour"),
     N_("Colour track"), 2, 2, track_color},
    {"track-notes", "TRACK TEXT", N_("write down what matters about a track"),
     N_("Track notes"), 2, 2, track_notes},
    {"track-above", "TRACK OTHER|none",
     N_("put a track above another one, or (none) at the end"), N_("Move track"), 2,
     2, track_above},
    {"track-folder", "TRACK FOLDER|none",
     N_("lay a track into a folder, or take it out"), N_("Put track in folder"), 2,
     2, track_folder},
    {"track-output", "TRACK BUS|none",
     N_("let a track feed a bus; none: its folder, or else the master"),
     N_("Route track"), 2, 2, track_output},
    {"track-delete", "TRACK…", N_("delete tracks; their sound files stay"),
     N_("Delete track"), 1, COMMAND_MANY, track_delete},
    {"track-duplicate", "TRACK [NAME]", N_("copy a track with all that is on it"),
     N_("Duplicate track"), 1, 2, track_duplicate},
    {0},
};

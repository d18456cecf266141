/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands_input.c: what tracks record, as commands. */
#include "app/command_tables.h"

#include "base/text.h"
#include "model/ops_input.h"

#include <string.h>
#include <strings.h>

static enum status
input(const struct command_call *call)
{
    int64_t track;
    struct input_channels channels;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = word_input(call->words[1], &channels, call->ops.fault);
    return status ? status
                  : op_input_channels(&call->ops, track, channels.first,
                                      channels.second, "");
}

static enum status
input_gain(const struct command_call *call)
{
    int64_t track;
    double db;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status
            = word_number(call->words[1], _("gain"), -60, 60, &db, call->ops.fault);
    return status ? status : op_input_set(&call->ops, track, "gain_db", db);
}

/* A switch, which is on where no word says so. */
static enum status
one_switch(const struct command_call *call, const char *column)
{
    int64_t track;
    bool on = true;
    enum status status = command_track(call, 0, &track);

    if (!status && word(call, 1))
        status = word_switch(call->words[1], &on, call->ops.fault);
    return status ? status : op_input_set(&call->ops, track, column, on);
}

static enum status
input_polarity(const struct command_call *call)
{
    return one_switch(call, "polarity");
}

static enum status
arm(const struct command_call *call)
{
    return one_switch(call, "armed");
}

static enum status
overdub(const struct command_call *call)
{
    return one_switch(call, "overdub");
}

static enum status
monitor(const struct command_call *call)
{
    int64_t track;
    int how;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = word_choice(call->words[1], _("monitoring"), WORD_MONITORS, &how,
                             call->ops.fault);
    return status ? status : op_input_set(&call->ops, track, "monitor", how);
}

const struct command COMMANDS_INPUT[] = {
    {"input", "TRACK CHANNEL[,CHANNEL]|none",
     N_("say which channel of the sound device a track records, from 1; two are "
        "stereo"),
     N_("Choose input"), 2, 2, input},
    {"input-gain", "TRACK DB", N_("set the gain of a track's input"),
     N_("Input gain"), 2, 2, input_gain},
    {"input-polarity", "TRACK [on|off]",
     N_("turn the polarity of a track's input over"), N_("Input polarity"), 1, 2,
     input_polarity},
    {"monitor", "TRACK off|input|auto",
     N_("let a track's input be heard: never, always, or as on tape"),
     N_("Monitor"), 2, 2, monitor},
    {"arm", "TRACK [on|off]", N_("let a track be recorded from its input"),
     N_("Arm track"), 1, 2, arm},
    {"overdub", "TRACK [on|off]",
     N_("let what is on a track sound on while it is recorded (sound on sound)"),
     N_("Sound on sound"), 1, 2, overdub},
    {0},
};

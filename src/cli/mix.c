/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mix.c: a track's channel strip in one line, which is one step of the history. */
#include "cli/verbs.h"

#include "app/command.h"
#include "base/text.h"
#include "cli/open.h"
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_MAX = 128, LINE_WORDS = 16 };

/* An option, the command that it is, and where its value is cut into words; what it
 * is about, as the history tells it. */
static const struct {
    const char *option;
    const char *command;
    const char *cuts;
    const char *about;
} MAP[] = {
    {"trim", "input-trim", "", N_("trim")},
    {"polarity", "polarity", "", N_("polarity")},
    {"highpass", "highpass", "", N_("high-pass")},
    {"eq", "eq", ",", N_("EQ")},
    {"gate", "gate", ",", N_("gate")},
    {"comp", "compressor", ",", N_("compressor")},
    {"gain", "fader", "", N_("fader")},
    {"pan", "pan", "", N_("pan")},
    {"pan-law", "pan-law", "", N_("pan law")},
    {"mute", "track-mute", "", N_("mute")},
    {"solo", "track-solo", "", N_("solo")},
    {"solo-safe", "solo-safe", "", N_("solo safe")},
    {"output", "track-output", "", N_("output")},
    {"send", "send", "=,", N_("send")},
    {"unsend", "send-remove", "", N_("send")},
    {"insert", "insert", ",", N_("insert")},
    {"set", "insert-set", ".=", N_("insert")},
    {"switch", "insert-on", "=", N_("insert")},
    {"remove", "insert-remove", "", N_("insert")},
};

struct lines {
    struct command_line lines[LINES_MAX];
    const char *words[LINES_MAX][LINE_WORDS];
    char *text[LINES_MAX];
    size_t about[LINES_MAX]; /* each in MAP */
    size_t count;
};

/* «Verb=-12,pre» with the cuts «=,» becomes three words: the first cut is made
 * once, the last one wherever it fits. */
static size_t
cut_value(char *value, const char *cuts, const char **words, size_t count)
{
    words[count++] = value;
    while (*cuts && count < LINE_WORDS) {
        char *at = strchr(value, *cuts);

        if (!at) {
            cuts++;
            continue;
        }
        *at = '\0';
        value = at + 1;
        words[count++] = value;
        if (cuts[1])
            cuts++;
    }
    return count;
}

static enum status
add_line(struct lines *lines, const char *track, size_t map, const char *value,
         struct fault *fault)
{
    const size_t i = lines->count;

    if (i == LINES_MAX)
        return fault_set(fault, ST_RANGE, track, _("more than %d settings"),
                         LINES_MAX);
    lines->text[i] = strdup(value);
    if (!lines->text[i])
        return fault_errno(fault, ENOMEM, track);
    lines->about[i] = map;
    lines->words[i][0] = MAP[map].command;
    lines->words[i][1] = track;
    lines->lines[i].words = lines->words[i];
    lines->lines[i].count =
        cut_value(lines->text[i], MAP[map].cuts, lines->words[i], 2);
    lines->count++;
    return ST_OK;
}

static enum status
collect(const struct args *args, struct lines *lines, struct fault *fault)
{
    for (size_t i = 0; i < COUNT(MAP); i++) {
        int at = 0;
        const char *value;

        while ((value = arg_each(args, MAP[i].option, &at))) {
            const enum status status =
                add_line(lines, args->words[1], i, value, fault);

            if (status)
                return status;
        }
    }
    if (lines->count > 0)
        return ST_OK;
    fault_set(fault, ST_SYNTAX, args->words[1], _("nothing to set"));
    fault_remedy(fault, _("see: remanence mix --help"));
    return ST_SYNTAX;
}

static bool
is_told(const struct lines *lines, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(MAP[lines->about[i]].about, MAP[lines->about[at]].about) == 0)
            return true;
    return false;
}

/* «Kick: high-pass, EQ, fader», as many of them as find room. */
static void
write_label(const struct lines *lines, const char *track, char label[LABEL_SIZE])
{
    const bool named = strlen(track) < LABEL_SIZE / 2;
    size_t length = named ? (size_t)snprintf(label, LABEL_SIZE, "%s", track) : 0;
    const char *between = named ? ": " : "";

    for (size_t i = 0; i < lines->count; i++) {
        const char *about = _(MAP[lines->about[i]].about);

        if (is_told(lines, i)
            || length + strlen(between) + strlen(about) >= LABEL_SIZE)
            continue;
        length += (size_t)snprintf(label + length, LABEL_SIZE - length, "%s%s",
                                   between, about);
        between = ", ";
    }
}

static enum exit_code
run(const struct args *args)
{
    struct lines *lines = calloc(1, sizeof *lines);
    struct session *session;
    char label[LABEL_SIZE];
    struct fault fault;

    if (!lines) {
        fault_errno(&fault, ENOMEM, args->words[1]);
        return fail(&fault);
    }
    enum status status = collect(args, lines, &fault);
    if (!status)
        status = open_to_write(&session, args->words[0], &fault);
    if (!status) {
        write_label(lines, args->words[1], label);
        status = command_run_all(session, lines->count > 1 ? label : NULL,
                                 lines->lines, lines->count, &fault);
        session_close(session);
    }
    for (size_t i = 0; i < lines->count; i++)
        free(lines->text[i]);
    free(lines);
    return status ? fail(&fault) : EXIT_GOOD;
}

const struct verb VERB_MIX = {
    .name = "mix",
    .words = "SONG TRACK --gain DB …",
    .summary = N_("set a track's channel strip, sends and inserts"),
    .more = N_("All of it is one step of the history.  Options may come several times.\n"
               "The master is the track «master»."),
    .min_words = 2,
    .max_words = 2,
    .options =
        {
            {"gain", "DB", N_("fader; -inf is silence")},
            {"pan", "P", N_("-1 left … 0 … 1 right; of a stereo track: balance")},
            {"pan-law", "LAW", N_("how far down the middle is: 3, 4.5, 6, 0 (dB)")},
            {"trim", "DB", N_("gain before everything else")},
            {"polarity", "on|off", N_("turn the polarity over")},
            {"highpass", "HZ|off", N_("12 dB an octave")},
            {"eq", "BAND,KIND,HZ,DB[,Q]",
             N_("band 1 … 4: bell, low-shelf, high-shelf, low-pass, …; or on, off")},
            {"gate", "THRESHOLD[,RANGE,ATTACK,HOLD,RELEASE]",
             N_("dB, dB, ms, ms, ms; or on, off")},
            {"comp", "THRESHOLD,RATIO[,ATTACK,RELEASE,KNEE,MAKEUP]",
             N_("dB, :1, ms, ms, dB, dB; or on, off")},
            {"mute", "on|off", N_("silence it")},
            {"solo", "on|off", N_("hear it alone")},
            {"solo-safe", "on|off", N_("others' solo does not silence it")},
            {"output", "BUS|none", N_("where it goes; none: its folder or the master")},
            {"send", "BUS=DB[,pre|post]", N_("send to a bus")},
            {"unsend", "BUS", N_("remove a send")},
            {"insert", "DEVICE[,before|after]",
             N_("add a device (reverb, limiter) before or after the console")},
            {"set", "DEVICE.CONTROL=VALUE", N_("set a control of an insert")},
            {"switch", "DEVICE=on|off", N_("let an insert sound, or bypass it")},
            {"remove", "DEVICE", N_("remove an insert")},
        },
    .run = run,
};

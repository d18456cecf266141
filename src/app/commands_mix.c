/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands_mix.c: channel strips, sends and inserts, as commands. */
#include "app/command_tables.h"

#include "base/text.h"
#include "model/ops_mix.h"
#include "plugins/built_in.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Set columns of the track's strip from the words that follow it: one after the
 * other, as many as there are. */
static enum status
set_columns(const struct command_call *call, int64_t track, size_t first,
            const char *const *columns)
{
    enum status status = ST_OK;

    for (size_t i = first; word(call, i) && columns[i - first] && !status; i++) {
        double value;

        status = word_number(call->words[i], columns[i - first], -HUGE_VAL,
                             HUGE_VAL, &value, call->ops.fault);
        if (!status)
            status = op_strip_set(&call->ops, track, columns[i - first], value);
    }
    return status;
}

static enum status
one_number(const struct command_call *call, const char *column)
{
    const char *const columns[] = {column, NULL};
    int64_t track;
    const enum status status = command_track(call, 0, &track);

    return status ? status : set_columns(call, track, 1, columns);
}

static enum status
one_switch(const struct command_call *call, const char *column)
{
    int64_t track;
    bool on = true;
    enum status status = command_track(call, 0, &track);

    if (!status && word(call, 1))
        status = word_switch(call->words[1], &on, call->ops.fault);
    return status ? status : op_strip_set(&call->ops, track, column, on);
}

/* «-inf» is silence, too. */
static enum status
fader(const struct command_call *call)
{
    return one_number(call, "fader_db");
}

static enum status
pan(const struct command_call *call)
{
    return one_number(call, "pan");
}

static enum status
input_trim(const struct command_call *call)
{
    return one_number(call, "trim_db");
}

static enum status
pan_law(const struct command_call *call)
{
    static const char *const LAWS[] = {"3", "4.5", "6", "0", NULL};
    int64_t track;
    int law;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = word_choice(call->words[1][0] == '-' ? call->words[1] + 1
                                                      : call->words[1],
                             _("pan law"), LAWS, &law, call->ops.fault);
    return status ? status : op_strip_set(&call->ops, track, "pan_law", law);
}

static enum status
polarity(const struct command_call *call)
{
    return one_switch(call, "polarity");
}

static enum status
track_mute(const struct command_call *call)
{
    return one_switch(call, "mute");
}

static enum status
track_solo(const struct command_call *call)
{
    return one_switch(call, "solo");
}

static enum status
solo_safe(const struct command_call *call)
{
    return one_switch(call, "solo_safe");
}

static enum status
solo_clear(const struct command_call *call)
{
    return op_solo_clear(&call->ops);
}

/* A section of the console: «off», «on», or its values, which switch it on. */
static enum status
console_section(const struct command_call *call, const char *on_column,
        const char *const *columns)
{
    int64_t track;
    bool on = true;
    const enum status status = command_track(call, 0, &track);

    if (status)
        return status;
    if (strcasecmp(call->words[1], "off") == 0)
        on = false;
    else if (strcasecmp(call->words[1], "on") != 0) {
        const enum status set = set_columns(call, track, 1, columns);

        if (set)
            return set;
    }
    return op_strip_set(&call->ops, track, on_column, on);
}

static enum status
highpass(const struct command_call *call)
{
    static const char *const COLUMNS[] = {"highpass_hz", NULL};

    return console_section(call, "highpass_on", COLUMNS);
}

static enum status
gate(const struct command_call *call)
{
    static const char *const COLUMNS[] = {"gate_threshold_db", "gate_range_db",
                                          "gate_attack_ms",    "gate_hold_ms",
                                          "gate_release_ms",   NULL};

    return console_section(call, "gate_on", COLUMNS);
}

static enum status
compressor(const struct command_call *call)
{
    static const char *const COLUMNS[] = {"comp_threshold_db",
                                          "comp_ratio",
                                          "comp_attack_ms",
                                          "comp_release_ms",
                                          "comp_knee_db",
                                          "comp_makeup_db",
                                          NULL};

    return console_section(call, "comp_on", COLUMNS);
}

static enum status
set_band(const struct command_call *call, int64_t track, int band,
         const char *column, double value)
{
    char name[32];

    snprintf(name, sizeof name, "eq%d_%s", band, column);
    return op_strip_set(&call->ops, track, name, value);
}

/* KIND HZ DB [Q] of one band. */
static enum status
band_values(const struct command_call *call, int64_t track, int band)
{
    static const char *const KINDS[] = {"bell",      "low-shelf", "high-shelf",
                                        "low-pass",  "high-pass", "notch", NULL};
    static const char *const COLUMNS[] = {"hz", "db", "q"};
    int kind;
    enum status status = word_choice(call->words[2], _("kind of band"), KINDS,
                                     &kind, call->ops.fault);

    if (!status)
        status = set_band(call, track, band, "kind", kind);
    for (size_t i = 0; i < COUNT(COLUMNS) && word(call, 3 + i) && !status; i++) {
        double value;

        status = word_number(call->words[3 + i], COLUMNS[i], -HUGE_VAL, HUGE_VAL,
                             &value, call->ops.fault);
        if (!status)
            status = set_band(call, track, band, COLUMNS[i], value);
    }
    return status ? status : set_band(call, track, band, "on", 1);
}

static enum status
eq(const struct command_call *call)
{
    int64_t track;
    double band;
    bool on;
    enum status status = command_track(call, 0, &track);

    if (status)
        return status;
    if (call->count == 2) {
        status = word_switch(call->words[1], &on, call->ops.fault);
        return status ? status : op_strip_set(&call->ops, track, "eq_on", on);
    }
    status =
        word_number(call->words[1], _("band"), 1, EQ_BANDS, &band, call->ops.fault);
    if (status)
        return status;
    if (call->count == 3) {
        status = word_switch(call->words[2], &on, call->ops.fault);
        return status ? status : set_band(call, track, (int)band, "on", on);
    }
    status = band_values(call, track, (int)band);
    return status ? status : op_strip_set(&call->ops, track, "eq_on", 1);
}

static enum status
send(const struct command_call *call)
{
    static const char *const TAPS[] = {"post", "pre", NULL};
    int64_t track, bus;
    double db;
    int tap = -1;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = command_track(call, 1, &bus);
    if (!status)
        status = word_number(call->words[2], _("level"), -HUGE_VAL, 24, &db,
                             call->ops.fault);
    if (!status && word(call, 3))
        status = word_choice(call->words[3], _("tap"), TAPS, &tap, call->ops.fault);
    if (status)
        return status;
    const int64_t there = op_send_to(&call->ops, track, bus);
    if (!there)
        return op_send_add(&call->ops, track, bus, db,
                           tap < 0 ? SEND_POST_FADER : tap, NULL);
    status = op_send_set(&call->ops, there, "level_db", db);
    return status || tap < 0 ? status : op_send_set(&call->ops, there, "tap", tap);
}

static enum status
send_remove(const struct command_call *call)
{
    int64_t track, bus;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = command_track(call, 1, &bus);
    if (status)
        return status;
    const int64_t there = op_send_to(&call->ops, track, bus);
    return there ? op_send_remove(&call->ops, there)
                 : fault_with(call->ops.fault, ST_NOT_FOUND, call->words[1],
                              _("the track has no send to it"),
                              _("send makes one"));
}

/* A device that came with a project may be missing here; a new one may not. */
static enum status
check_device(const struct command_call *call, const char *name)
{
    const struct device_table *table = plugins_built_in();
    char all[200] = "";

    if (device_find(table, name))
        return ST_OK;
    for (size_t i = 0; i < table->count; i++) {
        const size_t used = strlen(all);

        snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "",
                 table->types[i].uri);
    }
    fault_set(call->ops.fault, ST_NOT_FOUND, name, _("no such device"));
    fault_remedy(call->ops.fault, _("choose from: %s"), all);
    return ST_NOT_FOUND;
}

static enum status
insert(const struct command_call *call)
{
    static const char *const PLACES[] = {"before", "after", NULL};
    int64_t track;
    int place = INSERT_AFTER_CONSOLE;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = check_device(call, call->words[1]);
    if (!status && word(call, 2))
        status = word_choice(call->words[2], _("place"), PLACES, &place,
                             call->ops.fault);
    return status
               ? status
               : op_insert_add(&call->ops, track, call->words[1], place, 0, NULL);
}

/* The track's insert that the second word names: #ID, or the first one of a device,
 * as the edit leaves it. */
static enum status
insert_at(const struct command_call *call, int64_t *out)
{
    const char *text = call->words[1];
    int64_t track;
    const enum status status = command_track(call, 0, &track);
    size_t count;

    if (status)
        return status;
    const struct row_insert *inserts
        = model_rows(call->ops.model, TABLE_INSERT, &count);
    for (size_t i = 0; i < count; i++)
        if (inserts[i].track_id == track
            && (text[0] == '#' ? inserts[i].id == strtoll(text + 1, NULL, 10)
                               : strcmp(inserts[i].device, text) == 0)) {
            *out = inserts[i].id;
            return ST_OK;
        }
    const struct change *changes = edit_changes(call->ops.edit, &count);
    for (size_t i = 0; i < count; i++) {
        const struct row_insert *row = changes[i].row;

        if (changes[i].table == TABLE_INSERT && row && row->track_id == track
            && strcmp(row->device, text) == 0) {
            *out = row->id;
            return ST_OK;
        }
    }
    return fault_with(call->ops.fault, ST_NOT_FOUND, text,
                      _("the track has no such insert"), _("insert adds one"));
}

static enum status
insert_set(const struct command_call *call)
{
    int64_t id;
    double value;
    enum status status = insert_at(call, &id);

    if (!status)
        status = word_number(call->words[3], call->words[2], -HUGE_VAL, HUGE_VAL,
                             &value, call->ops.fault);
    return status ? status : op_insert_param(&call->ops, id, call->words[2], value);
}

static enum status
insert_on(const struct command_call *call)
{
    int64_t id;
    bool on;
    enum status status = insert_at(call, &id);

    if (!status)
        status = word_switch(call->words[2], &on, call->ops.fault);
    return status ? status : op_insert_on(&call->ops, id, on);
}

static enum status
insert_remove(const struct command_call *call)
{
    int64_t id;
    const enum status status = insert_at(call, &id);

    return status ? status : op_insert_remove(&call->ops, id);
}

/* Above another insert of the track, and to that one's place; «none»: to the
 * end. */
static enum status
insert_move(const struct command_call *call)
{
    static const char *const PLACES[] = {"before", "after", NULL};
    struct command_call other = *call;
    int64_t id, above = 0;
    int place = INSERT_AFTER_CONSOLE;
    enum status status = insert_at(call, &id);

    if (!status && word(call, 3))
        status = word_choice(call->words[3], _("place"), PLACES, &place,
                             call->ops.fault);
    if (!status && strcasecmp(call->words[2], "none") != 0) {
        const char *const words[] = {call->words[0], call->words[2]};

        other.words = words;
        other.count = COUNT(words);
        status = insert_at(&other, &above);
    }
    if (status)
        return status;
    if (above && !word(call, 3)) {
        const struct row_insert *row =
            edit_row(call->ops.edit, call->ops.model, TABLE_INSERT, above);

        place = (int)row->place;
    }
    return op_insert_move(&call->ops, id, place, above);
}

static enum status
send_on(const struct command_call *call)
{
    int64_t track, bus;
    bool on = true;
    enum status status = command_track(call, 0, &track);

    if (!status)
        status = command_track(call, 1, &bus);
    if (!status)
        status = word_switch(call->words[2], &on, call->ops.fault);
    if (status)
        return status;
    const int64_t there = op_send_to(&call->ops, track, bus);
    return there
               ? op_send_set(&call->ops, there, "on", on)
               : fault_with(call->ops.fault, ST_NOT_FOUND, call->words[1],
                            _("the track has no send to it"), _("send makes one"));
}

const struct command COMMANDS_MIX[] = {
    {"fader", "TRACK DB", N_("set a track's fader"), N_("Move fader"), 2, 2, fader},
    {"pan", "TRACK -1…1", N_("set a track's pan"), N_("Pan"), 2, 2, pan},
    {"pan-law", "TRACK 3|4.5|6|0", N_("how far down (dB) the middle is"),
     N_("Pan law"), 2, 2, pan_law},
    {"input-trim", "TRACK DB", N_("set a strip's trim"), N_("Trim"), 2, 2,
     input_trim},
    {"polarity", "TRACK [on|off]", N_("turn a strip's polarity over"),
     N_("Polarity"), 1, 2, polarity},
    {"track-mute", "TRACK [on|off]", N_("silence a track"), N_("Mute track"), 1, 2,
     track_mute},
    {"track-solo", "TRACK [on|off]", N_("hear this track alone"), N_("Solo track"),
     1, 2, track_solo},
    {"solo-safe", "TRACK [on|off]", N_("let other tracks' solo not silence it"),
     N_("Solo safe"), 1, 2, solo_safe},
    {"solo-clear", "", N_("let no track be solo"), N_("Clear solo"), 0, 0,
     solo_clear},
    {"highpass", "TRACK HZ|on|off", N_("set a strip's high-pass"), N_("High-pass"),
     2, 2, highpass},
    {"eq", "TRACK BAND KIND HZ DB [Q] | TRACK BAND on|off | TRACK on|off",
     N_("set a band: bell, low-shelf, high-shelf, low-pass, high-pass, notch"),
     N_("Equalise"), 2, 6, eq},
    {"gate", "TRACK THRESHOLD [RANGE ATTACK HOLD RELEASE] | TRACK on|off",
     N_("set a strip's gate (dB, dB, ms, ms, ms)"), N_("Gate"), 2, 6, gate},
    {"compressor",
     "TRACK THRESHOLD [RATIO ATTACK RELEASE KNEE MAKEUP] | TRACK on|off",
     N_("set a strip's compressor (dB, :1, ms, ms, dB, dB)"), N_("Compress"), 2, 7,
     compressor},
    {"send", "TRACK BUS DB [pre|post]", N_("send a track to a bus"), N_("Send"), 3,
     4, send},
    {"send-remove", "TRACK BUS", N_("remove a send"), N_("Remove send"), 2, 2,
     send_remove},
    {"send-on", "TRACK BUS on|off", N_("switch a send"), N_("Switch send"), 3, 3,
     send_on},
    {"insert", "TRACK DEVICE [before|after]",
     N_("insert a device before or after the console"), N_("Insert device"), 2, 3,
     insert},
    {"insert-set", "TRACK DEVICE|#ID CONTROL VALUE",
     N_("set a control of a device"), N_("Set control"), 4, 4, insert_set},
    {"insert-on", "TRACK DEVICE|#ID on|off", N_("switch a device"),
     N_("Switch device"), 3, 3, insert_on},
    {"insert-move", "TRACK DEVICE|#ID OTHER|none [before|after]",
     N_("put a device above another one, or (none) at the end, before or after the "
        "console"),
     N_("Move device"), 3, 4, insert_move},
    {"insert-remove", "TRACK DEVICE|#ID", N_("remove a device"),
     N_("Remove device"), 2, 2, insert_remove},
    {0},
};

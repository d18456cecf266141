/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"

#include "time/tempo.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A place or a length: what a double holds to the frame, which is 5 900 years. */
#define FAR 9007199254740992.0

#define ID(type) INT(type, id, 1, 9223372036854775807.0, 0)
#define INT(type, member, low, high, start)                                        \
    {                                                                              \
#member, COLUMN_INT, offsetof(type, member), 0, false, low, high, start    \
    }
#define FLAG(type, member, start) INT(type, member, 0, 1, start)
#define REAL(type, member, low, high, start)                                       \
    {                                                                              \
#member, COLUMN_REAL, offsetof(type, member), 0, false, low, high, start   \
    }
#define TEXT(type, member)                                                         \
    {                                                                              \
#member, COLUMN_TEXT, offsetof(type, member), 0, false, 0, 0, 0            \
    }
#define REF(type, member, table, needed)                                           \
    {                                                                              \
#member, COLUMN_REF, offsetof(type, member), table, needed, 0, 0, 0        \
    }

static const struct column SONG[] = {
    ID(struct row_song),
    TEXT(struct row_song, name),
    TEXT(struct row_song, artist),
    TEXT(struct row_song, notes),
    INT(struct row_song, rate, 8000, 768000, 48000),
    INT(struct row_song, created, -FAR, FAR, 0),
    FLAG(struct row_song, loop, 0),
    INT(struct row_song, loop_start, 0, FAR, 0),
    INT(struct row_song, loop_end, 0, FAR, 0),
    INT(struct row_song, punch_start, 0, FAR, 0),
    INT(struct row_song, punch_end, 0, FAR, 0),
};

static const struct column TEMPO[] = {
    ID(struct row_tempo),
    INT(struct row_tempo, at, 0, FAR, 0),
    REAL(struct row_tempo, bpm, TEMPO_MIN, TEMPO_MAX, 120),
    FLAG(struct row_tempo, ramp, 0),
};

static const struct column METRE[] = {
    ID(struct row_metre),
    INT(struct row_metre, at, 0, FAR, 0),
    INT(struct row_metre, num, 1, 64, 4),
    INT(struct row_metre, den, 1, 64, 4),
};

static const struct column MARKER[] = {
    ID(struct row_marker),
    INT(struct row_marker, kind, MARKER_POINT, MARKER_SECTION, MARKER_POINT),
    TEXT(struct row_marker, name),
    INT(struct row_marker, color, 0, 0xffffff, 0xe0b040),
    INT(struct row_marker, at, 0, FAR, 0),
    INT(struct row_marker, length, 0, FAR, 0),
    INT(struct row_marker, unit, TIME_FRAMES, TIME_TICKS, TIME_TICKS),
};

static const struct column TRACK[] = {
    ID(struct row_track),
    INT(struct row_track, kind, TRACK_AUDIO, TRACK_MASTER, TRACK_AUDIO),
    TEXT(struct row_track, name),
    TEXT(struct row_track, notes),
    INT(struct row_track, color, 0, 0xffffff, 0x808890),
    REAL(struct row_track, sort, -FAR, FAR, 0),
    REF(struct row_track, folder_id, TABLE_TRACK, false),
    REF(struct row_track, output_id, TABLE_TRACK, false),
    INT(struct row_track, channels, 1, 2, 1),
};

#define EQ_BAND(n, member, kind_, hz_, q_)                                         \
    {"eq" n "_on",                                                                 \
     COLUMN_INT,                                                                   \
     offsetof(struct row_strip, member.on),                                        \
     0,                                                                            \
     false,                                                                        \
     0,                                                                            \
     1,                                                                            \
     1},                                                                           \
        {"eq" n "_kind",                                                           \
         COLUMN_INT,                                                               \
         offsetof(struct row_strip, member.kind),                                  \
         0,                                                                        \
         false,                                                                    \
         EQ_BELL,                                                                  \
         EQ_NOTCH,                                                                 \
         kind_},                                                                   \
        {"eq" n "_hz",                                                             \
         COLUMN_REAL,                                                              \
         offsetof(struct row_strip, member.hz),                                    \
         0,                                                                        \
         false,                                                                    \
         16,                                                                       \
         22000,                                                                    \
         hz_},                                                                     \
        {"eq" n "_db",                                                             \
         COLUMN_REAL,                                                              \
         offsetof(struct row_strip, member.db),                                    \
         0,                                                                        \
         false,                                                                    \
         -24,                                                                      \
         24,                                                                       \
         0},                                                                       \
    {                                                                              \
        "eq" n "_q", COLUMN_REAL, offsetof(struct row_strip, member.q), 0, false,  \
            0.1, 40, q_                                                            \
    }

static const struct column STRIP[] = {
    ID(struct row_strip),
    REAL(struct row_strip, trim_db, -60, 60, 0),
    FLAG(struct row_strip, polarity, 0),
    FLAG(struct row_strip, highpass_on, 0),
    REAL(struct row_strip, highpass_hz, 16, 2000, 80),
    FLAG(struct row_strip, eq_on, 0),
    EQ_BAND("1", eq[0], EQ_LOW_SHELF, 100, 0.7),
    EQ_BAND("2", eq[1], EQ_BELL, 400, 1),
    EQ_BAND("3", eq[2], EQ_BELL, 2500, 1),
    EQ_BAND("4", eq[3], EQ_HIGH_SHELF, 8000, 0.7),
    FLAG(struct row_strip, gate_on, 0),
    REAL(struct row_strip, gate_threshold_db, -96, 0, -50),
    REAL(struct row_strip, gate_range_db, -96, 0, -40),
    REAL(struct row_strip, gate_attack_ms, 0.01, 500, 1),
    REAL(struct row_strip, gate_hold_ms, 0, 2000, 50),
    REAL(struct row_strip, gate_release_ms, 1, 4000, 150),
    FLAG(struct row_strip, comp_on, 0),
    REAL(struct row_strip, comp_threshold_db, -60, 0, -18),
    REAL(struct row_strip, comp_ratio, 1, 100, 3),
    REAL(struct row_strip, comp_knee_db, 0, 24, 6),
    REAL(struct row_strip, comp_attack_ms, 0.01, 500, 10),
    REAL(struct row_strip, comp_release_ms, 1, 4000, 120),
    REAL(struct row_strip, comp_makeup_db, -24, 36, 0),
    REAL(struct row_strip, fader_db, LEVEL_OFF_DB, 12, 0),
    REAL(struct row_strip, pan, -1, 1, 0),
    INT(struct row_strip, pan_law, PAN_3DB, PAN_0DB, PAN_3DB),
    FLAG(struct row_strip, mute, 0),
    FLAG(struct row_strip, solo, 0),
    FLAG(struct row_strip, solo_safe, 0),
};

static const struct column INPUT[] = {
    ID(struct row_input),
    INT(struct row_input, first, -1, 1023, -1),
    INT(struct row_input, second, -1, 1023, -1),
    REAL(struct row_input, gain_db, -60, 60, 0),
    FLAG(struct row_input, polarity, 0),
    INT(struct row_input, monitor, INPUT_MONITOR_OFF, INPUT_MONITOR_AUTO,
        INPUT_MONITOR_AUTO),
    FLAG(struct row_input, armed, 0),
    FLAG(struct row_input, overdub, 0),
    TEXT(struct row_input, name),
};

static const struct column SEND[] = {
    ID(struct row_send),
    REF(struct row_send, track_id, TABLE_TRACK, true),
    REF(struct row_send, target_id, TABLE_TRACK, true),
    INT(struct row_send, tap, SEND_POST_FADER, SEND_PRE_FADER, SEND_POST_FADER),
    FLAG(struct row_send, on, 1),
    REAL(struct row_send, level_db, LEVEL_OFF_DB, 12, 0),
    REAL(struct row_send, pan, -1, 1, 0),
    REAL(struct row_send, sort, -FAR, FAR, 0),
};

static const struct column INSERT[] = {
    ID(struct row_insert),
    REF(struct row_insert, track_id, TABLE_TRACK, true),
    INT(struct row_insert, place, INSERT_BEFORE_CONSOLE, INSERT_AFTER_CONSOLE,
        INSERT_AFTER_CONSOLE),
    REAL(struct row_insert, sort, -FAR, FAR, 0),
    TEXT(struct row_insert, device),
    FLAG(struct row_insert, on, 1),
};

static const struct column PARAM[] = {
    ID(struct row_param),
    REF(struct row_param, insert_id, TABLE_INSERT, true),
    TEXT(struct row_param, symbol),
    REAL(struct row_param, value, -1e30, 1e30, 0),
};

static const struct column SOURCE[] = {
    ID(struct row_source),
    TEXT(struct row_source, path),
    TEXT(struct row_source, origin),
    INT(struct row_source, rate, 1, 768000, 48000),
    INT(struct row_source, channels, 1, 1024, 1),
    INT(struct row_source, length, 0, FAR, 0),
    INT(struct row_source, bytes, 0, 9223372036854775807.0, 0),
    TEXT(struct row_source, hash),
};

static const struct column LANE[] = {
    ID(struct row_lane),
    REF(struct row_lane, track_id, TABLE_TRACK, true),
    TEXT(struct row_lane, name),
    REAL(struct row_lane, sort, -FAR, FAR, 0),
    FLAG(struct row_lane, plays, 0),
};

static const struct column TAKE[] = {
    ID(struct row_take),
    REF(struct row_take, track_id, TABLE_TRACK, true),
    REF(struct row_take, source_id, TABLE_SOURCE, true),
    TEXT(struct row_take, name),
    INT(struct row_take, number, 1, FAR, 1),
    INT(struct row_take, rating, 0, 5, 0),
    INT(struct row_take, start, -FAR, FAR, 0),
    INT(struct row_take, recorded, -FAR, FAR, 0),
    INT(struct row_take, capture_latency, -FAR, FAR, 0),
    INT(struct row_take, playback_latency, -FAR, FAR, 0),
    INT(struct row_take, round_trip, -FAR, FAR, 0),
    TEXT(struct row_take, device),
};

static const struct column CLIP[] = {
    ID(struct row_clip),
    INT(struct row_clip, kind, CLIP_AUDIO, CLIP_MIDI, CLIP_AUDIO),
    REF(struct row_clip, lane_id, TABLE_LANE, true),
    REF(struct row_clip, source_id, TABLE_SOURCE, false),
    REF(struct row_clip, take_id, TABLE_TAKE, false),
    TEXT(struct row_clip, name),
    INT(struct row_clip, color, -1, 0xffffff, -1),
    INT(struct row_clip, at, 0, FAR, 0),
    INT(struct row_clip, unit, TIME_FRAMES, TIME_TICKS, TIME_FRAMES),
    INT(struct row_clip, length, 1, FAR, 1),
    INT(struct row_clip, offset, 0, FAR, 0),
    REAL(struct row_clip, gain_db, LEVEL_OFF_DB, 48, 0),
    INT(struct row_clip, fade_in, 0, FAR, 0),
    INT(struct row_clip, fade_in_shape, FADE_LINEAR, FADE_S_CURVE, FADE_LINEAR),
    INT(struct row_clip, fade_out, 0, FAR, 0),
    INT(struct row_clip, fade_out_shape, FADE_LINEAR, FADE_S_CURVE, FADE_LINEAR),
    INT(struct row_clip, layer, -FAR, FAR, 0),
    FLAG(struct row_clip, muted, 0),
    FLAG(struct row_clip, locked, 0),
};

static const struct column COMP[] = {
    ID(struct row_comp),
    REF(struct row_comp, track_id, TABLE_TRACK, true),
    TEXT(struct row_comp, name),
    FLAG(struct row_comp, active, 0),
    INT(struct row_comp, crossfade, 0, FAR, 480),
};

static const struct column COMP_RANGE[] = {
    ID(struct row_comp_range),
    REF(struct row_comp_range, comp_id, TABLE_COMP, true),
    REF(struct row_comp_range, lane_id, TABLE_LANE, true),
    INT(struct row_comp_range, start, 0, FAR, 0),
    INT(struct row_comp_range, length, 1, FAR, 1),
};

static const struct column NOTE[] = {
    ID(struct row_note),
    REF(struct row_note, clip_id, TABLE_CLIP, true),
    INT(struct row_note, at, -FAR, FAR, 0),
    INT(struct row_note, length, 1, FAR, TICKS_PER_QUARTER / 4),
    INT(struct row_note, channel, 0, 15, 0),
    INT(struct row_note, key, 0, 127, 60),
    INT(struct row_note, velocity, 1, 127, 100),
    INT(struct row_note, release, 0, 127, 64),
};

static const struct column EVENT[] = {
    ID(struct row_event),
    REF(struct row_event, clip_id, TABLE_CLIP, true),
    INT(struct row_event, at, -FAR, FAR, 0),
    INT(struct row_event, channel, 0, 15, 0),
    INT(struct row_event, message, 0x80, 0xe0, 0xb0),
    INT(struct row_event, data1, 0, 127, 0),
    INT(struct row_event, data2, 0, 127, 0),
};

#define TABLE(name, type, columns, owner)                                          \
    {                                                                              \
        name, sizeof(struct type), columns, COUNT(columns), owner                  \
    }

static const struct table_info TABLES[TABLE_COUNT] = {
    [TABLE_SONG] = TABLE("song", row_song, SONG, NULL),
    [TABLE_TEMPO] = TABLE("tempo", row_tempo, TEMPO, NULL),
    [TABLE_METRE] = TABLE("metre", row_metre, METRE, NULL),
    [TABLE_MARKER] = TABLE("marker", row_marker, MARKER, NULL),
    [TABLE_TRACK] = TABLE("track", row_track, TRACK, &TRACK[6]),
    [TABLE_STRIP] = TABLE("strip", row_strip, STRIP, NULL),
    [TABLE_INPUT] = TABLE("input", row_input, INPUT, NULL),
    [TABLE_SEND] = TABLE("send", row_send, SEND, &SEND[1]),
    [TABLE_INSERT] = TABLE("insert", row_insert, INSERT, &INSERT[1]),
    [TABLE_PARAM] = TABLE("param", row_param, PARAM, &PARAM[1]),
    [TABLE_SOURCE] = TABLE("source", row_source, SOURCE, NULL),
    [TABLE_LANE] = TABLE("lane", row_lane, LANE, &LANE[1]),
    [TABLE_TAKE] = TABLE("take", row_take, TAKE, &TAKE[1]),
    [TABLE_CLIP] = TABLE("clip", row_clip, CLIP, &CLIP[2]),
    [TABLE_COMP] = TABLE("comp", row_comp, COMP, &COMP[1]),
    [TABLE_COMP_RANGE]
    = TABLE("comp_range", row_comp_range, COMP_RANGE, &COMP_RANGE[1]),
    [TABLE_NOTE] = TABLE("note", row_note, NOTE, &NOTE[1]),
    [TABLE_EVENT] = TABLE("event", row_event, EVENT, &EVENT[1]),
};

/* The empty text, which all rows share: most texts are empty, and row_init() cannot
 * fail.  It has no room to write into, and row_set_text() knows it. */
static char NOTHING[1] = "";

const struct table_info *
table_info(enum table table)
{
    assert((size_t)table < TABLE_COUNT);
    return &TABLES[table];
}

enum table
table_named(const char *name)
{
    for (size_t i = 0; i < TABLE_COUNT; i++)
        if (strcmp(TABLES[i].name, name) == 0)
            return (enum table)i;
    return TABLE_COUNT;
}

const struct column *
column_named(enum table table, const char *name)
{
    const struct table_info *info = table_info(table);

    for (size_t i = 0; i < info->n_columns; i++)
        if (strcmp(info->columns[i].name, name) == 0)
            return &info->columns[i];
    return NULL;
}

int64_t
column_int(const struct column *column, const void *row)
{
    int64_t value;

    assert(column->kind == COLUMN_INT || column->kind == COLUMN_REF);
    memcpy(&value, (const char *)row + column->offset, sizeof value);
    return value;
}

double
column_real(const struct column *column, const void *row)
{
    double value;

    assert(column->kind == COLUMN_REAL);
    memcpy(&value, (const char *)row + column->offset, sizeof value);
    return value;
}

static char **
text_of(const struct column *column, const void *row)
{
    return (char **)((char *)row + column->offset);
}

const char *
column_text(const struct column *column, const void *row)
{
    assert(column->kind == COLUMN_TEXT);
    return *text_of(column, row);
}

void
row_init(enum table table, void *row)
{
    const struct table_info *info = table_info(table);

    for (size_t i = 0; i < info->n_columns; i++) {
        const struct column *column = &info->columns[i];
        char *at = (char *)row + column->offset;
        const int64_t whole = (int64_t)column->start;

        if (column->kind == COLUMN_TEXT)
            *text_of(column, row) = NOTHING;
        else if (column->kind == COLUMN_REAL)
            memcpy(at, &column->start, sizeof column->start);
        else
            memcpy(at, &whole, sizeof whole);
    }
}

static char *
text_copy(const char *text)
{
    return text[0] ? strdup(text) : NOTHING;
}

static void
text_free(char *text)
{
    if (text != NOTHING)
        free(text);
}

/* SQLite stores -0.0 as 0: what is in memory must be what will be loaded. */
static void
drop_minus_zero(char *at)
{
    double value;

    memcpy(&value, at, sizeof value);
    value += 0.0;
    memcpy(at, &value, sizeof value);
}

enum status
row_copy(enum table table, void *to, const void *from)
{
    const struct table_info *info = table_info(table);

    memcpy(to, from, info->size);
    for (size_t i = 0; i < info->n_columns; i++) {
        if (info->columns[i].kind == COLUMN_REAL)
            drop_minus_zero((char *)to + info->columns[i].offset);
        if (info->columns[i].kind != COLUMN_TEXT)
            continue;
        char **text = text_of(&info->columns[i], to);

        if ((*text = text_copy(*text)))
            continue;
        while (i-- > 0)
            if (info->columns[i].kind == COLUMN_TEXT)
                text_free(*text_of(&info->columns[i], to));
        return ST_NO_MEM;
    }
    return ST_OK;
}

void
row_free(enum table table, void *row)
{
    const struct table_info *info = table_info(table);

    for (size_t i = 0; i < info->n_columns; i++)
        if (info->columns[i].kind == COLUMN_TEXT)
            text_free(*text_of(&info->columns[i], row));
}

bool
row_equal(enum table table, const void *a, const void *b)
{
    const struct table_info *info = table_info(table);

    for (size_t i = 0; i < info->n_columns; i++) {
        const struct column *column = &info->columns[i];

        if (column->kind == COLUMN_TEXT) {
            if (strcmp(column_text(column, a), column_text(column, b)) != 0)
                return false;
        } else if (memcmp((const char *)a + column->offset,
                          (const char *)b + column->offset, 8)
                   != 0) {
            return false;
        }
    }
    return true;
}

enum status
row_set_text(char **text, const char *to)
{
    char *copy = text_copy(to);

    if (!copy)
        return ST_NO_MEM;
    text_free(*text);
    *text = copy;
    return ST_OK;
}

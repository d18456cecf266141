/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.h: the project as rows: what a song consists of, and nothing more.
 *
 * A row here is a row of the database (data/schema.sql tells what each column
 * means); model/tables.h describes both to the code that walks them.  An id of 0 is
 * no thing (NULL in the database).  Text is UTF-8, never NULL; the row's owner owns
 * it.  Times without a unit in their name are frames at the project's rate.  Levels
 * are in dB; LEVEL_OFF_DB and below is silence. */
#ifndef MODEL_ROWS_H
#define MODEL_ROWS_H

#include "time/time.h"

#include <stdint.h>

#define LEVEL_OFF_DB (-144.0)

enum table {
    TABLE_SONG, /* one row, id 1 */
    TABLE_TEMPO,
    TABLE_METRE,
    TABLE_MARKER,
    TABLE_TRACK,
    TABLE_STRIP, /* one a track, with the track's id */
    TABLE_INPUT, /* likewise, of a track that was given an input */
    TABLE_SEND,
    TABLE_INSERT,
    TABLE_PARAM,
    TABLE_SOURCE,
    TABLE_LANE,
    TABLE_TAKE,
    TABLE_CLIP,
    TABLE_COMP,
    TABLE_COMP_RANGE,
    TABLE_NOTE,
    TABLE_EVENT,
    TABLE_COUNT,
};

enum { SONG_ID = 1 };

struct row_song {
    int64_t id;
    char *name;
    char *artist;
    char *notes;
    int64_t rate;    /* Hz */
    int64_t created; /* seconds since 1970, UTC */
    int64_t loop;    /* whether it loops, and from where to where */
    frames_t loop_start;
    frames_t loop_end;
    frames_t punch_start;
    frames_t punch_end;
};

struct row_tempo {
    int64_t id;
    ticks_t at;
    double bpm;
    int64_t ramp;
};

struct row_metre {
    int64_t id;
    ticks_t at;
    int64_t num;
    int64_t den;
};

enum marker_kind { MARKER_POINT, MARKER_SECTION };

struct row_marker {
    int64_t id;
    int64_t kind; /* enum marker_kind */
    char *name;
    int64_t color; /* 0xRRGGBB */
    int64_t at;    /* in `unit` */
    int64_t length; /* of a section, in `unit` */
    int64_t unit;  /* enum time_unit */
};

enum track_kind { TRACK_AUDIO, TRACK_MIDI, TRACK_BUS, TRACK_FOLDER, TRACK_MASTER };

struct row_track {
    int64_t id;
    int64_t kind; /* enum track_kind */
    char *name;
    char *notes;
    int64_t color;
    double sort;      /* from top to bottom; equal ones by id */
    int64_t folder_id; /* the folder it lies in */
    int64_t output_id; /* the bus it feeds; 0: its folder, or else the master */
    int64_t channels; /* 1 or 2: how wide the strip begins */
};

enum eq_kind {
    EQ_BELL,
    EQ_LOW_SHELF,
    EQ_HIGH_SHELF,
    EQ_LOW_PASS,
    EQ_HIGH_PASS,
    EQ_NOTCH
};
enum { EQ_BANDS = 4 };

struct eq_band {
    int64_t on;
    int64_t kind; /* enum eq_kind */
    double hz;
    double db;
    double q;
};

/* How much of both sides a centred mono signal keeps. */
enum pan_law { PAN_3DB, PAN_4_5DB, PAN_6DB, PAN_0DB };

struct row_strip {
    int64_t id; /* the track's */
    double trim_db;
    int64_t polarity; /* 1: turned over */
    int64_t highpass_on;
    double highpass_hz;
    int64_t eq_on;
    struct eq_band eq[EQ_BANDS];
    int64_t gate_on;
    double gate_threshold_db;
    double gate_range_db; /* how far it closes, below 0 */
    double gate_attack_ms;
    double gate_hold_ms;
    double gate_release_ms;
    int64_t comp_on;
    double comp_threshold_db;
    double comp_ratio;
    double comp_knee_db;
    double comp_attack_ms;
    double comp_release_ms;
    double comp_makeup_db;
    double fader_db;
    double pan; /* -1 left … 1 right; of a stereo strip: balance */
    int64_t pan_law;
    int64_t mute;
    int64_t solo;
    int64_t solo_safe; /* other tracks' solo does not silence it */
};

/* When an armed track lets its input be heard; auto is as on tape: while the
 * transport stands or the track records. */
enum input_monitor { INPUT_MONITOR_OFF, INPUT_MONITOR_INPUT, INPUT_MONITOR_AUTO };

struct row_input {
    int64_t id;     /* the track's */
    int64_t first;  /* channel of the driver, from 0; -1: none */
    int64_t second; /* -1: mono */
    double gain_db; /* before it is recorded */
    int64_t polarity; /* 1: turned over */
    int64_t monitor;  /* enum input_monitor */
    int64_t armed;
    int64_t overdub; /* 1: what is on the track sounds on while it records */
    char *name;      /* what the system called the channel, to find it again */
};

enum send_tap { SEND_POST_FADER, SEND_PRE_FADER };

struct row_send {
    int64_t id;
    int64_t track_id;
    int64_t target_id; /* a bus */
    int64_t tap;       /* enum send_tap */
    int64_t on;
    double level_db;
    double pan;
    double sort;
};

enum insert_place { INSERT_BEFORE_CONSOLE, INSERT_AFTER_CONSOLE };

struct row_insert {
    int64_t id;
    int64_t track_id;
    int64_t place; /* enum insert_place */
    double sort;
    char *device; /* «reverb», «limiter»; later an LV2 plug-in's URI */
    int64_t on;
};

/* A device's control that does not stand at its default. */
struct row_param {
    int64_t id;
    int64_t insert_id;
    char *symbol;
    double value;
};

struct row_source {
    int64_t id;
    char *path;     /* audio/…, or absolute where it is only referenced */
    char *origin;   /* the file's name before it came here */
    int64_t rate;   /* the project's */
    int64_t channels;
    int64_t length; /* frames */
    int64_t bytes;  /* of the file; 0: not known yet */
    char *hash;     /* XXH3-128 of the file's bytes, hexadecimal; may be empty */
};

struct row_lane {
    int64_t id;
    int64_t track_id;
    char *name;
    double sort;
    int64_t plays; /* where no comp is active: this lane of the track sounds */
};

struct row_take {
    int64_t id;
    int64_t track_id;
    int64_t source_id;
    char *name;
    int64_t number; /* on its track, from 1 */
    int64_t rating; /* 0 … 5 */
    frames_t start; /* where it was placed */
    int64_t recorded; /* seconds since 1970, UTC */
    int64_t capture_latency; /* frames it was placed with */
    int64_t playback_latency;
    int64_t round_trip;
    char *device;
};

enum clip_kind { CLIP_AUDIO, CLIP_MIDI };

/* How a gain goes from 0 to 1 over a fade (dsp/fade.h has the formulas). */
enum fade_shape {
    FADE_LINEAR,
    FADE_EQUAL_POWER,
    FADE_SLOW,
    FADE_FAST,
    FADE_S_CURVE
};

struct row_clip {
    int64_t id;
    int64_t kind; /* enum clip_kind */
    int64_t lane_id;
    int64_t source_id; /* of an audio clip */
    int64_t take_id;   /* if it was recorded */
    char *name;
    int64_t color;  /* -1: the track's */
    int64_t at;     /* in `unit` */
    int64_t unit;   /* enum time_unit */
    int64_t length; /* frames; of a MIDI clip, ticks */
    int64_t offset; /* of its first frame in the source */
    double gain_db;
    int64_t fade_in; /* frames */
    int64_t fade_in_shape;
    int64_t fade_out;
    int64_t fade_out_shape;
    int64_t layer; /* where clips of a lane overlap, the higher lies on top */
    int64_t muted;
    int64_t locked;
};

struct row_comp {
    int64_t id;
    int64_t track_id;
    char *name;
    int64_t active; /* this comp of the track sounds, instead of a lane */
    int64_t crossfade; /* frames, at each seam of ranges */
};

/* From `start` on, for `length` frames, the comp takes what `lane` has there. */
struct row_comp_range {
    int64_t id;
    int64_t comp_id;
    int64_t lane_id;
    frames_t start;
    int64_t length;
};

/* Times of notes and events are ticks from the clip's start. */
struct row_note {
    int64_t id;
    int64_t clip_id;
    ticks_t at;
    int64_t length;
    int64_t channel; /* 0 … 15 */
    int64_t key;
    int64_t velocity;
    int64_t release;
};

/* A MIDI channel message: the status byte without its channel, and its data. */
struct row_event {
    int64_t id;
    int64_t clip_id;
    ticks_t at;
    int64_t channel;
    int64_t message; /* 0x80 … 0xe0 */
    int64_t data1;
    int64_t data2;
};

union row {
    int64_t id; /* the first member of each */
    struct row_song song;
    struct row_tempo tempo;
    struct row_metre metre;
    struct row_marker marker;
    struct row_track track;
    struct row_strip strip;
    struct row_input input;
    struct row_send send;
    struct row_insert insert;
    struct row_param param;
    struct row_source source;
    struct row_lane lane;
    struct row_take take;
    struct row_clip clip;
    struct row_comp comp;
    struct row_comp_range comp_range;
    struct row_note note;
    struct row_event event;
};

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* info.c: what is in a song, for people and, whole, for programs. */
#include "cli/verbs.h"

#include "app/arm.h"
#include "app/health.h"
#include "app/place.h"
#include "app/session.h"
#include "base/text.h"
#include "cli/open.h"
#include "cli/output.h"
#include "model/tables.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <stdlib.h>
#include <string.h>

static const char *const KINDS[]
    = {N_("audio"), N_("MIDI"), N_("bus"), N_("folder"), N_("master")};

static frames_t
song_end(const struct model *model)
{
    size_t count;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &count);
    frames_t end = {0};

    for (size_t i = 0; i < count; i++) {
        const frames_t clip = place_clip_end(model, &clips[i]);

        if (clip.n > end.n)
            end = clip;
    }
    return end;
}

static size_t
count_clips(const struct model *model, int64_t track)
{
    size_t count, found = 0;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &count);

    for (size_t i = 0; i < count; i++) {
        const struct row_lane *lane
            = model_row(model, TABLE_LANE, clips[i].lane_id);

        found += lane && lane->track_id == track;
    }
    return found;
}

static void
print_level(double db)
{
    if (db <= LEVEL_OFF_DB)
        printf("   off   ");
    else
        printf("%+6.1f dB", db);
}

static void
print_track(const struct model *model, const struct row_track *track)
{
    const struct row_strip *strip = model_row(model, TABLE_STRIP, track->id);
    const char *kind = (size_t)track->kind < COUNT(KINDS) ? _(KINDS[track->kind])
                                                         : "?";

    printf("  ");
    print_name(track->name, 24);
    putchar(' ');
    print_name(kind, 7);
    printf(" %4zu  ", count_clips(model, track->id));
    if (strip) {
        print_level(strip->fader_db);
        printf("  %+5.2f %s%s%s%s%s", strip->pan, strip->mute ? " mute" : "",
               strip->solo ? " solo" : "", strip->eq_on ? " eq" : "",
               strip->gate_on ? " gate" : "", strip->comp_on ? " comp" : "");
    }
    puts("");
}

static int
markers_in_order(const void *a, const void *b, void *map)
{
    const struct row_marker *x = *(const struct row_marker *const *)a;
    const struct row_marker *y = *(const struct row_marker *const *)b;
    const int64_t left = when_frames(map, (struct when){x->at, x->unit}).n;
    const int64_t right = when_frames(map, (struct when){y->at, y->unit}).n;

    return (left > right) - (left < right);
}

static void
print_markers(const struct model *model)
{
    const struct tempo_map *map = model_tempo(model);
    size_t count;
    const struct row_marker *markers = model_rows(model, TABLE_MARKER, &count);
    const struct row_marker **order = malloc((count + 1) * sizeof *order);

    if (!order)
        return;
    for (size_t i = 0; i < count; i++)
        order[i] = &markers[i];
    qsort_r(order, count, sizeof *order, markers_in_order, (void *)map);
    if (count > 0)
        printf("%s\n", _("Markers and sections"));
    for (size_t i = 0; i < count; i++) {
        const struct when at = {order[i]->at, order[i]->unit};
        char bars[TIMECODE_SIZE], clock[TIMECODE_SIZE];

        timecode_bars(map, when_ticks(map, at), bars);
        timecode_clock(when_frames(map, at), tempo_map_rate(map), clock);
        printf("  %-12s %-12s ", bars, clock);
        print_name(order[i]->name, 0);
        puts(order[i]->kind == MARKER_SECTION ? _(" (section)") : "");
    }
    free(order);
}

/* Sound files that are not what they were; their clips keep their place. */
static void
print_offline(void *user, const struct fault *fault)
{
    char line[sizeof *fault];
    size_t *count = user;

    if ((*count)++ == 0)
        printf("%s\n", _("Offline"));
    fault_line(fault, line, sizeof line);
    printf("  ");
    print_name(line, 0);
    puts("");
}

static enum status
print_song(struct session *session)
{
    const struct model *model = session_model(session);
    const struct row_song *song = model_row(model, TABLE_SONG, SONG_ID);
    const struct row_track **tracks;
    size_t count, sources, offline = 0;
    char clock[TIMECODE_SIZE];

    model_rows(model, TABLE_SOURCE, &sources);
    timecode_clock(song_end(model), session_rate(session), clock);
    if (song) {
        print_name(song->name, 0);
        printf("%s", song->artist[0] ? " – " : "");
        print_name(song->artist, 0);
        puts("");
    }
    printf(
        _("  %u Hz, %s long, %.2f bpm, %zu sound files%s\n"), session_rate(session),
        clock, tempo_bpm(model_tempo(model), ticks(0)), sources,
        store_damage(session_store(session)) ? _(", DAMAGED: see remanence check")
                                             : "");
    if (place_tracks(model, &tracks, &count))
        return ST_NO_MEM;
    printf("%s\n", _("Tracks                     kind    clips    fader     pan"));
    for (size_t i = 0; i < count; i++)
        print_track(model, tracks[i]);
    free(tracks);
    print_markers(model);
    health_offline(session, print_offline, &offline);
    return ST_OK;
}

static void
json_column(struct json *json, const struct column *column, const char *row)
{
    const char *at = row + column->offset;

    switch (column->kind) {
    case COLUMN_REAL:
        json_real(json, column->name, *(const double *)at);
        break;
    case COLUMN_TEXT:
        json_text(json, column->name, *(char *const *)at);
        break;
    case COLUMN_REF:
        if (*(const int64_t *)at)
            json_id(json, column->name, *(const int64_t *)at);
        break;
    case COLUMN_INT:
        if (column->offset == 0)
            json_id(json, column->name, *(const int64_t *)at);
        else
            json_int(json, column->name, *(const int64_t *)at);
    }
}

static int
rows_by_id(const void *a, const void *b)
{
    const int64_t x = **(const int64_t *const *)a, y = **(const int64_t *const *)b;

    return (x > y) - (x < y);
}

/* Every row of every table as it is in the database, by id. */
static enum status
json_tables(struct json *json, const struct model *model)
{
    for (enum table table = 0; table < TABLE_COUNT; table++) {
        const struct table_info *info = table_info(table);
        size_t count;
        const char *rows = model_rows(model, table, &count);
        const char **order = malloc((count + 1) * sizeof *order);

        if (!order)
            return ST_NO_MEM;
        for (size_t i = 0; i < count; i++)
            order[i] = rows + i * info->size;
        qsort(order, count, sizeof *order, rows_by_id);
        json_open(json, info->name, '[');
        for (size_t i = 0; i < count; i++) {
            json_open(json, NULL, '{');
            for (size_t k = 0; k < info->n_columns; k++)
                json_column(json, &info->columns[k], order[i]);
            json_close(json, '}');
        }
        json_close(json, ']');
        free(order);
    }
    return ST_OK;
}

static enum status
json_song(struct session *session)
{
    const struct model *model = session_model(session);
    struct json json = {0};
    uint64_t digest;
    struct fault fault;
    char text[32];

    json_open(&json, NULL, '{');
    json_text(&json, "folder", session_folder(session));
    json_int(&json, "rate", session_rate(session));
    json_int(&json, "length_frames", song_end(model).n);
    json_id(&json, "edit", store_here(session_store(session)));
    if (!store_digest(session_store(session), &digest, &fault)) {
        snprintf(text, sizeof text, "%016llx", (unsigned long long)digest);
        json_text(&json, "digest", text);
    }
    json_int(&json, "lost", store_lost(session_store(session)));
    json_open(&json, "offline", '[');
    health_offline(session, json_fault, &json);
    json_close(&json, ']');
    json_open(&json, "tables", '{');
    const enum status status = json_tables(&json, model);
    json_close(&json, '}');
    json_close(&json, '}');
    return status;
}

static void
print_event(void *user, const struct incident_told *told)
{
    const struct session *session = user;
    const time_t seconds = told->time / 1000000;
    char clock[TIMECODE_SIZE], date[40];
    struct tm when;

    localtime_r(&seconds, &when);
    strftime(date, sizeof date, "%Y-%m-%d %H:%M:%S", &when);
    timecode_clock(told->at, session_rate(session), clock);
    printf("%s  %12s  %s", date, clock, told->kind);
    if (told->counts)
        printf(" %" PRId64, told->value);
    fputs("  ", stdout);
    print_name(told->track, 0);
    fputs(told->track[0] && told->text[0] ? "  " : "", stdout);
    print_name(told->text, 0);
    putchar('\n');
}

static void
json_event(void *user, const struct incident_told *told)
{
    struct json *json = user;

    json_open(json, NULL, '{');
    json_text(json, "kind", told->word);
    json_int(json, "at_frames", told->at.n);
    json_int(json, "input_frames", told->input);
    json_int(json, "time_us", told->time);
    json_text(json, "track", told->track);
    json_int(json, "value", told->value);
    json_text(json, "text", told->text);
    json_close(json, '}');
}

static enum status
tell_events(struct session *session, bool as_json, struct fault *fault)
{
    struct json json = {0};

    if (!as_json)
        return incidents_tell(session, print_event, session, fault);
    json_open(&json, NULL, '{');
    json_open(&json, "events", '[');
    const enum status status = incidents_tell(session, json_event, &json, fault);
    json_close(&json, ']');
    json_close(&json, '}');
    return status;
}

static enum exit_code
run(const struct args *args)
{
    struct session *session;
    struct fault fault;

    if (open_to_read(&session, args->words[0], &fault))
        return fail(&fault);
    if (arg_given(args, "events")) {
        const enum status told
            = tell_events(session, arg_given(args, "json"), &fault);

        session_close(session);
        return told ? fail(&fault) : EXIT_GOOD;
    }
    const enum status status =
        arg_given(args, "json") ? json_song(session) : print_song(session);
    session_close(session);
    if (status) {
        fault_set(&fault, status, args->words[0], _("no memory"));
        return fail(&fault);
    }
    return EXIT_GOOD;
}

const struct verb VERB_INFO = {
    .name = "info",
    .words = "SONG [--events] [--json]",
    .summary = N_("tell what is in a song"),
    .min_words = 1,
    .max_words = 1,
    .options =
        {
            {"json", NULL, N_("all of it, every row of every table")},
            {"events", NULL, N_("xruns, clipped samples, devices that went: the flight recorder")},
        },
    .run = run,
};

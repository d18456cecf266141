/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/check.h"

#include "base/text.h"
#include "model/routing.h"
#include "model/tables.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct checker {
    const struct model *model;
    void (*found)(void *user, const struct fault *fault);
    void *user;
    size_t count;
};

/* Report a fault. */
static void
report(struct checker *checker, const char *where, const char *what)
{
    struct fault fault;

    fault_set(&fault, ST_DAMAGED, where, "%s", what);
    fault_remedy(&fault, "%s", _("repair the project, or undo what made it so"));
    checker->count++;
    if (checker->found)
        checker->found(checker->user, &fault);
}

static void wrong(struct checker *checker, enum table table, const void *row,
                  const char *what, ...) PRINTF(4, 5);

/* Report that something is wrong with a row. */
static void
wrong(struct checker *checker, enum table table, const void *row, const char *what,
      ...)
{
    const struct column *name = column_named(table, "name");
    const char *called = name ? column_text(name, row) : "";
    char where[200], text[256];
    va_list args;

    snprintf(where, sizeof where, "%s %" PRId64 "%s%.100s%s",
             table_info(table)->name, ((const union row *)row)->id,
             called[0] ? " «" : "", called, called[0] ? "»" : "");
    va_start(args, what);
    vsnprintf(text, sizeof text, what, args);
    va_end(args);
    report(checker, where, text);
}

static const void *
row_of(const struct checker *checker, enum table table, int64_t id)
{
    return model_row(checker->model, table, id);
}

/* --- each column -------------------------------------------------------------- */

/* No surrogates, nothing longer than need be. */
bool
model_text_is_sound(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at) {
        const int more = *at < 0x80   ? 0
                         : *at < 0xc2 ? -1
                         : *at < 0xe0 ? 1
                         : *at < 0xf0 ? 2
                         : *at < 0xf5 ? 3
                                      : -1;
        if (more < 0)
            return false;
        if ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] > 0x9f)
            || (*at == 0xf0 && at[1] < 0x90) || (*at == 0xf4 && at[1] > 0x8f))
            return false;
        at++;
        for (int i = 0; i < more; i++)
            if ((*at++ & 0xc0) != 0x80)
                return false;
    }
    return true;
}

static void
check_column(struct checker *checker, enum table table, const void *row,
             const struct column *column)
{
    if (column->kind == COLUMN_TEXT) {
        if (!model_text_is_sound(column_text(column, row)))
            wrong(checker, table, row, _("%s is no UTF-8 text"), column->name);
    } else if (column->kind == COLUMN_REAL) {
        const double value = column_real(column, row);

        if (!(value >= column->low && value <= column->high))
            wrong(checker, table, row, _("%s is %g, not %g to %g"), column->name,
                  value, column->low, column->high);
    } else if (column->kind == COLUMN_INT) {
        const int64_t value = column_int(column, row);

        if ((double)value < column->low || (double)value > column->high)
            wrong(checker, table, row, _("%s is %lld, not %.0f to %.0f"),
                  column->name, (long long)value, column->low, column->high);
    } else {
        const int64_t id = column_int(column, row);

        if (id == 0 ? column->needed : !row_of(checker, column->table, id))
            wrong(checker, table, row, _("%s leads to no %s"), column->name,
                  table_info(column->table)->name);
    }
}

/* --- each row ----------------------------------------------------------------- */

static bool
is_power_of_two(int64_t value)
{
    return value > 0 && (value & (value - 1)) == 0;
}

static void
check_song(struct checker *checker, const union row *row)
{
    if (row->id != SONG_ID)
        wrong(checker, TABLE_SONG, row, _("there is a second song"));
    if (row->song.loop_end.n < row->song.loop_start.n)
        wrong(checker, TABLE_SONG, row, _("the loop ends before it starts"));
    if (row->song.punch_end.n < row->song.punch_start.n)
        wrong(checker, TABLE_SONG, row, _("the punch range ends before it starts"));
}

static void
check_metre(struct checker *checker, const union row *row)
{
    if (!is_power_of_two(row->metre.den))
        wrong(checker, TABLE_METRE, row, _("%lld is no note value"),
              (long long)row->metre.den);
}

static bool
is_bus(const struct row_track *track)
{
    return track->kind == TRACK_BUS || track->kind == TRACK_FOLDER
           || track->kind == TRACK_MASTER;
}

/* Whether a folder lies in itself.  No way up is longer than there are tracks. */
static bool
lies_in_itself(const struct checker *checker, const struct row_track *track)
{
    const struct row_track *up = track;
    size_t steps;

    model_rows(checker->model, TABLE_TRACK, &steps);
    while (steps-- > 0 && up && up->folder_id) {
        if (up->folder_id == track->id)
            return true;
        up = row_of(checker, TABLE_TRACK, up->folder_id);
    }
    return false;
}

static void
check_track(struct checker *checker, const union row *row)
{
    const struct row_track *folder
        = row_of(checker, TABLE_TRACK, row->track.folder_id);
    const struct row_track *output
        = row_of(checker, TABLE_TRACK, row->track.output_id);

    if (!row_of(checker, TABLE_STRIP, row->id))
        wrong(checker, TABLE_TRACK, row, _("the track has no channel strip"));
    if (folder && folder->kind != TRACK_FOLDER)
        wrong(checker, TABLE_TRACK, row, _("it lies in a track that is no folder"));
    else if (folder && lies_in_itself(checker, &row->track))
        wrong(checker, TABLE_TRACK, row, _("the folder lies in itself"));
    if (output && !is_bus(output))
        wrong(checker, TABLE_TRACK, row, _("its output is no bus"));
    if (row->track.kind == TRACK_MASTER
        && (row->track.folder_id || row->track.output_id))
        wrong(checker, TABLE_TRACK, row,
              _("the master lies in or feeds another track"));
}

static void
check_strip(struct checker *checker, const union row *row)
{
    if (!row_of(checker, TABLE_TRACK, row->id))
        wrong(checker, TABLE_STRIP, row, _("the channel strip has no track"));
}

static void
check_input(struct checker *checker, const union row *row)
{
    const struct row_track *track = row_of(checker, TABLE_TRACK, row->id);

    if (!track)
        wrong(checker, TABLE_INPUT, row, _("the input has no track"));
    else if (track->kind != TRACK_AUDIO)
        wrong(checker, TABLE_INPUT, row, _("the input's track is no audio track"));
    if (row->input.second >= 0
        && (row->input.first < 0 || row->input.first == row->input.second))
        wrong(checker, TABLE_INPUT, row,
              _("the input's second channel is no other one"));
}

static void
check_send(struct checker *checker, const union row *row)
{
    const struct row_track *target
        = row_of(checker, TABLE_TRACK, row->send.target_id);

    if (target && target->kind != TRACK_BUS)
        wrong(checker, TABLE_SEND, row,
              _("the send goes to a track that is no bus"));
}

static void
check_insert(struct checker *checker, const union row *row)
{
    if (!row->insert.device[0])
        wrong(checker, TABLE_INSERT, row, _("the insert names no device"));
}

static void
check_param(struct checker *checker, const union row *row)
{
    if (!row->param.symbol[0])
        wrong(checker, TABLE_PARAM, row, _("the parameter has no name"));
}

/* Whether a step of a path is «..». */
static bool
climbs(const char *path)
{
    for (const char *step = path; step; step = strchr(step, '/')) {
        step += *step == '/';
        if (strncmp(step, "..", 2) == 0 && (step[2] == '/' || step[2] == '\0'))
            return true;
    }
    return false;
}

static void
check_source(struct checker *checker, const union row *row)
{
    if (!row->source.path[0])
        wrong(checker, TABLE_SOURCE, row, _("the source has no file"));
    if (climbs(row->source.path))
        wrong(checker, TABLE_SOURCE, row, _("%.150s climbs out of the project"),
              row->source.path);
}

static void
check_lane(struct checker *checker, const union row *row)
{
    const struct row_track *track
        = row_of(checker, TABLE_TRACK, row->lane.track_id);

    if (track && track->kind != TRACK_AUDIO && track->kind != TRACK_MIDI)
        wrong(checker, TABLE_LANE, row, _("the lane is on a track without lanes"));
}

static void
check_audio_clip(struct checker *checker, const union row *row)
{
    const struct row_clip *clip = &row->clip;
    const struct row_source *source
        = row_of(checker, TABLE_SOURCE, clip->source_id);

    if (clip->source_id == 0)
        wrong(checker, TABLE_CLIP, row, _("the clip has no source"));
    if (source && clip->offset > source->length - clip->length)
        wrong(checker, TABLE_CLIP, row,
              _("the clip reaches past the end of its source"));
    if (clip->fade_in > clip->length - clip->fade_out)
        wrong(checker, TABLE_CLIP, row, _("the fades are longer than the clip"));
}

static void
check_clip(struct checker *checker, const union row *row)
{
    const struct row_lane *lane = row_of(checker, TABLE_LANE, row->clip.lane_id);
    const struct row_track *track
        = lane ? row_of(checker, TABLE_TRACK, lane->track_id) : NULL;

    if (row->clip.kind == CLIP_AUDIO)
        check_audio_clip(checker, row);
    if (track && (track->kind == TRACK_MIDI) != (row->clip.kind == CLIP_MIDI))
        wrong(checker, TABLE_CLIP, row,
              _("the clip is on a track of another kind"));
}

static void
check_comp(struct checker *checker, const union row *row)
{
    if (!row->comp.active)
        return;
    for (const struct row_comp *other
         = model_first(checker->model, TABLE_COMP, row->comp.track_id);
         other; other = model_next(checker->model, TABLE_COMP, other))
        if (other->active && other->id < row->id)
            wrong(checker, TABLE_COMP, row,
                  _("another comp of the track is active, too"));
}

static void
check_range(struct checker *checker, const union row *row)
{
    const struct row_comp *comp
        = row_of(checker, TABLE_COMP, row->comp_range.comp_id);
    const struct row_lane *lane
        = row_of(checker, TABLE_LANE, row->comp_range.lane_id);

    if (comp && lane && comp->track_id != lane->track_id)
        wrong(checker, TABLE_COMP_RANGE, row,
              _("the range takes a lane of another track"));
}

static void (*const CHECKS[TABLE_COUNT])(struct checker *, const union row *) = {
    [TABLE_SONG] = check_song,   [TABLE_METRE] = check_metre,
    [TABLE_TRACK] = check_track, [TABLE_STRIP] = check_strip,
    [TABLE_INPUT] = check_input,
    [TABLE_SEND] = check_send,   [TABLE_INSERT] = check_insert,
    [TABLE_PARAM] = check_param, [TABLE_SOURCE] = check_source,
    [TABLE_LANE] = check_lane,   [TABLE_CLIP] = check_clip,
    [TABLE_COMP] = check_comp,   [TABLE_COMP_RANGE] = check_range,
};

static void
check_rows(struct checker *checker, enum table table)
{
    const struct table_info *info = table_info(table);
    size_t count;
    const char *rows = model_rows(checker->model, table, &count);

    for (size_t i = 0; i < count; i++) {
        const void *row = rows + i * info->size;

        for (size_t k = 0; k < info->n_columns; k++)
            check_column(checker, table, row, &info->columns[k]);
        if (CHECKS[table])
            CHECKS[table](checker, row);
    }
}

/* --- the whole ---------------------------------------------------------------- */

static int
by_comp(const void *a, const void *b)
{
    const struct row_comp_range *x = *(const struct row_comp_range *const *)a;
    const struct row_comp_range *y = *(const struct row_comp_range *const *)b;

    if (x->comp_id != y->comp_id)
        return x->comp_id < y->comp_id ? -1 : 1;
    return (x->start.n > y->start.n) - (x->start.n < y->start.n);
}

static enum status
check_ranges(struct checker *checker)
{
    size_t count;
    const struct row_comp_range *rows
        = model_rows(checker->model, TABLE_COMP_RANGE, &count);
    const struct row_comp_range **sorted = malloc((count + 1) * sizeof *sorted);

    if (!sorted)
        return ST_NO_MEM;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &rows[i];
    qsort(sorted, count, sizeof *sorted, by_comp);
    for (size_t i = 1; i < count; i++)
        if (sorted[i]->comp_id == sorted[i - 1]->comp_id
            && sorted[i]->start.n - sorted[i - 1]->length < sorted[i - 1]->start.n)
            wrong(checker, TABLE_COMP_RANGE, sorted[i],
                  _("it overlaps another range of the comp"));
    free(sorted);
    return ST_OK;
}

static enum status
check_routing(struct checker *checker)
{
    size_t count, masters = 0;
    const struct row_track *tracks
        = model_rows(checker->model, TABLE_TRACK, &count);

    for (size_t i = 0; i < count; i++) {
        bool itself;

        if (tracks[i].kind == TRACK_MASTER && masters++ > 0)
            wrong(checker, TABLE_TRACK, &tracks[i], _("there is a second master"));
        if (tracks[i].kind == TRACK_AUDIO || tracks[i].kind == TRACK_MIDI)
            continue; /* nothing feeds these */
        if (routing_reaches(NULL, checker->model, tracks[i].id, tracks[i].id,
                            &itself)
            != ST_OK)
            return ST_NO_MEM;
        if (itself)
            wrong(checker, TABLE_TRACK, &tracks[i], _("the track feeds itself"));
    }
    return ST_OK;
}

static enum status
check(struct checker *checker)
{
    for (enum table table = 0; table < TABLE_COUNT; table++)
        check_rows(checker, table);
    if (!row_of(checker, TABLE_SONG, SONG_ID))
        report(checker, "song", _("the project has no song"));
    if (routing_master(NULL, checker->model) == 0)
        report(checker, "track", _("the project has no master"));
    return check_ranges(checker) == ST_OK ? check_routing(checker) : ST_NO_MEM;
}

static void
keep_first(void *user, const struct fault *fault)
{
    struct fault *first = user;

    if (first->status == ST_OK)
        *first = *fault;
}

enum status
model_check(const struct model *model, struct fault *fault)
{
    struct fault first = {0};
    struct checker checker = {model, keep_first, &first, 0};

    if (check(&checker) != ST_OK)
        return fault_set(fault, ST_NO_MEM, NULL, "%s",
                         _("no memory to check the project"));
    if (checker.count > 0 && fault)
        *fault = first;
    return checker.count > 0 ? ST_DAMAGED : ST_OK;
}

size_t
model_check_all(const struct model *model,
                void (*found)(void *user, const struct fault *fault), void *user)
{
    struct checker checker = {model, found, user, 0};
    struct fault fault;

    if (check(&checker) == ST_OK)
        return checker.count;
    fault_set(&fault, ST_NO_MEM, NULL, "%s", _("no memory to check the project"));
    found(user, &fault);
    return checker.count + 1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/place.h"

#include "base/text.h"
#include "model/tables.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static enum status
read_id(const struct model *model, enum table table, const char *text,
        const char *what, int64_t *out, struct fault *fault)
{
    char *end;

    errno = 0;
    const long long id = strtoll(text + 1, &end, 10);
    if (end == text + 1 || *end || errno || id <= 0)
        return fault_with(fault, ST_SYNTAX, text, _("is no id"),
                          _("write #NUMBER, as remanence info --json tells it"));
    if (!model_row(model, table, id)) {
        fault_set(fault, ST_NOT_FOUND, text, _("no such %s"), what);
        fault_remedy(fault, _("remanence info --json tells the ids"));
        return ST_NOT_FOUND;
    }
    *out = id;
    return ST_OK;
}

static const char *
name_of(const char *row, size_t name_offset)
{
    return *(char *const *)(row + name_offset);
}

/* How many rows have the name, in this case or any; *found is one of them. */
static size_t
count_named(const struct model *model, enum table table, size_t name_offset,
            const char *name, bool any_case, int64_t *found)
{
    const size_t size = table_info(table)->size;
    size_t count, fits = 0;
    const char *rows = model_rows(model, table, &count);

    for (size_t i = 0; i < count; i++) {
        const char *row = rows + i * size;
        const char *is = name_of(row, name_offset);

        if (any_case ? strcasecmp(is, name) : strcmp(is, name))
            continue;
        fits++;
        *found = *(const int64_t *)row;
    }
    return fits;
}

/* The row of `table` whose text at `name_offset` is `name`; `what` names its kind
 * in the fault. */
static enum status
only_one_named(const struct model *model, enum table table, size_t name_offset,
               const char *name, const char *what, int64_t *out,
               struct fault *fault)
{
    size_t fits = count_named(model, table, name_offset, name, false, out);

    if (fits == 0)
        fits = count_named(model, table, name_offset, name, true, out);
    if (fits == 1)
        return ST_OK;
    if (fits == 0) {
        fault_set(fault, ST_NOT_FOUND, name, _("no such %s"), what);
        fault_remedy(fault, _("remanence info tells what there is"));
        return ST_NOT_FOUND;
    }
    fault_set(fault, ST_RANGE, name, _("%zu have that name"), fits);
    fault_remedy(fault, _("name it by #ID: remanence info --json tells them"));
    return ST_RANGE;
}

enum status
place_track(const struct model *model, const char *text, int64_t *out,
            struct fault *fault)
{
    size_t count;
    const struct row_track *tracks = model_rows(model, TABLE_TRACK, &count);

    if (text[0] == '#')
        return read_id(model, TABLE_TRACK, text, _("track"), out, fault);
    if (strcasecmp(text, "master") == 0)
        for (size_t i = 0; i < count; i++)
            if (tracks[i].kind == TRACK_MASTER) {
                *out = tracks[i].id;
                return ST_OK;
            }
    return only_one_named(model, TABLE_TRACK, offsetof(struct row_track, name),
                          text, _("track"), out, fault);
}

int64_t
place_playing_lane(const struct model *model, int64_t track)
{
    size_t count;
    const struct row_lane *lanes = model_rows(model, TABLE_LANE, &count);

    for (size_t i = 0; i < count; i++)
        if (lanes[i].track_id == track && lanes[i].plays)
            return lanes[i].id;
    return 0;
}

static int
by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int
lanes_in_order(const void *a, const void *b)
{
    const struct row_lane *const *x = a, *const *y = b;

    if ((*x)->sort != (*y)->sort)
        return (*x)->sort < (*y)->sort ? -1 : 1;
    return by_number((*x)->id, (*y)->id);
}

static int
tracks_in_order(const void *a, const void *b)
{
    const struct row_track *const *x = a, *const *y = b;

    if ((*x)->sort != (*y)->sort)
        return (*x)->sort < (*y)->sort ? -1 : 1;
    return by_number((*x)->id, (*y)->id);
}

/* Pointers to the rows whose id at `owner_offset` is `owner` (0: all of them). */
static enum status
pick(const struct model *model, enum table table, size_t owner_offset,
     int64_t owner, const void ***out, size_t *count)
{
    const size_t size = table_info(table)->size;
    size_t all;
    const char *rows = model_rows(model, table, &all);

    *count = 0;
    *out = malloc((all + 1) * sizeof **out);
    if (!*out)
        return ST_NO_MEM;
    for (size_t i = 0; i < all; i++) {
        const char *row = rows + i * size;

        if (owner == 0 || *(const int64_t *)(row + owner_offset) == owner)
            (*out)[(*count)++] = row;
    }
    return ST_OK;
}

enum status
place_lanes(const struct model *model, int64_t track, const struct row_lane ***out,
            size_t *count)
{
    const enum status status =
        pick(model, TABLE_LANE, offsetof(struct row_lane, track_id), track,
             (const void ***)out, count);

    if (!status)
        qsort(*out, *count, sizeof **out, lanes_in_order);
    return status;
}

enum status
place_tracks(const struct model *model, const struct row_track ***out,
             size_t *count)
{
    const enum status status =
        pick(model, TABLE_TRACK, 0, 0, (const void ***)out, count);

    if (!status)
        qsort(*out, *count, sizeof **out, tracks_in_order);
    return status;
}

frames_t
place_clip_start(const struct model *model, const struct row_clip *clip)
{
    return when_frames(model_tempo(model), (struct when){clip->at, clip->unit});
}

frames_t
place_clip_end(const struct model *model, const struct row_clip *clip)
{
    if (clip->kind == CLIP_AUDIO)
        return frames_add(place_clip_start(model, clip), frames(clip->length));

    const struct tempo_map *map = model_tempo(model);
    const ticks_t start = when_ticks(map, (struct when){clip->at, clip->unit});

    return tempo_frames(map, ticks_add(start, ticks(clip->length)));
}

frames_t
place_end(const struct model *model)
{
    size_t count;
    const struct row_clip *clips = model_rows(model, TABLE_CLIP, &count);
    frames_t end = frames(0);

    for (size_t i = 0; i < count; i++) {
        const frames_t here = place_clip_end(model, &clips[i]);

        if (here.n > end.n)
            end = here;
    }
    return end;
}

static int
clips_in_order(const void *a, const void *b, void *model)
{
    const struct row_clip *const *x = a, *const *y = b;
    const int order = by_number(place_clip_start(model, *x).n,
                                place_clip_start(model, *y).n);

    return order ? order : by_number((*x)->id, (*y)->id);
}

enum status
place_clips(const struct model *model, int64_t lane, const struct row_clip ***out,
            size_t *count)
{
    const enum status status =
        pick(model, TABLE_CLIP, offsetof(struct row_clip, lane_id), lane,
             (const void ***)out, count);

    if (!status)
        qsort_r(*out, *count, sizeof **out, clips_in_order, (void *)model);
    return status;
}

/* The lane of that name or number on a track; `text` is what the user wrote. */
static enum status
lane_of(const struct model *model, int64_t track, const char *name,
        const char *text, int64_t *out, struct fault *fault)
{
    const struct row_lane **lanes;
    size_t count, fits = 0;
    char *end;

    if (place_lanes(model, track, &lanes, &count))
        return fault_errno(fault, ENOMEM, text);
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(lanes[i]->name, name) == 0) {
            *out = lanes[i]->id;
            fits++;
        }
    const unsigned long number = strtoul(name, &end, 10);
    if (fits == 0 && *name && !*end && number >= 1 && number <= count) {
        *out = lanes[number - 1]->id;
        fits = 1;
    }
    free(lanes);
    if (fits == 1)
        return ST_OK;
    if (fits == 0)
        fault_set(fault, ST_NOT_FOUND, text, _("no such lane on the track"));
    else
        fault_set(fault, ST_RANGE, text, _("%zu lanes have that name"), fits);
    fault_remedy(fault,
                 _("write TRACK/N: the Nth of its lanes, of which it has %zu"),
                 count);
    return fits == 0 ? ST_NOT_FOUND : ST_RANGE;
}

static enum status
playing_lane_of(const struct model *model, int64_t track, const char *text,
                int64_t *out, struct fault *fault)
{
    *out = place_playing_lane(model, track);
    if (*out)
        return ST_OK;
    fault_set(fault, ST_KIND, text, _("has no lane for clips"));
    fault_remedy(fault, _("name an audio track"));
    return ST_KIND;
}

/* The first `length` bytes of a text name a track or a lane. */
static enum status
lane_within(const struct model *model, const char *text, size_t length,
            int64_t *out, struct fault *fault)
{
    char *name = strndup(text, length);

    if (!name)
        return fault_errno(fault, ENOMEM, text);
    const enum status status = place_lane(model, name, out, fault);

    free(name);
    return status;
}

/* A name with a slash in it may be a track's. */
enum status
place_lane(const struct model *model, const char *text, int64_t *out,
           struct fault *fault)
{
    const char *slash = strrchr(text, '/');
    int64_t track;

    if (text[0] == '#' && model_row(model, TABLE_LANE, strtoll(text + 1, NULL, 10)))
        return read_id(model, TABLE_LANE, text, _("lane"), out, fault);
    enum status status = place_track(model, text, &track, fault);
    if (!status)
        return playing_lane_of(model, track, text, out, fault);
    if (!slash)
        return status;
    char *name = strndup(text, slash - text);
    if (!name)
        return fault_errno(fault, ENOMEM, text);
    status = place_track(model, name, &track, fault);
    free(name);
    return status ? status : lane_of(model, track, slash + 1, text, out, fault);
}

/* `digits` are the end of `text`, which is what the user wrote. */
static enum status
clip_by_number(const struct model *model, int64_t lane, const char *digits,
               const char *text, int64_t *out, struct fault *fault)
{
    const struct row_clip **clips;
    size_t count;
    char *end;
    const unsigned long number = strtoul(digits, &end, 10);

    if (!*digits || *end) {
        fault_set(fault, ST_SYNTAX, text, _("«%s» is no number of a clip"), digits);
        fault_remedy(fault, _("write TRACK@TIME, TRACK:N or #ID"));
        return ST_SYNTAX;
    }
    if (place_clips(model, lane, &clips, &count))
        return fault_errno(fault, ENOMEM, text);
    const bool there = number >= 1 && number <= count;
    if (there)
        *out = clips[number - 1]->id;
    free(clips);
    if (there)
        return ST_OK;
    fault_set(fault, ST_NOT_FOUND, text, _("no such clip: the lane has %zu"),
              count);
    fault_remedy(fault, _("remanence info tells how many each track has"));
    return ST_NOT_FOUND;
}

/* `place` is the end of `text`, which is what the user wrote. */
static enum status
clip_at(const struct model *model, int64_t lane, const char *place,
        const char *text, int64_t *out, struct fault *fault)
{
    const struct row_clip **clips;
    const struct row_clip *top = NULL;
    size_t count;
    frames_t at;
    const enum status status = place_frames(model, place, &at, fault);

    if (status)
        return status;
    if (place_clips(model, lane, &clips, &count))
        return fault_errno(fault, ENOMEM, text);
    for (size_t i = 0; i < count; i++)
        if (place_clip_start(model, clips[i]).n <= at.n
            && at.n < place_clip_end(model, clips[i]).n
            && (!top || clips[i]->layer >= top->layer))
            top = clips[i];
    free(clips);
    if (!top) {
        fault_set(fault, ST_NOT_FOUND, text, _("no clip of the lane is there"));
        fault_remedy(fault, _("TRACK:N names the Nth of its clips"));
        return ST_NOT_FOUND;
    }
    *out = top->id;
    return ST_OK;
}

/* Where the lane's name ends: at the last @ or : before which there is one's name,
 * for names and times hold such marks, too.  Where there is none, the fault is that
 * of the shortest name. */
static enum status
clip_mark(const struct model *model, const char *text, const char **mark,
          int64_t *lane, struct fault *fault)
{
    enum status status = ST_NOT_FOUND;

    for (const char *c = text + strlen(text); c > text && status; c--) {
        if (c[-1] != '@' && c[-1] != ':')
            continue;
        *mark = c - 1;
        status = lane_within(model, text, (size_t)(*mark - text), lane, fault);
    }
    return status;
}

enum status
place_clip(const struct model *model, const char *text, int64_t *out,
           struct fault *fault)
{
    const char *mark;
    int64_t lane;

    if (text[0] == '#' && !strpbrk(text, "@:"))
        return read_id(model, TABLE_CLIP, text, _("clip"), out, fault);
    if (!strpbrk(text, "@:")) {
        fault_set(fault, ST_SYNTAX, text, _("names no clip"));
        fault_remedy(fault, _("write TRACK@TIME, TRACK:N or #ID"));
        return ST_SYNTAX;
    }
    const enum status status = clip_mark(model, text, &mark, &lane, fault);
    if (status)
        return status;
    return *mark == '@' ? clip_at(model, lane, mark + 1, text, out, fault)
                        : clip_by_number(model, lane, mark + 1, text, out, fault);
}

enum status
place_marker(const struct model *model, const char *text, int64_t *out,
             struct fault *fault)
{
    if (text[0] == '#'
        && model_row(model, TABLE_MARKER, strtoll(text + 1, NULL, 10)))
        return read_id(model, TABLE_MARKER, text, _("marker or section"), out,
                       fault);
    return only_one_named(model, TABLE_MARKER, offsetof(struct row_marker, name),
                          text, _("marker or section"), out, fault);
}

enum status
place_time(const struct model *model, const char *text, struct when *out,
           struct fault *fault)
{
    int64_t id;

    if (text[0] != '@')
        return timecode_read(text, model_tempo(model), out, fault);
    const enum status status = place_marker(model, text + 1, &id, fault);

    if (status)
        return status;
    const struct row_marker *marker = model_row(model, TABLE_MARKER, id);
    *out = (struct when){marker->at, marker->unit};
    return ST_OK;
}

enum status
place_frames(const struct model *model, const char *text, frames_t *out,
             struct fault *fault)
{
    struct when at;
    const enum status status = place_time(model, text, &at, fault);

    if (!status)
        *out = when_frames(model_tempo(model), at);
    return status;
}

enum status
place_span(const struct model *model, const char *text, frames_t from, int64_t *out,
           struct fault *fault)
{
    const struct tempo_map *map = model_tempo(model);
    struct when span;
    const enum status status = timecode_read_span(text, map, &span, fault);

    if (status)
        return status;
    if (span.unit == TIME_FRAMES) {
        *out = span.n;
        return ST_OK;
    }
    const ticks_t to = ticks_add(tempo_ticks(map, from), ticks(span.n));
    *out = tempo_frames(map, to).n - from.n;
    return ST_OK;
}

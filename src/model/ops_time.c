/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_time.h"

#include "base/text.h"
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <string.h>

/* --- tempo and metre ---------------------------------------------------------- */

/* The tempo row at that very tick, or NULL; of several, the one that counts. */
static const struct row_tempo *
tempo_at(const struct ops *ops, ticks_t at)
{
    struct walk walk = walk_all(ops->edit, ops->model, TABLE_TEMPO);
    const struct row_tempo *found = NULL, *row;

    while ((row = walk_next(&walk)))
        if (row->at.n == at.n && (!found || row->id > found->id))
            found = row;
    return found;
}

static const struct row_metre *
metre_at(const struct ops *ops, ticks_t at)
{
    struct walk walk = walk_all(ops->edit, ops->model, TABLE_METRE);
    const struct row_metre *found = NULL, *row;

    while ((row = walk_next(&walk)))
        if (row->at.n == at.n && (!found || row->id > found->id))
            found = row;
    return found;
}

enum status
op_tempo_set(const struct ops *ops, ticks_t at, double bpm, bool ramp)
{
    const struct row_tempo *there = tempo_at(ops, at);
    struct row_tempo row;
    enum status status
        = ops_check_place(ops, _("tempo"), (struct when){at.n, TIME_TICKS});

    if (status != ST_OK
        || (status = ops_check_number(ops, column_named(TABLE_TEMPO, "bpm"), bpm))
               != ST_OK)
        return status;
    row_init(TABLE_TEMPO, &row);
    row.id = there ? there->id : 0;
    row.at = at;
    row.bpm = bpm;
    row.ramp = ramp;
    return ops_put(ops, TABLE_TEMPO, &row);
}

static enum status
first_stays(const struct ops *ops, const char *what)
{
    fault_set(ops->fault, ST_RANGE, what, "%s", _("the song's first one stays"));
    fault_remedy(ops->fault, "%s", _("set it to another value instead"));
    return ST_RANGE;
}

static enum status
no_tempo(const struct ops *ops)
{
    return fault_with(ops->fault, ST_NOT_FOUND, _("tempo"),
                      _("there is no change of tempo"),
                      _("remanence info --json tells where they are"));
}

/* Two at one place would be one. */
static enum status
taken(const struct ops *ops, const char *what)
{
    return fault_with(ops->fault, ST_EXISTS, what,
                      _("there is a change there already"),
                      _("delete that one first"));
}

enum status
op_tempo_delete(const struct ops *ops, ticks_t at)
{
    const struct row_tempo *there = tempo_at(ops, at);

    if (!there)
        return no_tempo(ops);
    return at.n == 0 ? first_stays(ops, _("tempo"))
                     : ops_delete(ops, TABLE_TEMPO, there->id);
}

enum status
op_tempo_move(const struct ops *ops, ticks_t at, ticks_t to)
{
    const struct row_tempo *there = tempo_at(ops, at);
    struct row_tempo row;
    enum status status
        = ops_check_place(ops, _("tempo"), (struct when){to.n, TIME_TICKS});

    if (status != ST_OK || at.n == to.n)
        return status;
    if (!there)
        return no_tempo(ops);
    if (at.n == 0)
        return first_stays(ops, _("tempo"));
    if (tempo_at(ops, to))
        return taken(ops, _("tempo"));
    row = *there;
    row.at = to;
    return ops_put(ops, TABLE_TEMPO, &row);
}

/* The start of the bar in which a tick lies. */
static ticks_t
bar_start(const struct ops *ops, ticks_t at)
{
    const struct tempo_map *map = model_tempo(ops->model);
    const struct bbt bar = {tempo_bbt(map, at).bar, 1, 0};
    ticks_t start;

    return tempo_from_bbt(map, bar, &start) == ST_OK ? start : ticks(0);
}

enum status
op_metre_set(const struct ops *ops, ticks_t at, int64_t num, int64_t den)
{
    struct row_metre row;
    enum status status
        = ops_check_place(ops, _("metre"), (struct when){at.n, TIME_TICKS});

    if (status != ST_OK
        || (status
            = ops_check_number(ops, column_named(TABLE_METRE, "num"), (double)num))
               != ST_OK
        || (status
            = ops_check_number(ops, column_named(TABLE_METRE, "den"), (double)den))
               != ST_OK)
        return status;
    if (den & (den - 1)) {
        fault_set(ops->fault, ST_RANGE, _("metre"), _("%lld is no note value"),
                  (long long)den);
        fault_remedy(ops->fault, "%s", _("it is 1, 2, 4, 8, 16, 32 or 64"));
        return ST_RANGE;
    }
    row_init(TABLE_METRE, &row);
    row.at = bar_start(ops, at);
    const struct row_metre *there = metre_at(ops, row.at);

    row.id = there ? there->id : 0;
    row.num = num;
    row.den = den;
    return ops_put(ops, TABLE_METRE, &row);
}

/* The change at that tick, or at the start of its bar; NULL, and told: there is
 * none. */
static const struct row_metre *
metre_near(const struct ops *ops, ticks_t at)
{
    const struct row_metre *there = metre_at(ops, at);

    if (!there)
        there = metre_at(ops, bar_start(ops, at));
    if (!there)
        (void)fault_with(ops->fault, ST_NOT_FOUND, _("metre"),
                         _("there is no change of metre"),
                         _("remanence info --json tells where they are"));
    return there;
}

ticks_t
metre_bar(const struct edit *edit, const struct model *model, int64_t but_id,
          ticks_t at)
{
    struct walk walk = walk_all(edit, model, TABLE_METRE);
    const struct row_metre *holds = NULL, *row;

    while ((row = walk_next(&walk)))
        if (row->id != but_id && row->at.n <= at.n
            && (!holds || row->at.n > holds->at.n))
            holds = row;
    const int64_t first = holds ? holds->at.n : 0;
    const int64_t bar = holds ? TICKS_PER_QUARTER * 4 / holds->den * holds->num
                              : TICKS_PER_QUARTER * 4;

    return ticks(first + (at.n - first + bar / 2) / bar * bar);
}

enum status
op_metre_move(const struct ops *ops, ticks_t at, ticks_t to)
{
    const struct row_metre *there = metre_near(ops, at);
    struct row_metre row;
    const enum status status
        = ops_check_place(ops, _("metre"), (struct when){to.n, TIME_TICKS});

    if (status != ST_OK)
        return status;
    if (!there)
        return ST_NOT_FOUND;
    if (there->at.n == 0)
        return first_stays(ops, _("metre"));
    row = *there;
    row.at = metre_bar(ops->edit, ops->model, row.id, to);
    if (row.at.n == there->at.n)
        return ST_OK;
    return metre_at(ops, row.at) ? taken(ops, _("metre"))
                                 : ops_put(ops, TABLE_METRE, &row);
}

enum status
op_metre_delete(const struct ops *ops, ticks_t at)
{
    const struct row_metre *there = metre_near(ops, at);

    if (!there)
        return ST_NOT_FOUND;
    return there->at.n == 0 ? first_stays(ops, _("metre"))
                            : ops_delete(ops, TABLE_METRE, there->id);
}

/* --- markers ------------------------------------------------------------------ */

static enum status
add_marker(const struct ops *ops, const char *name, struct when at,
           enum marker_kind kind, int64_t length, int64_t *id)
{
    struct row_marker row;
    enum status status = ops_check_place(ops, name, at);

    if (status != ST_OK || (status = ops_check_text(ops, name)) != ST_OK)
        return status;
    row_init(TABLE_MARKER, &row);
    row.kind = kind;
    row.name = (char *)name;
    row.at = at.n;
    row.unit = at.unit;
    row.length = length;
    if ((status = ops_put(ops, TABLE_MARKER, &row)) != ST_OK)
        return status;
    if (id)
        *id = row.id;
    return ST_OK;
}

enum status
op_marker_add(const struct ops *ops, const char *name, struct when at, int64_t *id)
{
    return add_marker(ops, name, at, MARKER_POINT, 0, id);
}

static enum status
check_length(const struct ops *ops, const char *name, int64_t length)
{
    if (length > 0 && length <= INT64_C(1) << 53)
        return ST_OK;
    return fault_with(ops->fault, ST_RANGE, name,
                      _("the section ends before it starts"),
                      _("choose a later end"));
}

enum status
op_section_add(const struct ops *ops, const char *name, struct when at,
               int64_t length, int64_t *id)
{
    const enum status status = check_length(ops, name, length);

    return status == ST_OK ? add_marker(ops, name, at, MARKER_SECTION, length, id)
                           : status;
}

/* The length in the other unit: as far as its end lies from its start. */
static int64_t
length_in(const struct ops *ops, const struct row_marker *row, enum time_unit unit)
{
    const struct tempo_map *map = model_tempo(ops->model);
    const struct when start = {row->at, (enum time_unit)row->unit};
    const struct when end = {row->at + row->length, start.unit};

    if (unit == start.unit)
        return row->length;
    return unit == TIME_TICKS ? when_ticks(map, end).n - when_ticks(map, start).n
                              : when_frames(map, end).n - when_frames(map, start).n;
}

enum status
op_marker_move(const struct ops *ops, int64_t id, struct when at)
{
    struct row_marker row;
    enum status status = ops_get(ops, TABLE_MARKER, id, &row);

    if (status != ST_OK || (status = ops_check_place(ops, row.name, at)) != ST_OK)
        return status;
    row.length = length_in(ops, &row, at.unit);
    if (row.kind == MARKER_SECTION && row.length < 1)
        row.length = 1;
    row.at = at.n;
    row.unit = at.unit;
    return ops_put(ops, TABLE_MARKER, &row);
}

enum status
op_section_length(const struct ops *ops, int64_t id, int64_t length)
{
    struct row_marker row;
    enum status status = ops_get(ops, TABLE_MARKER, id, &row);

    if (status != ST_OK || (status = check_length(ops, row.name, length)) != ST_OK)
        return status;
    if (row.kind != MARKER_SECTION)
        return fault_with(ops->fault, ST_KIND, row.name,
                          _("a marker has no length, a section has"),
                          _("name a section"));
    row.length = length;
    return ops_put(ops, TABLE_MARKER, &row);
}

enum status
op_marker_rename(const struct ops *ops, int64_t id, const char *name)
{
    return op_set_text(ops, TABLE_MARKER, id, "name", name);
}

enum status
op_marker_delete(const struct ops *ops, int64_t id)
{
    struct row_marker row;
    const enum status status = ops_get(ops, TABLE_MARKER, id, &row);

    return status == ST_OK ? ops_delete(ops, TABLE_MARKER, id) : status;
}

/* --- loop and punch ----------------------------------------------------------- */

static enum status
check_section(const struct ops *ops, frames_t from, frames_t to)
{
    enum status status
        = ops_check_place(ops, NULL, (struct when){from.n, TIME_FRAMES});

    if (status != ST_OK
        || (status = ops_check_place(ops, NULL, (struct when){to.n, TIME_FRAMES}))
               != ST_OK)
        return status;
    return to.n > from.n ? ST_OK
                         : fault_with(ops->fault, ST_RANGE, NULL,
                                      _("the range ends before it starts"),
                                      _("choose a later end"));
}

enum status
op_loop_set(const struct ops *ops, frames_t from, frames_t to, bool on)
{
    struct row_song song;
    enum status status = ops_get(ops, TABLE_SONG, SONG_ID, &song);

    if (status != ST_OK || (status = check_section(ops, from, to)) != ST_OK)
        return status;
    song.loop_start = from;
    song.loop_end = to;
    song.loop = on;
    return ops_put(ops, TABLE_SONG, &song);
}

enum status
op_punch_set(const struct ops *ops, frames_t from, frames_t to)
{
    struct row_song song;
    enum status status = ops_get(ops, TABLE_SONG, SONG_ID, &song);

    if (status != ST_OK || (status = check_section(ops, from, to)) != ST_OK)
        return status;
    song.punch_start = from;
    song.punch_end = to;
    return ops_put(ops, TABLE_SONG, &song);
}

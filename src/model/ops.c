/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops.h"

#include "base/text.h"
#include "model/check.h"
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- rows --------------------------------------------------------------------- */

enum status
ops_no_memory(const struct ops *ops)
{
    fault_set(ops->fault, ST_NO_MEM, edit_label(ops->edit), "%s", _("no memory"));
    fault_remedy(ops->fault, "%s", _("close other programs"));
    return ST_NO_MEM;
}

const void *
ops_row(const struct ops *ops, enum table table, int64_t id)
{
    return edit_row(ops->edit, ops->model, table, id);
}

enum status
ops_get(const struct ops *ops, enum table table, int64_t id, void *row)
{
    const void *found = ops_row(ops, table, id);
    char where[32];

    if (found) {
        memcpy(row, found, table_info(table)->size);
        return ST_OK;
    }
    snprintf(where, sizeof where, "%" PRId64, id);
    /* TRANSLATORS: %s is the English name of a table: track, clip, marker … */
    return fault_set(ops->fault, ST_NOT_FOUND, where, _("no such %s"),
                     table_info(table)->name);
}

enum status
ops_put(const struct ops *ops, enum table table, void *row)
{
    return edit_put(ops->edit, table, row) == ST_OK ? ST_OK : ops_no_memory(ops);
}

enum status
ops_delete(const struct ops *ops, enum table table, int64_t id)
{
    return edit_delete(ops->edit, table, id) == ST_OK ? ST_OK : ops_no_memory(ops);
}

enum status
ops_get_track(const struct ops *ops, int64_t id, unsigned kinds,
              struct row_track *track)
{
    const enum status status = ops_get(ops, TABLE_TRACK, id, track);

    if (status != ST_OK)
        return status;
    if (kinds >> track->kind & 1)
        return ST_OK;
    fault_set(ops->fault, ST_KIND, track->name, "%s",
              _("this cannot be done with its kind of track"));
    fault_remedy(ops->fault, "%s", _("name another track"));
    return ST_KIND;
}

/* --- values ------------------------------------------------------------------- */

enum status
ops_check_number(const struct ops *ops, const struct column *column, double value)
{
    if (value >= column->low && value <= column->high
        && (column->kind == COLUMN_REAL || value == floor(value)))
        return ST_OK;
    fault_set(ops->fault, ST_RANGE, column->name, _("%g is out of bounds"), value);
    fault_remedy(ops->fault,
                 column->kind == COLUMN_REAL
                     ? _("it goes from %g to %g")
                     : _("it goes from %.0f to %.0f, in whole steps"),
                 column->low, column->high);
    return ST_RANGE;
}

enum status
ops_check_text(const struct ops *ops, const char *text)
{
    if (model_text_is_sound(text))
        return ST_OK;
    fault_set(ops->fault, ST_RANGE, NULL, "%s", _("not UTF-8 text"));
    fault_remedy(ops->fault, "%s", _("check the locale of the terminal"));
    return ST_RANGE;
}

enum status
ops_check_place(const struct ops *ops, const char *where, struct when at)
{
    if (at.n < 0)
        return fault_with(ops->fault, ST_RANGE, where,
                          _("it would begin before the song"),
                          _("choose a later place"));
    if (at.n > INT64_C(1) << 53)
        return fault_with(ops->fault, ST_RANGE, where, _("too far away"),
                          _("choose a nearer place"));
    return ST_OK;
}

/* What op_set_number() may set: numbers that no other row or column depends on. */
static const struct {
    enum table table;
    const char *columns; /* between spaces */
} FREE[] = {
    {TABLE_SONG, " created "},
    {TABLE_MARKER, " color "},
    {TABLE_TRACK, " color channels "},
    {TABLE_SOURCE, " bytes "},
    {TABLE_TAKE, " rating "},
    {TABLE_INPUT, " gain_db polarity monitor armed overdub "},
    {TABLE_CLIP, " color gain_db fade_in_shape fade_out_shape muted locked "},
    {TABLE_COMP, " crossfade "},
    {TABLE_NOTE, " channel key velocity release "},
    {TABLE_EVENT, " channel data1 data2 "},
};

static bool
is_free(enum table table, const char *column)
{
    char word[64];

    if (table == TABLE_STRIP)
        return strcmp(column, "id") != 0;
    snprintf(word, sizeof word, " %s ", column);
    for (size_t i = 0; i < COUNT(FREE); i++)
        if (FREE[i].table == table && strstr(FREE[i].columns, word))
            return true;
    return false;
}

static enum status
find_column(const struct ops *ops, enum table table, const char *name,
            const struct column **out)
{
    *out = column_named(table, name);
    if (*out)
        return ST_OK;
    return fault_set(ops->fault, ST_NOT_FOUND, name, _("a %s has no such value"),
                     table_info(table)->name);
}

enum status
op_set_number(const struct ops *ops, enum table table, int64_t id,
              const char *column, double value)
{
    const struct column *found;
    union row row;
    enum status status = ops_get(ops, table, id, &row);

    if (status != ST_OK
        || (status = find_column(ops, table, column, &found)) != ST_OK)
        return status;
    if (!is_free(table, column))
        return fault_set(ops->fault, ST_KIND, column, "%s",
                         _("this value is not set by itself"));
    if ((status = ops_check_number(ops, found, value)) != ST_OK)
        return status;
    char *at = (char *)&row + found->offset;
    const int64_t whole = (int64_t)value;

    if (found->kind == COLUMN_REAL)
        memcpy(at, &value, sizeof value);
    else
        memcpy(at, &whole, sizeof whole);
    return ops_put(ops, table, &row);
}

enum status
op_set_text(const struct ops *ops, enum table table, int64_t id, const char *column,
            const char *value)
{
    const struct column *found;
    union row row;
    enum status status = ops_get(ops, table, id, &row);

    if (status != ST_OK
        || (status = find_column(ops, table, column, &found)) != ST_OK
        || (status = ops_check_text(ops, value)) != ST_OK)
        return status;
    if (found->kind != COLUMN_TEXT || table == TABLE_SOURCE || table == TABLE_INSERT
        || table == TABLE_PARAM)
        return fault_set(ops->fault, ST_KIND, column, "%s",
                         _("this value is not set by itself"));
    memcpy((char *)&row + found->offset, &value, sizeof value);
    return ops_put(ops, table, &row);
}

/* --- lists of ids ------------------------------------------------------------- */

enum status
ids_add(const struct ops *ops, struct ids *ids, int64_t id)
{
    if (ids->count == ids->capacity) {
        const size_t more = ids->capacity ? ids->capacity * 2 : 16;
        int64_t *all = realloc(ids->all, more * sizeof *all);

        if (!all)
            return ops_no_memory(ops);
        ids->all = all;
        ids->capacity = more;
    }
    ids->all[ids->count++] = id;
    return ST_OK;
}

static enum status
collect(const struct ops *ops, struct walk walk, struct ids *ids)
{
    const union row *row;

    while ((row = walk_next(&walk)))
        if (ids_add(ops, ids, row->id) != ST_OK)
            return ST_NO_MEM;
    return ST_OK;
}

enum status
ids_collect(const struct ops *ops, enum table table, int64_t owner, struct ids *ids)
{
    return collect(ops, walk_owned(ops->edit, ops->model, table, owner), ids);
}

enum status
ids_collect_all(const struct ops *ops, enum table table, struct ids *ids)
{
    return collect(ops, walk_all(ops->edit, ops->model, table), ids);
}

enum status
ids_collect_clips(const struct ops *ops, int64_t track_id, struct ids *ids)
{
    struct walk lanes = walk_owned(ops->edit, ops->model, TABLE_LANE, track_id);
    const struct row_lane *lane;

    if (track_id == 0)
        return ids_collect_all(ops, TABLE_CLIP, ids);
    while ((lane = walk_next(&lanes)))
        if (ids_collect(ops, TABLE_CLIP, lane->id, ids) != ST_OK)
            return ST_NO_MEM;
    return ST_OK;
}

void
ids_free(struct ids *ids)
{
    free(ids->all);
    *ids = (struct ids){0};
}

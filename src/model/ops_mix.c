/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_mix.h"

#include "base/text.h"
#include "model/ops_internal.h"
#include "model/routing.h"
#include "model/tables.h"
#include "model/walk.h"

#include <math.h>
#include <string.h>

enum { ANY = ~0U, BUS = 1U << TRACK_BUS, NOT_MASTER = ~(1U << TRACK_MASTER) };

/* A level that may be silence: all below it is that. */
static double
audible(const char *column, double value)
{
    const bool level
        = strcmp(column, "fader_db") == 0 || strcmp(column, "level_db") == 0;

    return level && value < LEVEL_OFF_DB ? LEVEL_OFF_DB : value;
}

enum status
op_strip_set(const struct ops *ops, int64_t track_id, const char *column,
             double value)
{
    return op_set_number(ops, TABLE_STRIP, track_id, column,
                         audible(column, value));
}

enum status
op_solo_clear(const struct ops *ops)
{
    struct ids ids = {0};
    enum status status = ids_collect_all(ops, TABLE_STRIP, &ids);

    for (size_t i = 0; status == ST_OK && i < ids.count; i++) {
        const struct row_strip *strip = ops_row(ops, TABLE_STRIP, ids.all[i]);

        if (strip->solo)
            status = op_strip_set(ops, ids.all[i], "solo", 0);
    }
    ids_free(&ids);
    return status;
}

/* --- sends -------------------------------------------------------------------- */

enum status
op_send_add(const struct ops *ops, int64_t track_id, int64_t target_id,
            double level_db, enum send_tap tap, int64_t *id)
{
    struct row_track track, target;
    struct row_send send;
    bool back;
    enum status status = ops_get_track(ops, track_id, NOT_MASTER, &track);

    if (status != ST_OK
        || (status = ops_get_track(ops, target_id, BUS, &target)) != ST_OK)
        return status;
    if (routing_reaches(ops->edit, ops->model, target_id, track_id, &back) != ST_OK)
        return ops_no_memory(ops);
    if (back || track_id == target_id) {
        fault_set(ops->fault, ST_CONFLICT, track.name, _("%.100s feeds it already"),
                  target.name);
        fault_remedy(ops->fault, "%s", _("send to a bus that does not lead back"));
        return ST_CONFLICT;
    }
    row_init(TABLE_SEND, &send);
    send.track_id = track_id;
    send.target_id = target_id;
    send.tap = tap;
    send.level_db = audible("level_db", level_db);
    if ((status = ops_check_number(ops, column_named(TABLE_SEND, "level_db"),
                                   send.level_db))
            != ST_OK
        || (status = ops_sort_key(ops, TABLE_SEND, track_id, 0, 0, &send.sort))
               != ST_OK
        || (status = ops_put(ops, TABLE_SEND, &send)) != ST_OK)
        return status;
    if (id)
        *id = send.id;
    return ST_OK;
}

int64_t
op_send_to(const struct ops *ops, int64_t track_id, int64_t target_id)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_SEND, track_id);
    const struct row_send *found = NULL, *send;

    while ((send = walk_next(&walk)))
        if (send->target_id == target_id
            && (!found || send->sort < found->sort
                || (send->sort == found->sort && send->id < found->id)))
            found = send;
    return found ? found->id : 0;
}

enum status
op_send_set(const struct ops *ops, int64_t send_id, const char *column,
            double value)
{
    const struct column *found = column_named(TABLE_SEND, column);
    struct row_send send;
    enum status status = ops_get(ops, TABLE_SEND, send_id, &send);

    if (status != ST_OK)
        return status;
    value = audible(column, value);
    if (!found || found->kind == COLUMN_REF || strcmp(column, "id") == 0
        || strcmp(column, "sort") == 0)
        return fault_set(ops->fault, ST_NOT_FOUND, column, "%s",
                         _("a send has no such value"));
    if ((status = ops_check_number(ops, found, value)) != ST_OK)
        return status;
    if (found->kind == COLUMN_REAL)
        memcpy((char *)&send + found->offset, &value, sizeof value);
    else
        memcpy((char *)&send + found->offset, &(int64_t){(int64_t)value},
               sizeof(int64_t));
    return ops_put(ops, TABLE_SEND, &send);
}

enum status
op_send_remove(const struct ops *ops, int64_t send_id)
{
    struct row_send send;
    const enum status status = ops_get(ops, TABLE_SEND, send_id, &send);

    return status == ST_OK ? ops_delete(ops, TABLE_SEND, send_id) : status;
}

/* --- inserts ------------------------------------------------------------------ */

/* The place that an insert takes on, above another one of its track. */
static enum status
place_before(const struct ops *ops, struct row_insert *insert, int64_t before_id)
{
    struct row_insert before;
    enum status status;

    if (before_id) {
        if ((status = ops_get(ops, TABLE_INSERT, before_id, &before)) != ST_OK)
            return status;
        if (before.track_id != insert->track_id)
            return fault_with(ops->fault, ST_CONFLICT, before.device,
                              _("this insert is on another track"),
                              _("name one of this track"));
        insert->place = before.place;
    }
    return ops_sort_key(ops, TABLE_INSERT, insert->track_id, insert->id, before_id,
                        &insert->sort);
}

enum status
op_insert_add(const struct ops *ops, int64_t track_id, const char *device,
              enum insert_place place, int64_t before_id, int64_t *id)
{
    struct row_track track;
    struct row_insert insert;
    enum status status = ops_get_track(ops, track_id, ANY, &track);

    if (status != ST_OK || (status = ops_check_text(ops, device)) != ST_OK)
        return status;
    if (!device[0])
        return fault_with(ops->fault, ST_RANGE, track.name,
                          _("no device is named"), _("name one"));
    row_init(TABLE_INSERT, &insert);
    insert.track_id = track_id;
    insert.device = (char *)device;
    insert.place = place;
    if ((status = place_before(ops, &insert, before_id)) != ST_OK
        || (status = ops_put(ops, TABLE_INSERT, &insert)) != ST_OK)
        return status;
    if (id)
        *id = insert.id;
    return ST_OK;
}

enum status
op_insert_move(const struct ops *ops, int64_t insert_id, enum insert_place place,
               int64_t before_id)
{
    struct row_insert insert;
    enum status status = ops_get(ops, TABLE_INSERT, insert_id, &insert);

    if (status != ST_OK || insert_id == before_id)
        return status;
    insert.place = place;
    if ((status = place_before(ops, &insert, before_id)) != ST_OK)
        return status;
    return ops_put(ops, TABLE_INSERT, &insert);
}

enum status
op_insert_on(const struct ops *ops, int64_t insert_id, bool on)
{
    struct row_insert insert;
    const enum status status = ops_get(ops, TABLE_INSERT, insert_id, &insert);

    if (status != ST_OK)
        return status;
    insert.on = on;
    return ops_put(ops, TABLE_INSERT, &insert);
}

enum status
op_insert_remove(const struct ops *ops, int64_t insert_id)
{
    struct row_insert insert;
    const enum status status = ops_get(ops, TABLE_INSERT, insert_id, &insert);

    return status == ST_OK ? ops_delete_tree(ops, TABLE_INSERT, insert_id) : status;
}

/* The row that holds a control's value, or NULL: it stands at its default. */
static const struct row_param *
param_of(const struct ops *ops, int64_t insert_id, const char *symbol)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_PARAM, insert_id);
    const struct row_param *found = NULL, *param;

    while ((param = walk_next(&walk)))
        if (strcmp(param->symbol, symbol) == 0 && (!found || param->id < found->id))
            found = param;
    return found;
}

enum status
op_insert_param(const struct ops *ops, int64_t insert_id, const char *symbol,
                double value)
{
    struct row_insert insert;
    struct row_param param;
    enum status status = ops_get(ops, TABLE_INSERT, insert_id, &insert);

    if (status != ST_OK || (status = ops_check_text(ops, symbol)) != ST_OK
        || (status
            = ops_check_number(ops, column_named(TABLE_PARAM, "value"), value))
               != ST_OK)
        return status;
    if (!symbol[0])
        return fault_with(ops->fault, ST_RANGE, insert.device,
                          _("no parameter is named"), _("name one"));
    const struct row_param *there = param_of(ops, insert_id, symbol);

    if (there)
        param = *there;
    else
        row_init(TABLE_PARAM, &param);
    param.insert_id = insert_id;
    param.symbol = (char *)symbol;
    param.value = value;
    return ops_put(ops, TABLE_PARAM, &param);
}

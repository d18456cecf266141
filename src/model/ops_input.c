/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_input.h"

#include "base/text.h"
#include "model/ops_internal.h"
#include "model/tables.h"

/* The track's row, as it will be, or a new one. */
static enum status
get(const struct ops *ops, int64_t track_id, union row *row)
{
    struct row_track track;
    const enum status status
        = ops_get_track(ops, track_id, 1U << TRACK_AUDIO, &track);

    if (status != ST_OK)
        return status;
    if (ops_row(ops, TABLE_INPUT, track_id))
        return ops_get(ops, TABLE_INPUT, track_id, row);
    row_init(TABLE_INPUT, row);
    row->id = track_id;
    return ST_OK;
}

enum status
op_input_channels(const struct ops *ops, int64_t track_id, int64_t first,
                  int64_t second, const char *name)
{
    union row row;
    enum status status = get(ops, track_id, &row);

    if (status == ST_OK)
        status = ops_check_number(ops, column_named(TABLE_INPUT, "first"),
                                  (double)first);
    if (status == ST_OK)
        status = ops_check_number(ops, column_named(TABLE_INPUT, "second"),
                                  (double)second);
    if (status == ST_OK)
        status = ops_check_text(ops, name);
    if (status != ST_OK)
        return status;
    if (second >= 0 && (first < 0 || first == second))
        return fault_set(ops->fault, ST_RANGE, NULL, "%s",
                         _("a stereo input needs two channels"));
    row.input.first = first;
    row.input.second = second;
    row.input.armed = first >= 0 && row.input.armed;
    row.input.name = (char *)name;
    return ops_put(ops, TABLE_INPUT, &row);
}

enum status
op_input_set(const struct ops *ops, int64_t track_id, const char *column,
             double value)
{
    union row row;
    enum status status = get(ops, track_id, &row);

    if (status == ST_OK && !ops_row(ops, TABLE_INPUT, track_id))
        status = ops_put(ops, TABLE_INPUT, &row);
    return status == ST_OK
               ? op_set_number(ops, TABLE_INPUT, track_id, column, value)
               : status;
}

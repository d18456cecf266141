/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_ranges.c: the ranges of a comp as a list that is worked on, then put as
 * rows. */
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <stdlib.h>
#include <string.h>

enum status
ranges_add(const struct ops *ops, struct ranges *ranges, struct range_piece piece)
{
    if (ranges->count == ranges->capacity) {
        const size_t more = ranges->capacity ? ranges->capacity * 2 : 16;
        struct range_piece *all = realloc(ranges->all, more * sizeof *all);

        if (!all)
            return ops_no_memory(ops);
        ranges->all = all;
        ranges->capacity = more;
    }
    ranges->all[ranges->count++] = piece;
    return ST_OK;
}

enum status
ranges_load(const struct ops *ops, int64_t comp_id, struct ranges *ranges)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_COMP_RANGE, comp_id);
    const struct row_comp_range *row;

    *ranges = (struct ranges){.comp_id = comp_id};
    while ((row = walk_next(&walk))) {
        const struct range_piece piece
            = {row->id, row->lane_id, row->start.n, row->start.n + row->length};

        if (ids_add(ops, &ranges->old, row->id) != ST_OK
            || ranges_add(ops, ranges, piece) != ST_OK)
            return ST_NO_MEM;
    }
    return ST_OK;
}

void
ranges_free(struct ranges *ranges)
{
    free(ranges->all);
    ids_free(&ranges->old);
}

enum status
ranges_clear(const struct ops *ops, struct ranges *ranges, int64_t from, int64_t to)
{
    const size_t count = ranges->count;
    size_t kept = 0;

    for (size_t i = 0; i < count;
         i++) { /* what goes on behind is a piece of its own */
        struct range_piece rest = ranges->all[i];

        if (rest.start < from && rest.end > to) {
            rest.id = 0;
            rest.start = to;
            if (ranges_add(ops, ranges, rest) != ST_OK)
                return ST_NO_MEM;
        }
    }
    for (size_t i = 0; i < ranges->count; i++) {
        struct range_piece piece = ranges->all[i];

        if (piece.start < from && piece.end > from)
            piece.end = from;
        else if (piece.start >= from && piece.start < to)
            piece.start = to;
        if (piece.start < piece.end)
            ranges->all[kept++] = piece;
    }
    ranges->count = kept;
    return ST_OK;
}

void
ranges_shift(struct ranges *ranges, int64_t from, int64_t by)
{
    for (size_t i = 0; i < ranges->count; i++) {
        struct range_piece *piece = &ranges->all[i];

        if (piece->start < from)
            continue;
        piece->start += by;
        piece->end += by;
    }
}

static int
by_start(const void *a, const void *b)
{
    const struct range_piece *x = a;
    const struct range_piece *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

/* Join what touches on one lane; the piece that has a row keeps it. */
static void
join_touching(struct ranges *ranges)
{
    size_t n = 0;

    if (ranges->count)
        qsort(ranges->all, ranges->count, sizeof *ranges->all, by_start);
    for (size_t i = 0; i < ranges->count; i++) {
        const struct range_piece piece = ranges->all[i];
        struct range_piece *last = n ? &ranges->all[n - 1] : NULL;

        if (last && last->lane_id == piece.lane_id && last->end == piece.start) {
            last->end = piece.end;
            last->id = last->id ? last->id : piece.id;
        } else {
            ranges->all[n++] = piece;
        }
    }
    ranges->count = n;
}

static enum status
put_piece(const struct ops *ops, int64_t comp_id, const struct range_piece *piece)
{
    const struct row_comp_range *old = ops_row(ops, TABLE_COMP_RANGE, piece->id);
    struct row_comp_range row;

    row_init(TABLE_COMP_RANGE, &row);
    row.id = piece->id;
    row.comp_id = comp_id;
    row.lane_id = piece->lane_id;
    row.start = frames(piece->start);
    row.length = piece->end - piece->start;
    if (old && row_equal(TABLE_COMP_RANGE, old, &row))
        return ST_OK;
    return ops_put(ops, TABLE_COMP_RANGE, &row);
}

static int
by_id(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

enum status
ranges_store(const struct ops *ops, struct ranges *ranges)
{
    struct ids kept = {0};
    enum status status = ST_OK;

    join_touching(ranges);
    for (size_t i = 0; status == ST_OK && i < ranges->count; i++) {
        status = put_piece(ops, ranges->comp_id, &ranges->all[i]);
        if (status == ST_OK)
            status = ids_add(ops, &kept, ranges->all[i].id);
    }
    if (kept.count)
        qsort(kept.all, kept.count, sizeof *kept.all, by_id);
    for (size_t i = 0; status == ST_OK && i < ranges->old.count; i++) {
        const int64_t *id = &ranges->old.all[i];

        if (kept.count == 0
            || !bsearch(id, kept.all, kept.count, sizeof *id, by_id))
            status = ops_delete(ops, TABLE_COMP_RANGE, *id);
    }
    ids_free(&kept);
    return status;
}

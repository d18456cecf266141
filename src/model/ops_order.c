/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_order.c: sort keys between two others: a row finds a new place without its
 * neighbours being touched, so that two people's orders can be merged. */
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <stdlib.h>
#include <string.h>

struct sibling {
    double sort;
    int64_t id;
};

static int
by_sort(const void *a, const void *b)
{
    const struct sibling *x = a;
    const struct sibling *y = b;

    if (x->sort != y->sort)
        return x->sort < y->sort ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static enum status
gather(const struct ops *ops, enum table table, int64_t owner, int64_t moving_id,
       struct sibling **out, size_t *count)
{
    const struct column *column = column_named(table, "sort");
    struct walk walk = owner ? walk_owned(ops->edit, ops->model, table, owner)
                             : walk_all(ops->edit, ops->model, table);
    struct sibling *all = NULL;
    size_t capacity = 0;
    const union row *row;

    *out = NULL;
    *count = 0;
    while ((row = walk_next(&walk))) {
        if (row->id == moving_id)
            continue;
        if (*count == capacity) {
            capacity = capacity ? 2 * capacity : 16;
            struct sibling *more = realloc(all, capacity * sizeof *all);

            if (!more) {
                free(all);
                return ops_no_memory(ops);
            }
            all = more;
        }
        all[(*count)++] = (struct sibling){column_real(column, row), row->id};
    }
    if (*count)
        qsort(all, *count, sizeof *all, by_sort);
    *out = all;
    return ST_OK;
}

/* Whole numbers from 1 on, with the place at `at` left free. */
static enum status
renumber(const struct ops *ops, enum table table, const struct sibling *all,
         size_t count, size_t at)
{
    const struct column *column = column_named(table, "sort");

    for (size_t i = 0; i < count; i++) {
        const double sort = (double)(i + (i >= at) + 1);
        union row row;
        enum status status = ops_get(ops, table, all[i].id, &row);

        if (status != ST_OK)
            return status;
        memcpy((char *)&row + column->offset, &sort, sizeof sort);
        if ((status = ops_put(ops, table, &row)) != ST_OK)
            return status;
    }
    return ST_OK;
}

enum status
ops_sort_key(const struct ops *ops, enum table table, int64_t owner,
             int64_t moving_id, int64_t before_id, double *key)
{
    struct sibling *all = NULL;
    size_t count, at = 0;
    enum status status = gather(ops, table, owner, moving_id, &all, &count);

    if (status != ST_OK)
        return status;
    while (at < count && (before_id == 0 || all[at].id != before_id))
        at++;
    if (count == 0)
        *key = 1;
    else if (at == count)
        *key = all[count - 1].sort + 1;
    else if (at == 0)
        *key = all[0].sort - 1;
    else
        *key = all[at - 1].sort + (all[at].sort - all[at - 1].sort) / 2;
    if ((at > 0 && *key <= all[at - 1].sort)
        || (at < count && *key >= all[at].sort)) {
        *key = (double)(at + 1);
        status = renumber(ops, table, all, count, at);
    }
    free(all);
    return status;
}

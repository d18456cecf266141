/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/walk.h"

#include "model/edit_internal.h"
#include "model/tables.h"

struct walk
walk_owned(const struct edit *edit, const struct model *model, enum table table,
           int64_t owner)
{
    return (struct walk){
        .edit = edit,
        .model = model,
        .table = table,
        .owner = owner,
        .row = model_first(model, table, owner),
        .change = edit ? edit_first_owned(edit, table, owner) : EDIT_NONE,
    };
}

struct walk
walk_all(const struct edit *edit, const struct model *model, enum table table)
{
    struct walk walk = {.edit = edit, .model = model, .table = table, .all = true};
    size_t n_changes = 0;

    walk.row = model_rows(model, table, &walk.left);
    if (edit)
        edit_changes(edit, &n_changes);
    walk.n_changes = (uint32_t)n_changes;
    return walk;
}

static bool
is_owned(const struct walk *walk, const void *row)
{
    return walk->all
           || column_int(table_info(walk->table)->owner, row) == walk->owner;
}

static const void *
next_of_model(struct walk *walk)
{
    const void *row = walk->row;

    if (!walk->all) {
        if (row)
            walk->row = model_next(walk->model, walk->table, row);
        return row;
    }
    if (walk->left == 0)
        return NULL;
    walk->left--;
    walk->row = (const char *)row + table_info(walk->table)->size;
    return row;
}

/* Whether a row that the edit puts was met among the model's. */
static bool
was_met(const struct walk *walk, int64_t id)
{
    const void *row = model_row(walk->model, walk->table, id);

    return row && is_owned(walk, row);
}

static const struct change *
next_change(struct walk *walk)
{
    size_t count;
    const uint32_t at = walk->change;

    if (walk->all ? at >= walk->n_changes : at == EDIT_NONE)
        return NULL;
    walk->change = walk->all ? at + 1 : edit_next_owned(walk->edit, at);
    return edit_changes(walk->edit, &count) + at;
}

const void *
walk_next(struct walk *walk)
{
    const struct change *change;
    const union row *row;

    while ((row = next_of_model(walk))) {
        if (walk->edit)
            row = edit_row(walk->edit, walk->model, walk->table, row->id);
        if (row && is_owned(walk, row))
            return row;
    }
    while ((change = next_change(walk)))
        if (change->table == walk->table && change->row
            && is_owned(walk, change->row) && !was_met(walk, change->id))
            return change->row;
    return NULL;
}

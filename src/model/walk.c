/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/walk.h"

#include "model/tables.h"

static struct walk
begin(const struct edit *edit, const struct model *model, enum table table)
{
    struct walk walk = {.edit = edit, .model = model, .table = table};

    if (edit)
        edit_changes(edit, &walk.n_changes);
    return walk;
}

struct walk
walk_owned(const struct edit *edit, const struct model *model, enum table table,
           int64_t owner)
{
    struct walk walk = begin(edit, model, table);

    walk.owner = owner;
    walk.row = model_first(model, table, owner);
    return walk;
}

struct walk
walk_all(const struct edit *edit, const struct model *model, enum table table)
{
    struct walk walk = begin(edit, model, table);

    walk.all = true;
    walk.row = model_rows(model, table, &walk.left);
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

const void *
walk_next(struct walk *walk)
{
    const union row *row;

    while ((row = next_of_model(walk))) {
        if (walk->edit)
            row = edit_row(walk->edit, walk->model, walk->table, row->id);
        if (row && is_owned(walk, row))
            return row;
    }
    while (walk->change < walk->n_changes) {
        size_t count;
        const struct change *change = edit_changes(walk->edit, &count) + walk->change++;

        if (change->table == walk->table && change->row && is_owned(walk, change->row)
            && !was_met(walk, change->id))
            return change->row;
    }
    return NULL;
}

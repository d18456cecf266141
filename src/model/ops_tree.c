/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_tree.c: rows with all that hangs on them.  What hangs on what, the tables say
 * (model/tables.h): a needed owner is gone with what it owns. */
#include "base/id.h"
#include "model/idmap.h"
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <stdlib.h>
#include <string.h>

/* Whether rows of `child` cannot be without their owner in `table`. */
static bool
hangs_on(enum table child, enum table table)
{
    const struct column *owner = table_info(child)->owner;

    return owner && owner->needed && owner->table == table;
}

/* A row and its table, in the order in which they were found: owners first. */
struct tree {
    struct {
        enum table table;
        int64_t id;
    } * rows;
    size_t count;
    size_t capacity;
};

static enum status
add_to_tree(const struct ops *ops, struct tree *tree, enum table table, int64_t id)
{
    if (tree->count == tree->capacity) {
        const size_t more = tree->capacity ? tree->capacity * 2 : 32;
        void *rows = realloc(tree->rows, more * sizeof *tree->rows);

        if (!rows)
            return ops_no_memory(ops);
        tree->rows = rows;
        tree->capacity = more;
    }
    tree->rows[tree->count].table = table;
    tree->rows[tree->count++].id = id;
    return ST_OK;
}

static enum status
gather_tree(const struct ops *ops, enum table table, int64_t id, struct tree *tree)
{
    enum status status = add_to_tree(ops, tree, table, id);

    if (status == ST_OK && table == TABLE_TRACK && ops_row(ops, TABLE_STRIP, id))
        status = add_to_tree(ops, tree, TABLE_STRIP, id);
    if (status == ST_OK && table == TABLE_TRACK && ops_row(ops, TABLE_INPUT, id))
        status = add_to_tree(ops, tree, TABLE_INPUT, id);
    for (size_t at = 0; status == ST_OK && at < tree->count; at++) {
        for (enum table child = 0; child < TABLE_COUNT; child++) {
            const union row *row;

            if (!hangs_on(child, tree->rows[at].table))
                continue;
            struct walk walk
                = walk_owned(ops->edit, ops->model, child, tree->rows[at].id);
            while (status == ST_OK && (row = walk_next(&walk)))
                status = add_to_tree(ops, tree, child, row->id);
        }
    }
    return status;
}

enum status
ops_delete_tree(const struct ops *ops, enum table table, int64_t id)
{
    struct tree tree = {0};
    enum status status = gather_tree(ops, table, id, &tree);

    while (status == ST_OK && tree.count-- > 0)
        status = ops_delete(ops, tree.rows[tree.count].table,
                            tree.rows[tree.count].id);
    free(tree.rows);
    return status;
}

/* Mend the rows whose `column` leads to one that is gone. */
static enum status
mend_column(const struct ops *ops, enum table table, const struct column *column)
{
    struct walk walk = walk_all(ops->edit, ops->model, table);
    struct ids ids = {0};
    const union row *found;
    enum status status = ST_OK;

    while (status == ST_OK && (found = walk_next(&walk))) {
        const int64_t to = column_int(column, found);

        if (to != 0 && !ops_row(ops, column->table, to))
            status = ids_add(ops, &ids, found->id);
    }
    for (size_t i = 0; status == ST_OK && i < ids.count; i++) {
        const int64_t none = 0;
        union row row;

        if (column->needed) {
            status = ops_delete_tree(ops, table, ids.all[i]);
        } else if ((status = ops_get(ops, table, ids.all[i], &row)) == ST_OK) {
            memcpy((char *)&row + column->offset, &none, sizeof none);
            status = ops_put(ops, table, &row);
        }
    }
    ids_free(&ids);
    return status;
}

enum status
ops_mend(const struct ops *ops, enum table table)
{
    enum status status = ST_OK;

    for (enum table from = 0; from < TABLE_COUNT; from++) {
        const struct table_info *info = table_info(from);

        for (size_t i = 0; status == ST_OK && i < info->n_columns; i++) {
            const struct column *column = &info->columns[i];

            if (column->kind == COLUMN_REF && column->table == table
                && !(column == info->owner && column->needed))
                status = mend_column(ops, from, column);
        }
    }
    return status;
}

/* --- copies ------------------------------------------------------------------- */

/* Old ids of each table to new ones: `places` leads into `ids`. */
struct renames {
    struct idmap places[TABLE_COUNT];
    struct ids ids;
};

/* A strip and an input have their track's id, and so its new one. */
static enum table
named_in(enum table table)
{
    return table == TABLE_STRIP || table == TABLE_INPUT ? TABLE_TRACK : table;
}

static enum status
name_anew(const struct ops *ops, struct renames *renames, enum table table,
          int64_t old)
{
    struct idmap *places = &renames->places[named_in(table)];

    if (idmap_find(places, old))
        return ST_OK;
    if (idmap_put(places, old, (uint32_t)renames->ids.count) != ST_OK)
        return ops_no_memory(ops);
    return ids_add(ops, &renames->ids, id_new());
}

static int64_t
new_name(const struct renames *renames, enum table table, int64_t old)
{
    const uint32_t *place = idmap_find(&renames->places[named_in(table)], old);

    return place ? renames->ids.all[*place] : old;
}

static enum status
copy_row(const struct ops *ops, const struct renames *renames, enum table table,
         int64_t id)
{
    const struct table_info *info = table_info(table);
    union row row;
    const enum status status = ops_get(ops, table, id, &row);

    if (status != ST_OK)
        return status;
    row.id = new_name(renames, table, id);
    if (table == TABLE_INPUT)
        row.input.armed = 0; /* one of the two records on */
    for (size_t i = 0; i < info->n_columns; i++) {
        const struct column *column = &info->columns[i];

        if (column->kind != COLUMN_REF)
            continue;
        const int64_t to
            = new_name(renames, column->table, column_int(column, &row));

        memcpy((char *)&row + column->offset, &to, sizeof to);
    }
    return ops_put(ops, table, &row);
}

enum status
ops_copy_tree(const struct ops *ops, enum table table, int64_t id, int64_t *copy)
{
    struct tree tree = {0};
    struct renames renames = {0};
    enum status status = gather_tree(ops, table, id, &tree);

    for (size_t i = 0; status == ST_OK && i < tree.count; i++)
        status = name_anew(ops, &renames, tree.rows[i].table, tree.rows[i].id);
    for (size_t i = 0; status == ST_OK && i < tree.count; i++)
        status = copy_row(ops, &renames, tree.rows[i].table, tree.rows[i].id);
    if (status == ST_OK)
        *copy = new_name(&renames, table, id);
    for (size_t i = 0; i < TABLE_COUNT; i++)
        idmap_free(&renames.places[i]);
    ids_free(&renames.ids);
    free(tree.rows);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo, redo and goto: one walk through the tree of steps, in one transaction. */
#include "base/text.h"
#include "store/changeset.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/schema.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct travel {
    struct store *store;
    struct fault *fault;
    struct head head;
    struct edit *edit; /* what has changed by now; NULL: no step was passed yet */
    bool back;         /* the step under way is undone */
    bool told;         /* why it cannot be */
};

/* Grow an array of `size`d items for one more. */
static bool
grow(void **items, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return true;
    const size_t more = *room ? 2 * *room : 64;
    void *larger = reallocarray(*items, more, size);

    if (!larger)
        return false;
    *items = larger;
    *room = more;
    return true;
}

/* A row in the database, and in the edit. */
static enum status
change_row(void *user, const struct delta *delta)
{
    struct travel *travel = user;
    union row row;
    bool there;
    enum status status = rows_change(travel->store->rows, delta, travel->back, &row,
                                     &there, travel->fault);

    travel->told = status != ST_OK && status != ST_DIFFERS;
    if (status != ST_OK)
        return status;
    status = there ? edit_put(travel->edit, delta->table, &row)
                   : edit_delete(travel->edit, delta->table, delta->id);
    row_free(delta->table, &row);
    if (status == ST_OK)
        return ST_OK;
    travel->told = true;
    return fault_errno(travel->fault, ENOMEM, travel->store->folder);
}

/* Nothing in the way is put up with: to omit what does not fit would be to undo a
 * step in name only, and report success. */
static enum status
apply(struct travel *travel, const struct step_row *row)
{
    const char *where = travel->store->folder;
    enum status status = ST_DAMAGED;

    if (!travel->edit && edit_new(&travel->edit, row->step.label) != ST_OK)
        return fault_errno(travel->fault, ENOMEM, where);
    if (row->schema == SCHEMA_VERSION)
        status = changeset_read(row->changeset, (size_t)row->step.bytes, change_row,
                                travel);
    if (status == ST_OK || travel->told)
        return status;
    if (status == ST_DIFFERS)
        return fault_set(
            travel->fault, ST_DAMAGED, where,
            _("step %" PRId64 " «%s» does not fit the project that is there"),
            row->step.number, row->step.label);
    return fault_set(travel->fault, ST_DAMAGED, where,
                     _("step %" PRId64 " «%s» holds no changes that can be read"),
                     row->step.number, row->step.label);
}

/* Undo the step where the history stands, or redo the child `step`. */
static enum status
pass(struct travel *travel, int64_t step, bool back)
{
    struct store *store = travel->store;
    struct step_row row;
    enum status status
        = step_read(store->db, step, &row, store->folder, travel->fault);

    if (status == ST_DAMAGED)
        fault_remedy(travel->fault, _("what lies behind it can't be reached"));
    if (status != ST_OK)
        return status;
    travel->back = back;
    const int64_t parent = row.step.parent;

    status = parent == 0 ? fault_set(travel->fault, ST_DAMAGED, store->folder,
                                     _("the history leads past its root"))
                         : apply(travel, &row);
    step_free(&row);
    if (status == ST_OK)
        status = redo_set(store->db, parent, step, store->folder, travel->fault);
    travel->head.step = back ? parent : step;
    return status;
}

/* The steps to redo, last first; the ones to undo are walked as they come. */
struct way {
    int64_t *down;
    size_t n_down, room;
    int64_t meet; /* where up ends and down begins */
};

static enum status
parent_of(struct travel *travel, int64_t step, int64_t *parent, int64_t *number)
{
    struct store *store = travel->store;
    int64_t above, parents_number;
    enum status status =
        step_parent(store->db, step, parent, number, store->folder, travel->fault);

    if (status != ST_OK || *parent == 0)
        return status;
    status = step_parent(store->db, *parent, &above, &parents_number, store->folder,
                         travel->fault);
    /* Steps are numbered as they were made, so a way up always ends. */
    if (status == ST_OK && parents_number < *number)
        return ST_OK;
    return fault_set(travel->fault, ST_DAMAGED, store->folder,
                     _("step %" PRId64 " of the history hangs on none before it"),
                     *number);
}

static enum status
find_way(struct travel *travel, int64_t from, int64_t to, struct way *way)
{
    int64_t above_from, above_to, number_from, number_to;

    while (from != to) {
        enum status status = parent_of(travel, to, &above_to, &number_to);

        if (status == ST_OK)
            status = parent_of(travel, from, &above_from, &number_from);
        if (status != ST_OK)
            return status;
        if (number_from > number_to) {
            from = above_from;
            continue;
        }
        if (!grow((void **)&way->down, &way->room, way->n_down, sizeof *way->down))
            return fault_errno(travel->fault, ENOMEM, travel->store->folder);
        way->down[way->n_down++] = to;
        to = above_to;
    }
    way->meet = from;
    return ST_OK;
}

static enum status
walk(struct travel *travel, int64_t to)
{
    struct way way = {0};
    enum status status = find_way(travel, travel->head.step, to, &way);

    while (status == ST_OK && travel->head.step != way.meet)
        status = pass(travel, travel->head.step, true);
    while (status == ST_OK && way.n_down > 0)
        status = pass(travel, way.down[--way.n_down], false);
    free(way.down);
    return status;
}

enum status
store_goto(struct store *store, int64_t step, struct edit **out,
           struct fault *fault)
{
    struct travel travel = {.store = store, .fault = fault, .head = store->head};
    enum status status = transaction_begin(store, fault);

    *out = NULL;
    if (status != ST_OK)
        return status;
    status = walk(&travel, step);
    if (status == ST_OK && !travel.edit && edit_new(&travel.edit, "") != ST_OK)
        status = fault_errno(fault, ENOMEM, store->folder);
    travel.head.rows = rows_total(store->rows);
    if (status == ST_OK)
        status = transaction_commit(store, &travel.head, fault);
    else
        transaction_cancel(store);
    if (status == ST_OK)
        *out = travel.edit;
    else
        edit_free(travel.edit);
    return status;
}

enum status
store_undo(struct store *store, struct edit **out, struct fault *fault)
{
    int64_t parent, number;
    enum status status = step_parent(store->db, store->head.step, &parent, &number,
                                     store->folder, fault);

    *out = NULL;
    if (status != ST_OK)
        return status == ST_NOT_FOUND
                   ? fault_set(fault, ST_DAMAGED, store->folder,
                               _("the step that the history stands at is missing"))
                   : status;
    if (parent == 0)
        return fault_with(fault, ST_NOT_FOUND, store->folder, _("nothing to undo"),
                          _("remanence history tells what was done"));
    return store_goto(store, parent, out, fault);
}

enum status
store_redo(struct store *store, struct edit **out, struct fault *fault)
{
    int64_t child;
    const enum status status =
        redo_get(store->db, store->head.step, &child, store->folder, fault);

    *out = NULL;
    if (status != ST_OK)
        return status;
    if (child == 0)
        return fault_with(fault, ST_NOT_FOUND, store->folder, _("nothing to redo"),
                          _("remanence goto goes to any edit of the history"));
    return store_goto(store, child, out, fault);
}

enum status
store_open_at(struct store **out, const char *folder, int64_t step,
              struct fault *fault)
{
    struct store *store;
    struct edit *edit = NULL;
    enum status status = store_open(&store, folder, STORE_READ_ONLY, fault);

    *out = NULL;
    if (status != ST_OK)
        return status;
    store->mode = STORE_WRITE; /* to its copy in memory */
    if (step != store->head.step)
        status = store_goto(store, step, &edit, fault);
    store->mode = STORE_READ_ONLY;
    edit_free(edit);
    if (status == ST_OK)
        *out = store;
    else
        store_close(store);
    return status;
}

static void
copy_label(sqlite3_stmt *from, int column, char label[STEP_LABEL_SIZE])
{
    const char *text = (const char *)sqlite3_column_text(from, column);

    snprintf(label, STEP_LABEL_SIZE, "%s", text ? text : "");
}

void
store_next(struct store *store, char undo[STEP_LABEL_SIZE],
           char redo[STEP_LABEL_SIZE])
{
    int rc;
    sqlite3_stmt *from = db_take(
        store->db,
        "SELECT(SELECT label FROM history WHERE id=?1 AND parent IS NOT NULL),"
        "(SELECT label FROM history h JOIN redo r ON r.child=h.id WHERE r.id=?1)",
        &rc);

    undo[0] = redo[0] = '\0';
    if (!from)
        return;
    sqlite3_bind_int64(from, 1, store_here(store));
    if (sqlite3_step(from) == SQLITE_ROW) {
        copy_label(from, 0, undo);
        copy_label(from, 1, redo);
    }
    db_give(from);
}

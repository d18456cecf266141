/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/replay.h"

#include "store/changeset.h"
#include "store/db.h"
#include "store/foreign.h"
#include "store/schema.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct note {
    int64_t id, parent, number;
    bool sound;
    bool on_way; /* from the root to here */
    bool kept;   /* hangs together with the root */
};

struct replay {
    sqlite3 *from, *db;
    const char *where;
    struct note *notes; /* by id */
    size_t count, room;
    size_t missing;
    bool whole;
    int64_t here;
};

size_t
replay_sound(const struct replay *replay)
{
    size_t count = 0;

    for (size_t i = 0; i < replay->count; i++)
        count += replay->notes[i].sound;
    return count;
}

size_t
replay_lost(const struct replay *replay)
{
    return replay->count - replay_sound(replay) + replay->missing;
}

bool
replay_is_whole(const struct replay *replay)
{
    return replay->whole;
}

sqlite3 *
replay_db(struct replay *replay)
{
    return replay->db;
}

void
replay_free(struct replay *replay)
{
    if (!replay)
        return;
    db_close(replay->db);
    free(replay->notes);
    free(replay);
}

static int
by_id(const void *a, const void *b)
{
    const struct note *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static struct note *
find(struct replay *replay, int64_t id)
{
    const struct note key = {.id = id};

    if (replay->count == 0)
        return NULL;
    return bsearch(&key, replay->notes, replay->count, sizeof key, by_id);
}

/* The ids that can be listed from one end. */
static enum status
list_ids(struct replay *replay, const char *sql, bool *whole)
{
    int rc;
    int64_t last = 0;
    sqlite3_stmt *from = db_prepare(replay->from, sql, &rc);

    while (from && (rc = sqlite3_step(from)) == SQLITE_ROW) {
        const int64_t id = sqlite3_column_int64(from, 0);

        if (id == last || replay->count == INT32_MAX)
            break; /* in circles */
        last = id;
        if (replay->count == replay->room) {
            const size_t room = replay->room ? 2 * replay->room : 256;
            struct note *larger = reallocarray(replay->notes, room, sizeof *larger);

            if (!larger) {
                sqlite3_finalize(from);
                return ST_NO_MEM;
            }
            replay->notes = larger;
            replay->room = room;
        }
        replay->notes[replay->count++] = (struct note){.id = id};
    }
    *whole = rc == SQLITE_DONE;
    sqlite3_finalize(from);
    return ST_OK;
}

static void
unite(struct replay *replay)
{
    size_t count = 0;

    if (replay->count > 0)
        qsort(replay->notes, replay->count, sizeof *replay->notes, by_id);
    for (size_t i = 0; i < replay->count; i++)
        if (i == 0 || replay->notes[i].id != replay->notes[count - 1].id)
            replay->notes[count++] = replay->notes[i];
    replay->count = count;
}

static void
read_notes(struct replay *replay)
{
    for (size_t i = 0; i < replay->count; i++) {
        struct note *note = &replay->notes[i];
        struct step_row row;

        if (step_read(replay->from, note->id, &row, replay->where, NULL) != ST_OK)
            continue;
        note->parent = row.step.parent;
        note->number = row.step.number;
        note->sound
            = row.schema == SCHEMA_VERSION
              && changeset_read(row.changeset, (size_t)row.step.bytes, NULL, NULL)
                     == ST_OK;
        step_free(&row);
    }
}

/* The sound step that was made last, of those before `number`. */
static struct note *
last_before(struct replay *replay, int64_t number)
{
    struct note *last = NULL;

    for (size_t i = 0; i < replay->count; i++) {
        struct note *note = &replay->notes[i];

        if (note->sound && note->number < number
            && (!last || note->number > last->number))
            last = note;
    }
    return last;
}

/* Up from here to the root.  Where a step is lost, most likely the way went on with
 * the one that was made before it. */
static void
mark_way(struct replay *replay)
{
    struct note *note = find(replay, replay->here);
    int64_t number = INT64_MAX;

    replay->whole = true;
    for (;;) {
        if (!note || !note->sound || note->number >= number) {
            replay->whole = false;
            note = last_before(replay, number);
            if (!note)
                return;
        }
        note->on_way = true;
        number = note->number;
        if (note->parent == 0)
            return;
        note = find(replay, note->parent);
    }
}

enum status
replay_new(struct replay **out, sqlite3 *from, struct head *head, bool *head_sound,
           const char *where, struct fault *fault)
{
    struct replay *replay = calloc(1, sizeof *replay);
    bool whole = false;
    enum status status = replay ? ST_OK : ST_NO_MEM;

    *out = replay;
    *head_sound = head_read(from, head, where, NULL) == ST_OK;
    if (status == ST_OK) {
        replay->from = from;
        replay->where = where;
        status = list_ids(replay, "SELECT id FROM history ORDER BY id", &whole);
    }
    if (status == ST_OK && !whole)
        status
            = list_ids(replay, "SELECT id FROM history ORDER BY id DESC", &whole);
    if (status != ST_OK)
        return fault_errno(fault, ENOMEM, where);
    unite(replay);
    read_notes(replay);
    const struct note *last = last_before(replay, INT64_MAX);

    replay->here = *head_sound ? head->step : last ? last->id : 0;
    if (*head_sound && head->steps > (int64_t)replay->count)
        replay->missing = (size_t)(head->steps - (int64_t)replay->count);
    mark_way(replay);
    return ST_OK;
}

static int
by_number(const void *a, const void *b)
{
    const struct note *const *x = a, *const *y = b;

    return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

/* All steps by number; to be freed. */
static struct note **
in_order(struct replay *replay)
{
    struct note **order = calloc(replay->count + 1, sizeof *order);

    if (!order)
        return NULL;
    for (size_t i = 0; i < replay->count; i++)
        order[i] = &replay->notes[i];
    qsort(order, replay->count, sizeof *order, by_number);
    return order;
}

/* Rows that do not fit come from the gaps; what is right shows in their sums. */
static int
put_up_with(void *user, int conflict, sqlite3_changeset_iter *at)
{
    (void)user;
    (void)at;
    return conflict == SQLITE_CHANGESET_DATA
                   || conflict == SQLITE_CHANGESET_CONFLICT
               ? SQLITE_CHANGESET_REPLACE
               : SQLITE_CHANGESET_OMIT;
}

static enum status
play(struct replay *replay, const struct note *note, struct fault *fault)
{
    struct step_row row;
    int rc = SQLITE_OK;

    if (step_read(replay->from, note->id, &row, replay->where, NULL) != ST_OK)
        return ST_OK; /* unread by now: a gap more */
    if (row.step.bytes > 0)
        rc = sqlite3changeset_apply(replay->db, (int)row.step.bytes,
                                    (void *)row.changeset, NULL, put_up_with, NULL);
    step_free(&row);
    return (rc & 0xff) == SQLITE_NOMEM
               ? db_fault(replay->db, rc, replay->where, fault)
               : ST_OK;
}

enum status
replay_run(struct replay *replay, struct fault *fault)
{
    struct note **order = in_order(replay);
    enum status status = ST_OK;

    if (!order)
        return fault_errno(fault, ENOMEM, replay->where);
    status = db_open(&replay->db, NULL, DB_MEMORY, fault);
    if (status == ST_OK)
        status = db_exec(replay->db, "PRAGMA foreign_keys=OFF; BEGIN",
                         replay->where, fault);
    if (status == ST_OK)
        status = schema_create(replay->db, replay->where, fault);
    for (size_t i = 0; i < replay->count && status == ST_OK; i++)
        if (order[i]->on_way && order[i]->sound)
            status = play(replay, order[i], fault);
    if (status == ST_OK)
        status = db_exec(replay->db, "COMMIT", replay->where, fault);
    free(order);
    return status;
}

int64_t
replay_total(const struct replay *replay)
{
    uint64_t total = 0;

    for (size_t i = 0; i < TABLE_COUNT; i++) {
        char sql[64];
        int rc;

        snprintf(sql, sizeof sql, "SELECT \"sum\" FROM \"%s\"",
                 table_info((enum table)i)->name);
        sqlite3_stmt *from = db_prepare(replay->db, sql, &rc);

        while (from && sqlite3_step(from) == SQLITE_ROW)
            total += (uint64_t)sqlite3_column_int64(from, 0);
        sqlite3_finalize(from);
    }
    return (int64_t)total;
}

enum status
replay_rows(struct replay *replay, enum table table,
            enum status (*each)(void *user, union row *row, int64_t sum,
                                bool *kept),
            void *user)
{
    struct foreign foreign;
    int rc;
    enum status status = foreign_open(&foreign, replay->db, table, SCHEMA_VERSION,
                                      replay->where, NULL);
    sqlite3_stmt *from =
        status == ST_OK ? foreign_select(&foreign, "ORDER BY \"id\"", &rc) : NULL;

    while (from && status == ST_OK && sqlite3_step(from) == SQLITE_ROW) {
        union row row;
        bool kept = false;

        if (foreign_read(&foreign, from, &row) != ST_OK)
            continue;
        status = each(user, &row, 0, &kept);
        if (!kept)
            row_free(table, &row);
    }
    sqlite3_finalize(from);
    foreign_close(&foreign);
    return status;
}

/* A step with a number of its own: numbers have no gaps. */
static enum status
keep_step(struct replay *replay, sqlite3 *to, struct note *note, struct head *head,
          struct fault *fault)
{
    struct step_row row;
    enum status status
        = step_read(replay->from, note->id, &row, replay->where, fault);

    if (status != ST_OK)
        return status;
    row.step.number = head->steps + 1;
    status = step_put(to, &row, replay->where, fault);
    if (status == ST_OK) {
        head->steps++;
        head->history = (int64_t)((uint64_t)head->history + (uint64_t)row.sum);
        note->kept = true;
    }
    step_free(&row);
    return status;
}

static enum status
keep_redo(struct replay *replay, sqlite3 *to, const struct note *note,
          struct fault *fault)
{
    int64_t child = 0;
    const struct note *led;

    if (redo_get(replay->from, note->id, &child, replay->where, NULL) != ST_OK
        || !child)
        return ST_OK;
    led = find(replay, child);
    return led && led->kept && led->parent == note->id
               ? redo_set(to, note->id, child, replay->where, fault)
               : ST_OK;
}

enum status
replay_keep(struct replay *replay, sqlite3 *to, const struct rows *rows,
            struct fault *fault)
{
    struct head head = {.step = replay->here, .rows = rows_total(rows)};
    struct note **order = in_order(replay);
    enum status status = ST_OK;

    if (!order)
        return fault_errno(fault, ENOMEM, replay->where);
    for (size_t i = 0; i < replay->count && status == ST_OK; i++) {
        const struct note *parent = find(replay, order[i]->parent);

        if (order[i]->sound && (order[i]->parent == 0 || (parent && parent->kept)))
            status = keep_step(replay, to, order[i], &head, fault);
    }
    for (size_t i = 0; i < replay->count && status == ST_OK; i++)
        if (order[i]->kept)
            status = keep_redo(replay, to, order[i], fault);
    if (status == ST_OK)
        status = head_write(to, &head, replay->where, fault);
    free(order);
    return status;
}

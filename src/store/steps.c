/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/id.h"
#include "base/text.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/schema.h"
#include "store/sum.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define COLUMNS "id,number,parent,label,author,time,schema,sum,changeset"
enum {
    C_ID,
    C_NUMBER,
    C_PARENT,
    C_LABEL,
    C_AUTHOR,
    C_TIME,
    C_SCHEMA,
    C_SUM,
    C_CHANGESET
};

/* The sum of the step a statement stands at, over all columns but the sum. */
static enum status
right_sum(sqlite3_stmt *from, int64_t *out)
{
    struct sum sum = {0};

    sum_begin(&sum, "history", SCHEMA_VERSION);
    for (int i = C_ID; i <= C_CHANGESET; i++)
        if (i != C_SUM)
            sum_column(&sum, from, i);
    const enum status status = sum_end(&sum, out);

    sum_free(&sum);
    return status;
}

static const char *
text(sqlite3_stmt *from, int column)
{
    const char *value = (const char *)sqlite3_column_text(from, column);

    return value ? value : "";
}

/* What the step a statement stands at says of itself. */
static enum status
read_row(sqlite3_stmt *from, struct step_row *row)
{
    int64_t right;

    if (right_sum(from, &right) != ST_OK)
        return ST_NO_MEM;
    *row = (struct step_row){
        .step = {.id = sqlite3_column_int64(from, C_ID),
                 .parent = sqlite3_column_int64(from, C_PARENT),
                 .label = text(from, C_LABEL),
                 .author = text(from, C_AUTHOR),
                 .time = sqlite3_column_int64(from, C_TIME),
                 .number = sqlite3_column_int64(from, C_NUMBER)},
        .schema = sqlite3_column_int64(from, C_SCHEMA),
        .sum = sqlite3_column_int64(from, C_SUM),
        .changeset = sqlite3_column_blob(from, C_CHANGESET),
    };
    row->step.bytes = sqlite3_column_bytes(from, C_CHANGESET);
    row->step.sound = row->sum == right && row->step.id > 0;
    return ST_OK;
}

enum status
step_read(sqlite3 *db, int64_t id, struct step_row *row, const char *where,
          struct fault *fault)
{
    int rc;
    sqlite3_stmt *from
        = db_take(db, "SELECT " COLUMNS " FROM history WHERE id=?", &rc);

    *row = (struct step_row){0};
    if (!from)
        return db_fault(db, rc, where, fault);
    sqlite3_bind_int64(from, 1, id);
    rc = sqlite3_step(from);
    enum status status = db_fault(db, rc, where, fault);

    if (rc == SQLITE_DONE)
        status = fault_set(fault, ST_NOT_FOUND, where, _("no step %" PRId64), id);
    else if (rc == SQLITE_ROW && read_row(from, row) != ST_OK)
        status = db_fault(db, SQLITE_NOMEM, where, fault);
    else if (rc == SQLITE_ROW && !row->step.sound)
        status = fault_set(fault, ST_DAMAGED, where,
                           _("step %" PRId64 " does not match its checksum"),
                           row->step.number);
    row->from = from;
    if (status != ST_OK)
        step_free(row);
    return status;
}

void
step_free(struct step_row *row)
{
    db_give(row->from);
    *row = (struct step_row){0};
}

enum status
step_parent(sqlite3 *db, int64_t id, int64_t *parent, int64_t *number,
            const char *where, struct fault *fault)
{
    int rc;
    sqlite3_stmt *from
        = db_take(db, "SELECT parent,number FROM history WHERE id=?", &rc);

    *parent = *number = 0;
    if (!from)
        return db_fault(db, rc, where, fault);
    sqlite3_bind_int64(from, 1, id);
    rc = sqlite3_step(from);
    enum status status = db_fault(db, rc, where, fault);

    if (rc == SQLITE_DONE)
        status = fault_set(fault, ST_NOT_FOUND, where, _("no step %" PRId64), id);
    *parent = sqlite3_column_int64(from, 0);
    *number = sqlite3_column_int64(from, 1);
    db_give(from);
    return status;
}

static int64_t
now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static enum status
sum_step(const struct step_row *row, int64_t *out)
{
    const struct step *step = &row->step;
    struct sum sum = {0};

    sum_begin(&sum, "history", SCHEMA_VERSION);
    sum_int(&sum, step->id);
    sum_int(&sum, step->number);
    if (step->parent)
        sum_int(&sum, step->parent);
    else
        sum_null(&sum);
    sum_text(&sum, step->label, strlen(step->label));
    sum_text(&sum, step->author, strlen(step->author));
    sum_int(&sum, step->time);
    sum_int(&sum, row->schema);
    sum_blob(&sum, row->changeset, (size_t)step->bytes);
    const enum status status = sum_end(&sum, out);

    sum_free(&sum);
    return status;
}

static int
insert_step(sqlite3 *db, const struct step_row *row)
{
    const struct step *step = &row->step;
    int rc;
    sqlite3_stmt *to = db_take(
        db, "INSERT INTO history(" COLUMNS ")VALUES(?,?,?,?,?,?,?,?,?)", &rc);

    if (!to)
        return rc;
    sqlite3_bind_int64(to, 1 + C_ID, step->id);
    sqlite3_bind_int64(to, 1 + C_NUMBER, step->number);
    if (step->parent)
        sqlite3_bind_int64(to, 1 + C_PARENT, step->parent);
    sqlite3_bind_text(to, 1 + C_LABEL, step->label, -1, SQLITE_STATIC);
    sqlite3_bind_text(to, 1 + C_AUTHOR, step->author, -1, SQLITE_STATIC);
    sqlite3_bind_int64(to, 1 + C_TIME, step->time);
    sqlite3_bind_int64(to, 1 + C_SCHEMA, row->schema);
    sqlite3_bind_int64(to, 1 + C_SUM, row->sum);
    rc = step->bytes > 0 ? sqlite3_bind_blob(to, 1 + C_CHANGESET, row->changeset,
                                             (int)step->bytes, SQLITE_STATIC)
                         : sqlite3_bind_zeroblob(to, 1 + C_CHANGESET, 0);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(to);
    db_give(to);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

enum status
step_put(sqlite3 *db, struct step_row *row, const char *where, struct fault *fault)
{
    if (sum_step(row, &row->sum) != ST_OK)
        return db_fault(db, SQLITE_NOMEM, where, fault);
    return db_fault(db, insert_step(db, row), where, fault);
}

enum status
step_add(sqlite3 *db, struct head *head, const char *label, const char *author,
         const void *changeset, int length, const char *where, struct fault *fault)
{
    struct step_row row = {
        .step = {.id = id_new(),
                 .parent = head->step,
                 .label = label,
                 .author = author,
                 .time = now_us(),
                 .number = head->steps + 1,
                 .bytes = length},
        .schema = SCHEMA_VERSION,
        .changeset = changeset,
    };

    enum status status = step_put(db, &row, where, fault);

    if (status == ST_OK && head->step)
        status = redo_set(db, head->step, row.step.id, where, fault);
    if (status != ST_OK)
        return status;
    head->step = row.step.id;
    head->steps++;
    head->history = (int64_t)((uint64_t)head->history + (uint64_t)row.sum);
    return ST_OK;
}

static enum status
sum_redo(int64_t step, int64_t child, int64_t *out)
{
    struct sum sum = {0};

    sum_begin(&sum, "redo", SCHEMA_VERSION);
    sum_int(&sum, step);
    sum_int(&sum, child);
    const enum status status = sum_end(&sum, out);

    sum_free(&sum);
    return status;
}

enum status
redo_set(sqlite3 *db, int64_t step, int64_t child, const char *where,
         struct fault *fault)
{
    int64_t sum;
    int rc = SQLITE_NOMEM;
    sqlite3_stmt *to = NULL;

    if (sum_redo(step, child, &sum) == ST_OK)
        to = db_take(
            db,
            "INSERT INTO redo(id,child,sum) VALUES(?,?,?) ON CONFLICT(id)"
            " DO UPDATE SET child=excluded.child,sum=excluded.sum",
            &rc);
    if (!to)
        return db_fault(db, rc, where, fault);
    sqlite3_bind_int64(to, 1, step);
    sqlite3_bind_int64(to, 2, child);
    sqlite3_bind_int64(to, 3, sum);
    rc = sqlite3_step(to);
    const enum status status = db_fault(db, rc, where, fault);

    db_give(to);
    return status;
}

enum status
redo_get(sqlite3 *db, int64_t step, int64_t *child, const char *where,
         struct fault *fault)
{
    int64_t right = 0;
    int rc;
    sqlite3_stmt *from
        = db_take(db, "SELECT child,sum FROM redo WHERE id=?", &rc);

    *child = 0;
    if (!from)
        return db_fault(db, rc, where, fault);
    sqlite3_bind_int64(from, 1, step);
    rc = sqlite3_step(from);
    enum status status = db_fault(db, rc, where, fault);

    if (rc == SQLITE_ROW) {
        const int64_t led = sqlite3_column_int64(from, 0);

        status = sum_redo(step, led, &right);
        if (status == ST_OK && sqlite3_column_int64(from, 1) == right)
            *child = led;
        else if (status == ST_OK)
            status
                = fault_set(fault, ST_DAMAGED, where,
                            _("the memory of where redo leads does not match its "
                              "checksum"));
    }
    db_give(from);
    return status;
}

/* By number, but the sorting is done with ids alone: changesets can be large. */
enum status
steps_each(sqlite3 *db, enum status (*each)(void *user, const struct step_row *row),
           void *user, const char *where, struct fault *fault)
{
    int rc;
    enum status status = ST_OK;
    sqlite3_stmt *one
        = db_prepare(db, "SELECT " COLUMNS " FROM history WHERE id=?", &rc);
    sqlite3_stmt *ids
        = rc == SQLITE_OK
              ? db_prepare(db, "SELECT id FROM history ORDER BY number", &rc)
              : NULL;

    while (rc == SQLITE_OK && status == ST_OK
           && (rc = sqlite3_step(ids)) == SQLITE_ROW) {
        struct step_row row;

        sqlite3_bind_int64(one, 1, sqlite3_column_int64(ids, 0));
        rc = sqlite3_step(one);
        if (rc == SQLITE_ROW) {
            status = read_row(one, &row);
            if (status == ST_OK)
                status = each(user, &row);
            else
                db_fault(db, SQLITE_NOMEM, where, fault);
            rc = sqlite3_reset(one);
        } else if (rc == SQLITE_DONE) {
            rc = SQLITE_CORRUPT; /* it was there a moment ago */
        }
    }
    if (status == ST_OK)
        status = db_fault(db, rc, where, fault);
    sqlite3_finalize(ids);
    sqlite3_finalize(one);
    return status;
}

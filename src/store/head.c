/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/schema.h"
#include "store/sum.h"

static enum status
sum_of(const struct head *head, int64_t schema, int64_t *out)
{
    struct sum sum = {0};

    sum_begin(&sum, "head", SCHEMA_VERSION);
    sum_int(&sum, 1);
    sum_int(&sum, schema);
    sum_int(&sum, head->step);
    sum_int(&sum, head->steps);
    sum_int(&sum, head->rows);
    sum_int(&sum, head->history);
    const enum status status = sum_end(&sum, out);

    sum_free(&sum);
    return status;
}

enum status
head_read(sqlite3 *db, struct head *head, const char *where, struct fault *fault)
{
    int rc;
    sqlite3_stmt *from = db_prepare(
        db, "SELECT schema,step,steps,rows,history,sum FROM head WHERE id=1", &rc);
    int64_t right = 0;

    *head = (struct head){0};
    if (!from)
        return db_fault(db, rc, where, fault);
    rc = sqlite3_step(from);
    const int64_t schema = sqlite3_column_int64(from, 0);
    const int64_t sum = sqlite3_column_int64(from, 5);

    head->step = sqlite3_column_int64(from, 1);
    head->steps = sqlite3_column_int64(from, 2);
    head->rows = sqlite3_column_int64(from, 3);
    head->history = sqlite3_column_int64(from, 4);
    sqlite3_finalize(from);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fault(db, rc, where, fault);
    if (rc == SQLITE_DONE)
        return fault_set(fault, ST_DAMAGED, where,
                         _("the row of «head» is missing"));
    const enum status status = sum_of(head, schema, &right);

    if (status != ST_OK)
        return db_fault(db, SQLITE_NOMEM, where, fault);
    if (sum != right || schema != SCHEMA_VERSION || head->step < 1)
        return fault_set(fault, ST_DAMAGED, where,
                         _("the row of «head» does not match its checksum"));
    return ST_OK;
}

enum status
head_write(sqlite3 *db, const struct head *head, const char *where,
           struct fault *fault)
{
    int64_t sum;
    int rc = SQLITE_NOMEM;
    sqlite3_stmt *to = NULL;

    if (sum_of(head, SCHEMA_VERSION, &sum) == ST_OK)
        to = db_take(
            db,
            "INSERT INTO head(id,schema,step,steps,rows,history,sum)"
            " VALUES(1,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET"
            " schema=excluded.schema,step=excluded.step,steps=excluded.steps,"
            " rows=excluded.rows,history=excluded.history,sum=excluded.sum",
            &rc);
    if (!to)
        return db_fault(db, rc, where, fault);
    sqlite3_bind_int64(to, 1, SCHEMA_VERSION);
    sqlite3_bind_int64(to, 2, head->step);
    sqlite3_bind_int64(to, 3, head->steps);
    sqlite3_bind_int64(to, 4, head->rows);
    sqlite3_bind_int64(to, 5, head->history);
    sqlite3_bind_int64(to, 6, sum);
    rc = sqlite3_step(to);
    const enum status status = db_fault(db, rc, where, fault);

    db_give(to);
    return status;
}

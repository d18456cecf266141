/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/untracked.h"

#include "base/id.h"
#include "base/text.h"
#include "store/db.h"
#include "store/journal.h"
#include "store/schema.h"
#include "store/sum.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define INT(type, member)                                                          \
    {                                                                              \
        .name = #member, .kind = COLUMN_INT, .offset = offsetof(type, member)      \
    }
#define TEXT(type, member)                                                         \
    {                                                                              \
        .name = #member, .kind = COLUMN_TEXT, .offset = offsetof(type, member)     \
    }

static const struct column RECORDING[] = {
    INT(struct journal_take, id),
    INT(struct journal_take, track),
    INT(struct journal_take, pass),
    INT(struct journal_take, number),
    TEXT(struct journal_take, name),
    TEXT(struct journal_take, path),
    INT(struct journal_take, start),
    INT(struct journal_take, handle),
    INT(struct journal_take, rate),
    INT(struct journal_take, channels),
    INT(struct journal_take, capture_latency),
    INT(struct journal_take, playback_latency),
    INT(struct journal_take, round_trip),
    INT(struct journal_take, recorded),
    TEXT(struct journal_take, device),
};

static const struct column INCIDENT[] = {
    INT(struct incident, id),   INT(struct incident, kind),
    INT(struct incident, at),   INT(struct incident, input),
    INT(struct incident, time), INT(struct incident, track),
    INT(struct incident, value), TEXT(struct incident, text),
};

const struct untracked UNTRACKED_RECORDING
    = {"recording", "pass,number,id", RECORDING, COUNT(RECORDING)};
const struct untracked UNTRACKED_INCIDENT = {"incident", "time,at,id", INCIDENT,
                                             COUNT(INCIDENT)};

enum { SQL_SIZE = 640 };

union any {
    int64_t id;
    struct journal_take recording;
    struct incident incident;
};

/* «id,track,…,sum» */
static void
names(const struct untracked *table, char *sql, size_t size)
{
    size_t at = 0;

    for (int i = 0; i < table->n_columns; i++)
        at += (size_t)snprintf(sql + at, size - at, "\"%s\",",
                               table->columns[i].name);
    snprintf(sql + at, size - at, "\"sum\"");
}

static enum status
sum_row(const struct untracked *table, const void *row, int64_t *out)
{
    struct sum sum = {0};

    sum_begin(&sum, table->name, SCHEMA_VERSION);
    for (int i = 0; i < table->n_columns; i++) {
        const struct column *column = &table->columns[i];

        if (column->kind == COLUMN_TEXT)
            sum_text(&sum, column_text(column, row),
                     strlen(column_text(column, row)));
        else
            sum_int(&sum, column_int(column, row));
    }
    const enum status status = sum_end(&sum, out);

    sum_free(&sum);
    return status;
}

static void
bind(sqlite3_stmt *to, const struct untracked *table, const void *row, int64_t sum)
{
    for (int i = 0; i < table->n_columns; i++) {
        const struct column *column = &table->columns[i];

        if (column->kind == COLUMN_TEXT)
            sqlite3_bind_text(to, i + 1, column_text(column, row), -1,
                              SQLITE_STATIC);
        else
            sqlite3_bind_int64(to, i + 1, column_int(column, row));
    }
    sqlite3_bind_int64(to, table->n_columns + 1, sum);
}

enum status
untracked_put(sqlite3 *db, const struct untracked *table, void *row,
              const char *where, struct fault *fault)
{
    char columns[SQL_SIZE], sql[2 * SQL_SIZE];
    int rc = SQLITE_NOMEM;
    int64_t sum;

    if (((union any *)row)->id == 0)
        ((union any *)row)->id = id_new();
    names(table, columns, sizeof columns);
    int at = snprintf(sql, sizeof sql, "INSERT INTO \"%s\"(%s)VALUES(", table->name,
                      columns);
    for (int i = 0; i < table->n_columns; i++)
        at += snprintf(sql + at, sizeof sql - (size_t)at, "?,");
    snprintf(sql + at, sizeof sql - (size_t)at, "?)");
    sqlite3_stmt *to
        = sum_row(table, row, &sum) == ST_OK ? db_prepare(db, sql, &rc) : NULL;
    if (!to)
        return db_fault(db, rc, where, fault);
    bind(to, table, row, sum);
    const enum status status = db_fault(db, sqlite3_step(to), where, fault);

    sqlite3_finalize(to);
    return status;
}

enum status
untracked_delete(sqlite3 *db, const struct untracked *table, int64_t id,
                 const char *where, struct fault *fault)
{
    char sql[96];
    int rc;

    snprintf(sql, sizeof sql, "DELETE FROM \"%s\" WHERE \"id\"=?", table->name);
    sqlite3_stmt *to = db_prepare(db, sql, &rc);
    if (!to)
        return db_fault(db, rc, where, fault);
    sqlite3_bind_int64(to, 1, id);
    const enum status status = db_fault(db, sqlite3_step(to), where, fault);

    sqlite3_finalize(to);
    return status;
}

/* The row a statement stands at.  False: it is not as it was written. */
static bool
read_row(sqlite3_stmt *from, const struct untracked *table, union any *row)
{
    int64_t sum;

    memset(row, 0, sizeof *row);
    for (int i = 0; i < table->n_columns; i++) {
        const struct column *column = &table->columns[i];
        char *at = (char *)row + column->offset;
        const int type = sqlite3_column_type(from, i);

        if (type != (column->kind == COLUMN_TEXT ? SQLITE_TEXT : SQLITE_INTEGER))
            return false;
        if (column->kind == COLUMN_TEXT) {
            const char *text = (const char *)sqlite3_column_text(from, i);

            if (!text || strlen(text) != (size_t)sqlite3_column_bytes(from, i))
                return false;
            memcpy(at, &text, sizeof text);
        } else {
            memcpy(at, &(int64_t){sqlite3_column_int64(from, i)}, sizeof(int64_t));
        }
    }
    return row->id > 0 && sum_row(table, row, &sum) == ST_OK
           && sum == sqlite3_column_int64(from, table->n_columns);
}

enum status
untracked_each(sqlite3 *db, const struct untracked *table,
               enum status (*each)(void *user, void *row), void *user, size_t *lost,
               const char *where, struct fault *fault)
{
    char columns[SQL_SIZE], sql[2 * SQL_SIZE];
    enum status status = ST_OK;
    int rc;

    names(table, columns, sizeof columns);
    snprintf(sql, sizeof sql, "SELECT %s FROM \"%s\" ORDER BY %s", columns,
             table->name, lost ? "id" : table->order);
    sqlite3_stmt *from = db_prepare(db, sql, &rc);
    while (from && status == ST_OK && (rc = sqlite3_step(from)) == SQLITE_ROW) {
        union any row;

        if (read_row(from, table, &row))
            status = each ? each(user, &row) : ST_OK;
        else if (lost)
            ++*lost;
        else
            status = fault_set(fault, ST_DAMAGED, where,
                               _("%s %" PRId64 " does not match its checksum"),
                               table->name, (int64_t)sqlite3_column_int64(from, 0));
    }
    if (status == ST_OK && rc != SQLITE_ROW && rc != SQLITE_DONE) {
        if (lost)
            ++*lost;
        else
            status = db_fault(db, rc, where, fault);
    }
    sqlite3_finalize(from);
    return status;
}

struct copying {
    sqlite3 *to;
    const struct untracked *table;
    const char *where;
    struct fault *fault;
};

static enum status
copy_row(void *user, void *row)
{
    const struct copying *copying = user;
    const enum status status = untracked_put(copying->to, copying->table, row,
                                             copying->where, copying->fault);

    return status == ST_CONFLICT || status == ST_EXISTS ? ST_OK : status;
}

enum status
untracked_salvage(sqlite3 *to, sqlite3 *from, const char *where,
                  struct fault *fault)
{
    const struct untracked *const tables[]
        = {&UNTRACKED_RECORDING, &UNTRACKED_INCIDENT};
    enum status status = ST_OK;

    for (size_t i = 0; i < COUNT(tables) && status == ST_OK; i++) {
        struct copying copying = {to, tables[i], where, fault};
        size_t lost = 0;

        status = untracked_each(from, tables[i], copy_row, &copying, &lost, where,
                                fault);
    }
    return status;
}

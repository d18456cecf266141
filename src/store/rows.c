/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/rows.h"

#include "base/text.h"
#include "store/changelog.h"
#include "store/changeset.h"
#include "store/db.h"
#include "store/rows_sql.h"
#include "store/sum.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An update sets those columns alone that differ: the others' foreign keys and
 * indexes then need no look.  A gesture on many rows changes the same columns in
 * all of them, so that a few statements kept are enough. */
enum { UPDATES = 16 };

struct update {
    enum table table;
    uint64_t columns; /* a bit each; 0: unused */
    sqlite3_stmt *statement;
};

struct rows {
    sqlite3 *db;
    int64_t schema;
    char *where;
    struct sum sum;
    struct changelog *changelog; /* NULL: what is done is not recorded */
    int64_t total;
    sqlite3_stmt *one[TABLE_COUNT];
    sqlite3_stmt *insert[TABLE_COUNT];
    sqlite3_stmt *delete[TABLE_COUNT];
    struct update updates[UPDATES];
    size_t next_update;
};

enum status
rows_prepare(struct rows **out, sqlite3 *db, int64_t schema, const char *where)
{
    struct rows *rows = calloc(1, sizeof *rows);

    *out = NULL;
    if (!rows)
        return ST_NO_MEM;
    rows->db = db;
    rows->schema = schema;
    rows->where = strdup(where);
    if (!rows->where) {
        free(rows);
        return ST_NO_MEM;
    }
    *out = rows;
    return ST_OK;
}

void
rows_finalize(struct rows *rows)
{
    if (!rows)
        return;
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        sqlite3_finalize(rows->one[i]);
        sqlite3_finalize(rows->insert[i]);
        sqlite3_finalize(rows->delete[i]);
    }
    for (size_t i = 0; i < UPDATES; i++)
        sqlite3_finalize(rows->updates[i].statement);
    sum_free(&rows->sum);
    free(rows->where);
    free(rows);
}

void
rows_record(struct rows *rows, struct changelog *changelog)
{
    rows->changelog = changelog;
}

int64_t
rows_total(const struct rows *rows)
{
    return rows->total;
}

void
rows_set_total(struct rows *rows, int64_t total)
{
    rows->total = total;
}

/* Sums wrap round: signed integers in the database, but never so in C. */
static void
count_sum(struct rows *rows, int64_t gone, int64_t come)
{
    rows->total
        = (int64_t)((uint64_t)rows->total - (uint64_t)gone + (uint64_t)come);
}

static enum status
bad_row(struct rows *rows, enum table table, int64_t id, struct fault *fault)
{
    return fault_set(fault, ST_DAMAGED, rows->where,
                     _("%s %" PRId64 " does not match its checksum"),
                     table_info(table)->name, id);
}

static enum status
fail(struct rows *rows, int rc, struct fault *fault)
{
    return db_fault(rows->db, rc, rows->where, fault);
}

enum status
rows_sum(struct rows *rows, enum table table, const void *row, int64_t *sum)
{
    const struct table_info *info = table_info(table);

    sum_begin(&rows->sum, info->name, rows->schema);
    for (size_t i = 0; i < info->n_columns; i++) {
        const struct column *column = &info->columns[i];

        if (column->kind == COLUMN_REAL)
            sum_real(&rows->sum, column_real(column, row));
        else if (column->kind == COLUMN_TEXT)
            sum_text(&rows->sum, column_text(column, row),
                     strlen(column_text(column, row)));
        else if (column->kind == COLUMN_REF && column_int(column, row) == 0)
            sum_null(&rows->sum);
        else
            sum_int(&rows->sum, column_int(column, row));
    }
    return sum_end(&rows->sum, sum);
}

/* Check the row a statement stands at. */
static enum status
check_sum(struct rows *rows, enum table table, sqlite3_stmt *from, int64_t *sum)
{
    const struct table_info *info = table_info(table);
    int64_t right;

    sum_begin(&rows->sum, info->name, rows->schema);
    for (size_t i = 0; i < info->n_columns; i++)
        sum_column(&rows->sum, from, (int)i);
    if (sum_end(&rows->sum, &right) != ST_OK)
        return ST_NO_MEM;
    *sum = sqlite3_column_int64(from, (int)info->n_columns);
    return *sum == right ? ST_OK : ST_DAMAGED;
}

enum status
rows_read_column(const struct column *column, sqlite3_stmt *from, int i, void *row)
{
    char *at = (char *)row + column->offset;
    const int type = sqlite3_column_type(from, i);

    if (column->kind == COLUMN_TEXT) {
        const char *text = type == SQLITE_TEXT
                               ? (const char *)sqlite3_column_text(from, i)
                               : NULL;

        if (!text || strlen(text) != (size_t)sqlite3_column_bytes(from, i))
            return ST_DAMAGED;
        return row_set_text((char **)at, text);
    }
    if (column->kind == COLUMN_REAL) {
        const double value = sqlite3_column_double(from, i);

        if (type != SQLITE_FLOAT && type != SQLITE_INTEGER)
            return ST_DAMAGED;
        memcpy(at, &value, sizeof value);
        return ST_OK;
    }
    const int64_t value = sqlite3_column_int64(from, i);

    if (type != SQLITE_INTEGER
        && !(type == SQLITE_NULL && column->kind == COLUMN_REF && !column->needed))
        return ST_DAMAGED;
    memcpy(at, &value, sizeof value);
    return ST_OK;
}

enum status
rows_read(struct rows *rows, enum table table, sqlite3_stmt *from, union row *row,
          int64_t *sum)
{
    const struct table_info *info = table_info(table);
    enum status status = check_sum(rows, table, from, sum);

    row_init(table, row);
    for (size_t i = 0; i < info->n_columns && status == ST_OK; i++)
        status = rows_read_column(&info->columns[i], from, (int)i, row);
    if (status == ST_OK && row->id < 1)
        status = ST_DAMAGED;
    if (status != ST_OK) {
        row_free(table, row);
        row_init(table, row);
    }
    return status;
}

static int
bind_column(sqlite3_stmt *to, int parameter, const struct column *column,
            const void *row)
{
    if (column->kind == COLUMN_REAL)
        return sqlite3_bind_double(to, parameter, column_real(column, row));
    if (column->kind == COLUMN_TEXT)
        return sqlite3_bind_text(to, parameter, column_text(column, row), -1,
                                 SQLITE_STATIC);
    if (column->kind == COLUMN_REF && column_int(column, row) == 0)
        return sqlite3_bind_null(to, parameter);
    return sqlite3_bind_int64(to, parameter, column_int(column, row));
}

/* Whether the row a statement stands at has this value there already. */
static bool
same_column(sqlite3_stmt *from, int i, const struct column *column, const void *row)
{
    if (column->kind == COLUMN_REAL) {
        return sqlite3_column_double(from, i) == column_real(column, row);
    }
    if (column->kind == COLUMN_TEXT) {
        const char *there = (const char *)sqlite3_column_text(from, i);

        return there && strcmp(there, column_text(column, row)) == 0;
    }
    return sqlite3_column_int64(from, i) == column_int(column, row);
}

static int
run(sqlite3_stmt *statement)
{
    const int rc = sqlite3_step(statement);
    const int reset = sqlite3_reset(statement);

    return rc == SQLITE_DONE ? SQLITE_OK : reset;
}

static sqlite3_stmt *
kept(struct rows *rows, sqlite3_stmt **statement, char *sql, int *rc)
{
    if (!*statement)
        *statement = sql ? db_prepare(rows->db, sql, rc) : NULL;
    free(sql);
    return *statement;
}

static sqlite3_stmt *
update_of(struct rows *rows, enum table table, uint64_t columns, int *rc)
{
    for (size_t i = 0; i < UPDATES; i++)
        if (rows->updates[i].columns == columns && rows->updates[i].table == table)
            return rows->updates[i].statement;
    struct update *update = &rows->updates[rows->next_update++ % UPDATES];

    sqlite3_finalize(update->statement);
    *update = (struct update){.table = table};
    if (kept(rows, &update->statement, rows_sql_update(table, columns), rc))
        update->columns = columns;
    return update->statement;
}

static enum status
insert(struct rows *rows, enum table table, const void *row, int64_t sum,
       struct fault *fault)
{
    const struct table_info *info = table_info(table);
    int rc = SQLITE_NOMEM;
    sqlite3_stmt *to = rows->insert[table];

    if (!to)
        to = kept(rows, &rows->insert[table], rows_sql_insert(table), &rc);
    if (!to)
        return fail(rows, rc, fault);
    rc = SQLITE_OK;
    for (size_t i = 0; i < info->n_columns && rc == SQLITE_OK; i++)
        rc = bind_column(to, (int)i + 1, &info->columns[i], row);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(to, (int)info->n_columns + 1, sum);
    if (rc == SQLITE_OK)
        rc = run(to);
    if (rc == SQLITE_OK)
        count_sum(rows, 0, sum);
    if (rc == SQLITE_OK && rows->changelog)
        changelog_insert(rows->changelog, table, row, sum);
    return fail(rows, rc, fault);
}

static enum status
update(struct rows *rows, enum table table, uint64_t columns, const void *row,
       int64_t old_sum, int64_t sum, struct fault *fault)
{
    const struct table_info *info = table_info(table);
    int rc = SQLITE_NOMEM;
    int parameter = 1;
    sqlite3_stmt *to = update_of(rows, table, columns, &rc);

    if (!to)
        return fail(rows, rc, fault);
    rc = SQLITE_OK;
    for (size_t i = 0; i < info->n_columns && rc == SQLITE_OK; i++)
        if (columns & UINT64_C(1) << i)
            rc = bind_column(to, parameter++, &info->columns[i], row);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(to, parameter++, sum);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(to, parameter, ((const union row *)row)->id);
    if (rc == SQLITE_OK)
        rc = run(to);
    if (rc == SQLITE_OK)
        count_sum(rows, old_sum, sum);
    return fail(rows, rc, fault);
}

/* Stand at a row: SQLITE_ROW, or SQLITE_DONE where there is none. */
static int
find(struct rows *rows, enum table table, int64_t id, sqlite3_stmt **out)
{
    int rc = SQLITE_NOMEM;

    *out = rows->one[table];
    if (!*out)
        *out = kept(rows, &rows->one[table], rows_sql_one(table), &rc);
    if (!*out)
        return rc;
    rc = sqlite3_bind_int64(*out, 1, id);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(*out);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        rc = sqlite3_reset(*out);
    return rc;
}

static enum status
check_values(struct rows *rows, enum table table, const union row *row,
             struct fault *fault)
{
    const struct table_info *info = table_info(table);

    if (row->id < 1)
        return fault_set(fault, ST_RANGE, rows->where,
                         _("a %s with the id %" PRId64), info->name, row->id);
    for (size_t i = 0; i < info->n_columns; i++)
        if (info->columns[i].kind == COLUMN_REAL
            && isnan(column_real(&info->columns[i], row)))
            return fault_set(fault, ST_RANGE, rows->where,
                             _("%s %" PRId64 ": %s is not a number"), info->name,
                             row->id, info->columns[i].name);
    return ST_OK;
}

enum status
rows_put(struct rows *rows, enum table table, const void *row, struct fault *fault)
{
    const struct table_info *info = table_info(table);
    const int64_t id = ((const union row *)row)->id;
    enum status status = check_values(rows, table, row, fault);
    int64_t sum = 0, old_sum = 0;
    uint64_t differ = 0;
    sqlite3_stmt *from;

    if (status != ST_OK)
        return status;
    if (rows_sum(rows, table, row, &sum) != ST_OK)
        return fail(rows, SQLITE_NOMEM, fault);
    const int rc = find(rows, table, id, &from);

    if (rc == SQLITE_DONE) {
        sqlite3_reset(from);
        return insert(rows, table, row, sum, fault);
    }
    if (rc != SQLITE_ROW)
        return fail(rows, rc, fault);
    status = check_sum(rows, table, from, &old_sum);
    for (size_t i = 1; i < info->n_columns; i++)
        if (!same_column(from, (int)i, &info->columns[i], row))
            differ |= UINT64_C(1) << i;
    if (rows->changelog && differ && status == ST_OK)
        changelog_update(rows->changelog, table, differ, from, row, sum);
    sqlite3_reset(from);
    if (status == ST_DAMAGED)
        return bad_row(rows, table, id, fault);
    if (status != ST_OK)
        return fail(rows, SQLITE_NOMEM, fault);
    return differ ? update(rows, table, differ, row, old_sum, sum, fault) : ST_OK;
}

static enum status
delete_found(struct rows *rows, enum table table, int64_t id, int64_t sum,
             struct fault *fault)
{
    sqlite3_stmt *delete = rows->delete[table];
    int rc = SQLITE_NOMEM;

    if (!delete)
        delete = kept(rows, &rows->delete[table], rows_sql_delete(table), &rc);
    if (!delete)
        return fail(rows, rc, fault);
    rc = sqlite3_bind_int64(delete, 1, id);
    if (rc == SQLITE_OK)
        rc = run(delete);
    if (rc == SQLITE_OK)
        count_sum(rows, sum, 0);
    return fail(rows, rc, fault);
}

enum status
rows_delete(struct rows *rows, enum table table, int64_t id, struct fault *fault)
{
    sqlite3_stmt *from;
    const int rc = find(rows, table, id, &from);

    if (rc == SQLITE_DONE)
        return fail(rows, sqlite3_reset(from), fault);
    if (rc != SQLITE_ROW)
        return fail(rows, rc, fault);
    const int64_t sum
        = sqlite3_column_int64(from, (int)table_info(table)->n_columns);

    if (rows->changelog)
        changelog_delete(rows->changelog, table, from);
    sqlite3_reset(from);
    return delete_found(rows, table, id, sum, fault);
}

static enum status
take_value(const struct column *column, const struct value *value, void *row)
{
    char *at = (char *)row + column->offset;

    if (column->kind == COLUMN_TEXT) {
        char *text = strndup(value->text, value->length);
        const enum status status
            = text ? row_set_text((char **)at, text) : ST_NO_MEM;

        free(text);
        return status;
    }
    if (column->kind == COLUMN_REAL)
        memcpy(at, &value->real, sizeof value->real);
    else
        memcpy(at, &(int64_t){value->type == SQLITE_NULL ? 0 : value->integer},
               sizeof(int64_t));
    return ST_OK;
}

/* Put the values that are told into the row; the columns of them, but the id. */
static enum status
patch(const struct table_info *info, const struct value *values, union row *row,
      uint64_t *columns)
{
    enum status status = ST_OK;

    *columns = 0;
    for (size_t i = 0; i < info->n_columns && status == ST_OK; i++)
        if (values[i].type != 0) {
            status = take_value(&info->columns[i], &values[i], row);
            *columns |= UINT64_C(1) << i;
        }
    *columns &= ~UINT64_C(1);
    return status;
}

/* A row that changes has another sum: what was there and what is made of it are
 * known by that. */
static enum status
become(struct rows *rows, enum table table, const struct value *values, bool found,
       int64_t old_sum, int64_t right, union row *row, struct fault *fault)
{
    uint64_t columns;
    int64_t sum;

    if (patch(table_info(table), values, row, &columns) != ST_OK
        || rows_sum(rows, table, row, &sum) != ST_OK)
        return fail(rows, SQLITE_NOMEM, fault);
    if (sum != right)
        return ST_DIFFERS;
    return found ? update(rows, table, columns, row, old_sum, sum, fault)
                 : insert(rows, table, row, sum, fault);
}

enum status
rows_change(struct rows *rows, const struct delta *delta, bool back, union row *row,
            bool *there, struct fault *fault)
{
    const enum table table = delta->table;
    const bool was = back ? delta->is : delta->was;
    const int64_t from_sum = back ? delta->new_sum : delta->old_sum;
    const int64_t to_sum = back ? delta->old_sum : delta->new_sum;
    int64_t sum = 0;
    sqlite3_stmt *from;
    const int rc = find(rows, table, delta->id, &from);
    enum status status = ST_OK;

    row_init(table, row);
    *there = back ? delta->was : delta->is;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return fail(rows, rc, fault);
    if (rc == SQLITE_ROW)
        status = rows_read(rows, table, from, row, &sum);
    sqlite3_reset(from);
    if (status == ST_DAMAGED)
        return bad_row(rows, table, delta->id, fault);
    if (status != ST_OK)
        return fail(rows, SQLITE_NOMEM, fault);
    if ((rc == SQLITE_ROW) != was || sum != (was ? from_sum : 0))
        status = ST_DIFFERS;
    else if (!*there)
        status = delete_found(rows, table, delta->id, sum, fault);
    else
        status = become(rows, table, back ? delta->old : delta->new, was, sum,
                        to_sum, row, fault);
    if (status != ST_OK || !*there) {
        row_free(table, row);
        row_init(table, row);
    }
    return status;
}

enum status
rows_get(struct rows *rows, enum table table, int64_t id, union row *row,
         bool *found, struct fault *fault)
{
    int64_t sum;
    sqlite3_stmt *from;
    const int rc = find(rows, table, id, &from);
    enum status status = ST_OK;

    *found = rc == SQLITE_ROW;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return fail(rows, rc, fault);
    if (*found)
        status = rows_read(rows, table, from, row, &sum);
    sqlite3_reset(from);
    if (status == ST_DAMAGED)
        return bad_row(rows, table, id, fault);
    return status == ST_OK ? ST_OK : fail(rows, SQLITE_NOMEM, fault);
}

static enum status
take_row(struct rows *rows, enum table table, sqlite3_stmt *from,
         enum status (*each)(void *, union row *, int64_t, bool *), void *user,
         struct fault *fault)
{
    union row row;
    bool taken = false;
    int64_t sum;
    enum status status = each ? rows_read(rows, table, from, &row, &sum)
                              : check_sum(rows, table, from, &sum);

    if (status == ST_DAMAGED)
        return bad_row(rows, table, sqlite3_column_int64(from, 0), fault);
    if (status != ST_OK)
        return fail(rows, SQLITE_NOMEM, fault);
    count_sum(rows, 0, sum);
    if (!each)
        return ST_OK;
    status = each(user, &row, sum, &taken);
    if (status != ST_OK)
        fault_set(fault, status, rows->where,
                  _("%s %" PRId64 " could not be taken: %s"),
                  table_info(table)->name, row.id, status_name(status));
    if (!taken)
        row_free(table, &row);
    return status;
}

enum status
rows_each(struct rows *rows, enum table table,
          enum status (*each)(void *, union row *, int64_t, bool *), void *user,
          struct fault *fault)
{
    int rc = SQLITE_NOMEM;
    sqlite3_stmt *all = NULL;
    enum status status = ST_OK;

    if (!kept(rows, &all, rows_sql_all(table), &rc))
        return fail(rows, rc, fault);
    while (status == ST_OK && (rc = sqlite3_step(all)) == SQLITE_ROW)
        status = take_row(rows, table, all, each, user, fault);
    if (status == ST_OK && rc != SQLITE_DONE)
        status = fail(rows, rc, fault);
    sqlite3_finalize(all);
    return status;
}

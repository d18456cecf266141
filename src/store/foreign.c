/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/foreign.h"

#include "base/text.h"
#include "store/db.h"
#include "store/rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A table that is one: views and virtual tables have no root page. */
static enum status
look(struct foreign *foreign, const char *where, struct fault *fault)
{
    const char *name = table_info(foreign->table)->name;
    int rc;
    enum status status = ST_OK;
    sqlite3_stmt *from = db_prepare(
        foreign->db,
        "SELECT type,rootpage FROM sqlite_master WHERE name=? COLLATE NOCASE", &rc);

    if (!from)
        return db_fault(foreign->db, rc, where, fault);
    sqlite3_bind_text(from, 1, name, -1, SQLITE_STATIC);
    rc = sqlite3_step(from);
    if (rc == SQLITE_ROW) {
        const char *type = (const char *)sqlite3_column_text(from, 0);

        foreign->there =
            type && strcmp(type, "table") == 0 && sqlite3_column_int64(from, 1) > 0;
        if (!foreign->there)
            status
                = fault_set(fault, ST_DAMAGED, where, _("«%s» is no table"), name);
    } else {
        status = db_fault(foreign->db, rc, where, fault);
    }
    sqlite3_finalize(from);
    return status;
}

static int
our_column(enum table table, const char *name)
{
    const struct table_info *info = table_info(table);

    if (strcmp(name, "sum") == 0)
        return -2;
    for (size_t i = 0; i < info->n_columns; i++)
        if (strcmp(info->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

static enum status
add_column(struct foreign *foreign, FILE *list, sqlite3_stmt *from)
{
    const char *name = (const char *)sqlite3_column_text(from, 0);

    if (!name || strchr(name, '"') || sqlite3_column_int(from, 1) != 0
        || foreign->n_columns == FOREIGN_COLUMNS)
        return ST_DAMAGED;
    fprintf(list, "%s\"%s\"", foreign->n_columns ? "," : "", name);
    const int ours = our_column(foreign->table, name);

    foreign->sums |= ours == -2;
    foreign->ours[foreign->n_columns++] = ours;
    return ST_OK;
}

static enum status
list_columns(struct foreign *foreign, const char *where, struct fault *fault)
{
    size_t size, known = 0;
    int rc;
    enum status status = ST_OK;
    FILE *list = open_memstream(&foreign->columns, &size);
    sqlite3_stmt *from = db_prepare(
        foreign->db, "SELECT name,hidden FROM pragma_table_xinfo(?)", &rc);

    if (!list || !from) {
        if (list)
            fclose(list);
        sqlite3_finalize(from);
        return db_fault(foreign->db, list ? rc : SQLITE_NOMEM, where, fault);
    }
    sqlite3_bind_text(from, 1, table_info(foreign->table)->name, -1, SQLITE_STATIC);
    while (status == ST_OK && (rc = sqlite3_step(from)) == SQLITE_ROW)
        status = add_column(foreign, list, from);
    if (status != ST_OK)
        fault_set(fault, status, where,
                  _("«%s» has columns that can't be believed"),
                  table_info(foreign->table)->name);
    else
        status = db_fault(foreign->db, rc, where, fault);
    sqlite3_finalize(from);
    if (fclose(list) != 0 && status == ST_OK)
        status = fault_errno(fault, ENOMEM, where);
    for (int i = 0; i < foreign->n_columns; i++)
        known += foreign->ours[i] >= 0;
    foreign->whole = known == table_info(foreign->table)->n_columns;
    return status;
}

enum status
foreign_open(struct foreign *foreign, sqlite3 *db, enum table table,
             int64_t version, const char *where, struct fault *fault)
{
    *foreign = (struct foreign){.db = db, .table = table, .version = version};
    enum status status = look(foreign, where, fault);

    if (status == ST_OK && foreign->there)
        status = list_columns(foreign, where, fault);
    return status;
}

void
foreign_close(struct foreign *foreign)
{
    free(foreign->columns);
    sum_free(&foreign->sum);
    *foreign = (struct foreign){0};
}

sqlite3_stmt *
foreign_select(const struct foreign *foreign, const char *rest, int *rc)
{
    char *sql;
    sqlite3_stmt *statement;

    if (asprintf(&sql, "SELECT %s FROM \"%s\" %s", foreign->columns,
                 table_info(foreign->table)->name, rest)
        < 0) {
        *rc = SQLITE_NOMEM;
        return NULL;
    }
    statement = db_prepare(foreign->db, sql, rc);
    free(sql);
    return statement;
}

static enum status
check_sum(struct foreign *foreign, sqlite3_stmt *from)
{
    int64_t said = 0, right;

    sum_begin(&foreign->sum, table_info(foreign->table)->name, foreign->version);
    for (int i = 0; i < foreign->n_columns; i++) {
        if (foreign->ours[i] == -2)
            said = sqlite3_column_int64(from, i);
        else
            sum_column(&foreign->sum, from, i);
    }
    if (sum_end(&foreign->sum, &right) != ST_OK)
        return ST_NO_MEM;
    return said == right ? ST_OK : ST_DAMAGED;
}

enum status
foreign_read(struct foreign *foreign, sqlite3_stmt *from, union row *row)
{
    const struct table_info *info = table_info(foreign->table);
    enum status status = foreign->sums ? check_sum(foreign, from) : ST_OK;

    row_init(foreign->table, row);
    row->id = 0;
    for (int i = 0; i < foreign->n_columns && status == ST_OK; i++)
        if (foreign->ours[i] >= 0)
            status
                = rows_read_column(&info->columns[foreign->ours[i]], from, i, row);
    if (status == ST_OK && row->id < 1)
        status = ST_DAMAGED;
    if (status != ST_OK) {
        row_free(foreign->table, row);
        row_init(foreign->table, row);
    }
    return status;
}

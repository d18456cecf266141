/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/schema.h"

#include "base/text.h"
#include "store/db.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

extern const char schema_sql[];

enum status
schema_create(sqlite3 *db, const char *where, struct fault *fault)
{
    char marks[96];
    enum status status = db_exec(db, schema_sql, where, fault);

    snprintf(marks, sizeof marks,
             "PRAGMA application_id=%d; PRAGMA user_version=%d;",
             SCHEMA_APPLICATION, SCHEMA_VERSION);
    return status == ST_OK ? db_exec(db, marks, where, fault) : status;
}

/* Past space and comments.  Quotes in the schema hold neither. */
static const char *
past_space(const char *sql)
{
    for (;;) {
        sql += strspn(sql, " \t\r\n");
        if (strncmp(sql, "--", 2) != 0)
            return sql;
        sql += strcspn(sql, "\n");
    }
}

/* Equal but for comments and space.  Where one has space the other must too: only
 * runs of it are of any length. */
static bool
same_sql(const char *a, const char *b)
{
    for (;;) {
        const char *next_a = past_space(a);
        const char *next_b = past_space(b);

        if ((next_a == a) != (next_b == b) || *next_a != *next_b)
            return false;
        if (*next_a == '\0')
            return true;
        a = next_a + 1;
        b = next_b + 1;
    }
}

/* Objects in one order on both sides. */
static const char *const OBJECTS
    = "SELECT type,name,tbl_name,sql FROM sqlite_master"
      " WHERE name NOT LIKE 'sqlite^_autoindex^_%' ESCAPE '^'"
      " ORDER BY name,type";

static const char *
text(sqlite3_stmt *row, int column)
{
    const char *value = (const char *)sqlite3_column_text(row, column);

    return value ? value : "";
}

static bool
same_object(sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (int i = 0; i < 3; i++)
        if (strcmp(text(a, i), text(b, i)) != 0)
            return false;
    return same_sql(text(a, 3), text(b, 3));
}

static enum status
compare(sqlite3_stmt *have, sqlite3_stmt *want, const char *where,
        struct fault *fault)
{
    for (;;) {
        const int a = sqlite3_step(have);
        const int b = sqlite3_step(want);

        if (a != SQLITE_ROW && a != SQLITE_DONE)
            return db_fault(sqlite3_db_handle(have), a, where, fault);
        if (b != SQLITE_ROW && b != SQLITE_DONE)
            return db_fault(sqlite3_db_handle(want), b, where, fault);
        if (a == SQLITE_DONE && b == SQLITE_DONE)
            return ST_OK;
        if (a == SQLITE_ROW && b == SQLITE_ROW && same_object(have, want))
            continue;
        if (a == SQLITE_ROW
            && (b == SQLITE_DONE || strcmp(text(have, 1), text(want, 1)) <= 0))
            return fault_set(fault, ST_DAMAGED, where,
                             _("the %s «%s» is not as Remanence makes it"),
                             text(have, 0), text(have, 1));
        return fault_set(fault, ST_DAMAGED, where, _("the %s «%s» is missing"),
                         text(want, 0), text(want, 1));
    }
}

enum status
schema_check(sqlite3 *db, const char *where, struct fault *fault)
{
    sqlite3 *model = NULL;
    sqlite3_stmt *have = NULL, *want = NULL;
    int rc = SQLITE_OK;
    enum status status = db_open(&model, NULL, DB_MEMORY, fault);

    if (status == ST_OK)
        status = schema_create(model, where, fault);
    if (status == ST_OK) {
        want = db_prepare(model, OBJECTS, &rc);
        status = db_fault(model, rc, where, fault);
    }
    if (status == ST_OK) {
        have = db_prepare(db, OBJECTS, &rc);
        status = db_fault(db, rc, where, fault);
    }
    if (status == ST_OK)
        status = compare(have, want, where, fault);
    sqlite3_finalize(have);
    sqlite3_finalize(want);
    db_close(model);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/db.h"

#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The largest text, blob or row: the changeset of some two million rows. */
enum { LONGEST = 256 << 20 };

static const struct {
    int option, on;
} OPTIONS[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
};

/* FULL: «durable when the mouse goes up» means the disk has it.  The price is one
 * fdatasync of the WAL a gesture, 0.5 … 10 ms on a real disk, once the hand is off.
 * Secure deletion, which Debian turns on, would only write more.  Savepoints of a
 * large undo are kept in memory, not in /tmp. */
static const char *const PRAGMAS =
    "PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
    "PRAGMA secure_delete=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;";

static void
set_limits(sqlite3 *db)
{
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LONGEST);
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 100000);
    sqlite3_limit(db, SQLITE_LIMIT_COLUMN, 200);
    sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 50);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
}

/* A path as a URI: only there can `immutable` be said. */
static char *
uri_of(const char *path, const char *parameters)
{
    char *uri = malloc(3 * strlen(path) + strlen(parameters) + 8);

    if (!uri)
        return NULL;
    char *to = stpcpy(uri, "file:");

    for (; *path; path++) {
        if (strchr("%?#", *path))
            to += sprintf(to, "%%%02x", (unsigned char)*path);
        else
            *to++ = *path;
    }
    strcpy(to, parameters);
    return uri;
}

static int
open_as(sqlite3 **db, const char *path, enum db_how how)
{
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int rc = SQLITE_NOMEM;

    switch (how) {
    case DB_WRITE:
        return sqlite3_open_v2(path, db, flags | SQLITE_OPEN_READWRITE, NULL);
    case DB_NEW:
        return sqlite3_open_v2(
            path, db, flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    case DB_READ:
        return sqlite3_open_v2(path, db, flags | SQLITE_OPEN_READONLY, NULL);
    case DB_MEMORY:
        return sqlite3_open_v2(":memory:", db,
                               flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                               NULL);
    case DB_IMMUTABLE:
        break;
    }
    char *uri = uri_of(path, "?immutable=1");

    if (uri)
        rc = sqlite3_open_v2(uri, db,
                             flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    free(uri);
    return rc;
}

enum status
db_open(sqlite3 **out, const char *path, enum db_how how, struct fault *fault)
{
    sqlite3 *db = NULL;
    int rc = open_as(&db, path, how);

    *out = NULL;
    for (size_t i = 0; i < COUNT(OPTIONS) && rc == SQLITE_OK; i++)
        rc = sqlite3_db_config(db, OPTIONS[i].option, OPTIONS[i].on, NULL);
    if (rc == SQLITE_OK) {
        set_limits(db);
        sqlite3_busy_timeout(db, 2000);
        rc = sqlite3_wal_autocheckpoint(db, 0);
    }
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, PRAGMAS, NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        const enum status status = db_fault(db, rc, path, fault);

        sqlite3_close(db);
        return status;
    }
    *out = db;
    return ST_OK;
}

/* SQLite does not always hand on what the system said, above all not of a commit;
 * what says that there is no room is still in errno then. */
static int
system_error(sqlite3 *db)
{
    const int last = errno;
    const int error = db ? sqlite3_system_errno(db) : 0;

    if (error)
        return error;
    return last == ENOSPC || last == EDQUOT || last == EFBIG ? last : 0;
}

static enum status
system_fault(sqlite3 *db, int rc, const char *where, struct fault *fault)
{
    const int error = system_error(db);

    if ((rc & 0xff) == SQLITE_READONLY || error == EACCES || error == EROFS) {
        fault_set(fault, ST_READ_ONLY, where, _("the project may not be written"));
        fault_remedy(fault,
                     _("open it read-only, or copy it to where you may write"));
        return ST_READ_ONLY;
    }
    if (error)
        return fault_errno(fault, error, where);
    return fault_set(fault, ST_IO, where,
                     _("the database could not be read or written: %s"),
                     sqlite3_errstr(rc));
}

enum status
db_fault(sqlite3 *db, int rc, const char *where, struct fault *fault)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return ST_OK;
    case SQLITE_NOMEM:
        return fault_errno(fault, ENOMEM, where);
    case SQLITE_FULL:
        return fault_errno(fault, ENOSPC, where);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        fault_set(fault, ST_BUSY, where, _("another program holds the database"));
        fault_remedy(fault, _("close it and try again"));
        return ST_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
        return fault_set(fault, ST_DAMAGED, where, _("the database is damaged: %s"),
                         db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
    case SQLITE_CONSTRAINT:
        return fault_set(fault, ST_CONFLICT, where, _("the edit does not fit: %s"),
                         db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
    case SQLITE_TOOBIG:
        return fault_set(fault, ST_RANGE, where,
                         _("an edit or a text is too large"));
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return system_fault(db, rc, where, fault);
    default:
        return fault_set(fault, ST_DAMAGED, where,
                         _("the database does not answer: %s"),
                         db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
    }
}

enum status
db_exec(sqlite3 *db, const char *sql, const char *where, struct fault *fault)
{
    return db_fault(db, sqlite3_exec(db, sql, NULL, NULL, NULL), where, fault);
}

sqlite3_stmt *
db_prepare(sqlite3 *db, const char *sql, int *rc)
{
    sqlite3_stmt *statement = NULL;

    *rc = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                             NULL);
    return statement;
}

/* SQLite itself lists the statements of a connection, some dozens; among them may be
 * those of a hostile file's virtual tables, which are not ours to finalize. */
#define MARK "/*kept*/"

static const char *
words_of(sqlite3_stmt *statement)
{
    const char *sql = sqlite3_sql(statement);

    return sql && strncmp(sql, MARK, strlen(MARK)) == 0 ? sql + strlen(MARK) : NULL;
}

sqlite3_stmt *
db_take(sqlite3 *db, const char *sql, int *rc)
{
    char marked[512];

    for (sqlite3_stmt *kept = sqlite3_next_stmt(db, NULL); kept;
         kept = sqlite3_next_stmt(db, kept)) {
        const char *words = words_of(kept);

        if (words && !sqlite3_stmt_busy(kept) && strcmp(words, sql) == 0) {
            *rc = SQLITE_OK;
            return kept;
        }
    }
    const int length = snprintf(marked, sizeof marked, "%s%s", MARK, sql);

    assert(length < (int)sizeof marked);
    (void)length;
    return db_prepare(db, marked, rc);
}

void
db_give(sqlite3_stmt *statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement); /* they point to what the caller had */
}

int
db_run(sqlite3 *db, const char *sql)
{
    int rc;
    sqlite3_stmt *statement = db_take(db, sql, &rc);

    if (!statement)
        return rc;
    rc = sqlite3_step(statement);
    db_give(statement);
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int
db_close(sqlite3 *db)
{
    sqlite3_stmt *next, *at = db ? sqlite3_next_stmt(db, NULL) : NULL;

    for (; at; at = next) {
        next = sqlite3_next_stmt(db, at);
        if (words_of(at))
            sqlite3_finalize(at);
    }
    return sqlite3_close(db);
}

int
db_int(sqlite3 *db, const char *sql, int64_t *out)
{
    int rc;
    sqlite3_stmt *statement = db_take(db, sql, &rc);

    if (!statement)
        return rc;
    rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW) {
        *out = sqlite3_column_int64(statement, 0);
        rc = SQLITE_OK;
    }
    db_give(statement);
    return rc;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* db.h: a connection to SQLite that trusts the file as little as SQLite lets it.
 *
 * Main thread, but that a connection may be made and used by any one thread. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/fault.h"

#include <sqlite3.h>
#include <stdint.h>

enum db_how {
    DB_WRITE,     /* the file is there */
    DB_NEW,       /* the file is made */
    DB_READ,      /* beside a writer */
    /* nobody writes, and nothing may be made beside it: read-only disks */
    DB_IMMUTABLE,
    DB_MEMORY,    /* no file */
};

/* Open and harden: no trusted schema, no triggers, views, double-quoted strings,
 * mmap or extensions; cells and lengths checked; foreign keys on; FULL, no
 * checkpoints of its own.  Reads nothing yet.  Fails as db_fault() says, *out
 * NULL. */
NODISCARD enum status db_open(sqlite3 **out, const char *path, enum db_how how,
                              struct fault *fault);

/* What SQLite's result code means to the user, with what SQLite and the system say;
 * `where` is the project.  SQLITE_OK, _ROW and _DONE are ST_OK. */
enum status db_fault(sqlite3 *db, int rc, const char *where, struct fault *fault);

/* Run statements that have no result. */
NODISCARD enum status db_exec(sqlite3 *db, const char *sql, const char *where,
                              struct fault *fault);

/* The statement that keeps for its life, or NULL and *rc. */
sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql, int *rc);

/* The same, which the connection keeps: given back, it is reset, and taken again by
 * the same words without being parsed.  Who takes one closes with db_close(). */
sqlite3_stmt *db_take(sqlite3 *db, const char *sql, int *rc);
void db_give(sqlite3_stmt *statement); /* NULL is allowed */

/* Run a kept statement that has no result; SQLite's result code. */
int db_run(sqlite3 *db, const char *sql);

/* Close, with all statements that are kept; NULL is allowed. */
int db_close(sqlite3 *db);

/* The first column of a statement's first row; SQLITE_OK, SQLITE_DONE (no row) or
 * what went wrong. */
int db_int(sqlite3 *db, const char *sql, int64_t *out);

#endif

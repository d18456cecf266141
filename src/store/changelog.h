/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changelog.h: what rows go through in one transaction, as a changeset in SQLite's
 * format (sqlite.org/session/changeset.html).
 *
 * Any one thread.  SQLite's session extension makes the same of any statements, but
 * asks the schema of each table anew in each transaction, and reads each row once
 * more; here one change a row is told of by whoever makes it.  Want of memory is
 * told at the end. */
#ifndef STORE_CHANGELOG_H
#define STORE_CHANGELOG_H

#include "model/tables.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

struct changelog;

/* Fails with ST_NO_MEM, *out NULL. */
NODISCARD enum status changelog_new(struct changelog **out);
void changelog_free(struct changelog *changelog); /* NULL is allowed */

/* Forget all that was told. */
void changelog_begin(struct changelog *changelog);

/* A row that was not there; one that goes, or of which the columns of those bits
 * become as in `row`: `from` stands at it, and has its columns as in the schema,
 * then its sum. */
void changelog_insert(struct changelog *changelog, enum table table, const void *row,
                     int64_t sum);
void changelog_delete(struct changelog *changelog, enum table table,
                     sqlite3_stmt *from);
void changelog_update(struct changelog *changelog, enum table table, uint64_t columns,
                     sqlite3_stmt *from, const void *row, int64_t sum);

/* All that was told since it began, no bytes where that is nothing; it stands until
 * the changelog is told more.  Fails with ST_NO_MEM. */
NODISCARD enum status changelog_end(struct changelog *changelog, const void **bytes,
                                   size_t *length);

#endif

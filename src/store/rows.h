/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.h: rows of the project's tables to and from the database, whatever the
 * table, by what model/tables.h says of it.
 *
 * Main thread.  No row is believed before its checksum was found right. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/fault.h"
#include "model/tables.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct changelog;
struct delta;
struct rows;

/* For a connection, which must outlive it, and the schema's version that sums are
 * made with; `where` names the project in faults and is copied.  Fails with
 * ST_NO_MEM. */
NODISCARD enum status rows_prepare(struct rows **out, sqlite3 *db, int64_t schema,
                               const char *where);
void rows_finalize(struct rows *rows);

/* Tell this one of what is put and deleted from now on; NULL: nobody. */
void rows_record(struct rows *rows, struct changelog *changelog);

/* Let a row be as it is here: inserted, or those of its columns updated that
 * differ.  Fails: ST_RANGE (an id below 1, not a number), ST_CONFLICT, ST_DAMAGED
 * (the row that is there), and as db_fault() says. */
NODISCARD enum status rows_put(struct rows *rows, enum table table, const void *row,
                               struct fault *fault);

/* Let no row have this id. */
NODISCARD enum status rows_delete(struct rows *rows, enum table table, int64_t id,
                                  struct fault *fault);

/* Let a row become what a change says that it became or, `back`, what it was.
 * *row is what it is then, for the caller to row_free(), where it is *there.  Fails
 * as rows_put() does; ST_DIFFERS, `fault` as it was: what is there is not what the
 * change was made of. */
NODISCARD enum status rows_change(struct rows *rows, const struct delta *delta,
                                  bool back, union row *row, bool *there,
                                  struct fault *fault);

/* Read a row, for the caller to row_free() or hand on; *found says whether it is
 * there. */
NODISCARD enum status rows_get(struct rows *rows, enum table table, int64_t id,
                               union row *row, bool *found, struct fault *fault);

/* Call back for every row of a table, by id.  A row that `each` does not keep is
 * `row_free()`d here: it takes the row over if it returns ST_OK and sets *kept.
 * `row` may not be looked at where `each` is NULL: rows are then checked and no
 * more. */
NODISCARD enum status rows_each(struct rows *rows, enum table table,
                                enum status (*each)(void *user, union row *row,
                                                    int64_t sum, bool *kept),
                                void *user, struct fault *fault);

/* As head.rows: the sum of the sums of the rows put since it was last set, less
 * those of the rows replaced or deleted. */
int64_t rows_total(const struct rows *rows);
void rows_set_total(struct rows *rows, int64_t total);

/* The checksum of a row as it is in memory. */
NODISCARD enum status rows_sum(struct rows *rows, enum table table, const void *row,
                               int64_t *sum);

/* The row a statement stands at: its columns as in the schema, then its sum.  Fails
 * with ST_DAMAGED if that does not match, with `row` empty. */
NODISCARD enum status rows_read(struct rows *rows, enum table table,
                                sqlite3_stmt *from, union row *row, int64_t *sum);

/* One column of it into the row, which was row_init()ed.  Fails with ST_DAMAGED if
 * the value is of another type, or text with a NUL in it; ST_NO_MEM. */
NODISCARD enum status rows_read_column(const struct column *column,
                                       sqlite3_stmt *from, int i, void *row);

#endif

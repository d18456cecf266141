/* SPDX-License-Identifier: GPL-3.0-or-later */
/* foreign.h: rows read from a table that may not be as this version makes it: of an
 * older or newer version, of another program, of a damaged database.
 *
 * Main thread.  Columns are found by their names. */
#ifndef STORE_FOREIGN_H
#define STORE_FOREIGN_H

#include "base/fault.h"
#include "model/tables.h"
#include "store/sum.h"

#include <sqlite3.h>
#include <stdbool.h>

enum { FOREIGN_COLUMNS = 128 };

struct foreign {
    sqlite3 *db;
    enum table table;
    int64_t version;  /* that its sums are made with */
    bool there;       /* the table is */
    bool whole;       /* with all columns that we know */
    bool sums;        /* and a sum */
    char *columns;    /* as a SELECT wants them */
    int n_columns;
    /* which of ours a column is; -1: none, -2: its sum */
    int ours[FOREIGN_COLUMNS];
    struct sum sum;
};

/* Look at a table.  ST_OK, and `there` false, if there is none.  ST_DAMAGED: it is
 * a view, a virtual table, or has columns that are computed; and as db_fault()
 * says. */
NODISCARD enum status foreign_open(struct foreign *foreign, sqlite3 *db,
                                   enum table table, int64_t version,
                                   const char *where, struct fault *fault);
void foreign_close(struct foreign *foreign);

/* A statement for its rows; `rest` goes behind FROM.  NULL and *rc if it can't be
 * made. */
sqlite3_stmt *foreign_select(const struct foreign *foreign, const char *rest,
                             int *rc);

/* The row a statement stands at: for the caller to row_free().  Columns that are
 * not there have what a new row has.  ST_DAMAGED: its sum, or the type of a value,
 * is wrong. */
NODISCARD enum status foreign_read(struct foreign *foreign, sqlite3_stmt *from,
                                   union row *row);

#endif

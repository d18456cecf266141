/* SPDX-License-Identifier: GPL-3.0-or-later */
/* untracked.h: the rows of `recording` and `incident`: as those of the project, but
 * outside of the history and of head.rows.  Main thread; not for other floors. */
#ifndef STORE_UNTRACKED_H
#define STORE_UNTRACKED_H

#include "base/fault.h"
#include "model/tables.h"

#include <sqlite3.h>

struct untracked {
    const char *name;
    const char *order; /* the columns that a list goes by */
    const struct column *columns; /* the id is the first; integers and text */
    int n_columns;
};

extern const struct untracked UNTRACKED_RECORDING, UNTRACKED_INCIDENT;

/* Insert a row, which gets an id where it has none. */
NODISCARD enum status untracked_put(sqlite3 *db, const struct untracked *table,
                                    void *row, const char *where,
                                    struct fault *fault);

/* Delete a row; one that is not there may go as well. */
NODISCARD enum status untracked_delete(sqlite3 *db, const struct untracked *table,
                                       int64_t id, const char *where,
                                       struct fault *fault);

/* Call back for each row, with its text in SQLite's memory (`each` NULL: check
 * them, and no more).  `size` is that of a row's struct.  ST_DAMAGED: a row does
 * not match its checksum; with `lost`, such rows are left out and counted there,
 * and what SQLite cannot read ends the list. */
NODISCARD enum status untracked_each(sqlite3 *db, const struct untracked *table,
                                     enum status (*each)(void *user, void *row),
                                     void *user, size_t *lost, const char *where,
                                     struct fault *fault);

/* Copy what can be read from one database to another. */
NODISCARD enum status untracked_salvage(sqlite3 *to, sqlite3 *from,
                                        const char *where, struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* snapshot.h: a copy of a project's database in memory.
 *
 * Main thread.  Who only reads works on such a copy: it holds no lock, keeps no
 * writer from checkpointing, needs no file beside the database (SQLite's WAL does,
 * which a read-only disk has no room for), and nothing it does can reach the
 * original. */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include "base/fault.h"

#include <sqlite3.h>
#include <stdbool.h>

/* Copy the database at `path` in the project `folder`, log and all, beside a writer
 * or not.  What is in it is not looked at.  Fails as db_fault() says, *out NULL. */
NODISCARD enum status snapshot_take(sqlite3 **out, const char *folder,
                                    const char *path, struct fault *fault);

/* Copy a whole database from one connection to another. */
NODISCARD enum status snapshot_copy(sqlite3 *to, sqlite3 *from, const char *where,
                                    struct fault *fault);

/* The same of a database that SQLite, or schema_check(), does not know for one of
 * ours: its header and its schema are put in place as this program writes them
 * (both are always the same), so that the tables behind them can be tried.  From
 * `db` if that is given, else from the file, whose log is then left out. */
NODISCARD enum status snapshot_force(sqlite3 **out, sqlite3 *db, const char *path,
                                     const char *where, struct fault *fault);

/* Whether the file says of itself that it may be written (bytes 18 and 19: 1 or 2).
 * For SQLite a wrong one is a database that is read-only. */
bool snapshot_may_be_written(const char *path);

#endif

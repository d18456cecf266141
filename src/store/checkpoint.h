/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checkpoint.h: the write-ahead log carried into the database by a thread of its
 * own.
 *
 * Main thread.  SQLite would do it within the commit that makes the log long: that
 * gesture would wait for the disk (3 … 50 ms).  The thread has its own connection
 * and copies without holding anyone; it is begun when the log is first long
 * enough. */
#ifndef STORE_CHECKPOINT_H
#define STORE_CHECKPOINT_H

#include "base/base.h"

#include <sqlite3.h>

struct checkpoint;

/* For the writing connection `db` on `path`.  Fails with ST_NO_MEM. */
NODISCARD enum status checkpoint_new(struct checkpoint **out, sqlite3 *db,
                                     const char *path);

/* After each commit: begin one if the log is long. */
void checkpoint_committed(struct checkpoint *checkpoint);

/* Wait for one that is under way, and end.  NULL is allowed. */
void checkpoint_free(struct checkpoint *checkpoint);

#endif

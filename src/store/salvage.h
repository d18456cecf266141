/* SPDX-License-Identifier: GPL-3.0-or-later */
/* salvage.h: what can be read of a damaged database, in a sound one.
 *
 * Main thread. */
#ifndef STORE_SALVAGE_H
#define STORE_SALVAGE_H

#include "base/fault.h"
#include "store/store.h"

#include <sqlite3.h>

/* Read all that can be read of `from` (NULL: SQLite does not open it), a copy of
 * the database at `path`, into the empty database `to`: the rows whose sums hold,
 * and lost ones from the history's changesets.  Where that gives back exactly what
 * `head` says was there, the history comes along, as far as it is sound; else it
 * begins anew.  Rows that need a lost one go as well.  Counts in *report.  Fails
 * only for want of memory or space. */
NODISCARD enum status salvage(sqlite3 *to, sqlite3 *from, const char *path,
                              const char *where, const char *author,
                              struct repair *report, struct fault *fault);

#endif

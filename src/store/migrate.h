/* SPDX-License-Identifier: GPL-3.0-or-later */
/* migrate.h: a project of another version made one of this version, as a copy.
 *
 * Main thread.  A migration never changes the database that it reads.  The history
 * does not come along: its changesets speak of the old tables, and a history that
 * undoes half is worse than one that begins anew.  It stays whole in the database
 * that is kept. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/fault.h"

#include <sqlite3.h>
#include <stdint.h>

/* Read the project in `from`, of the format `version`, into the empty database
 * `to`.  A newer version is read as well, for who only reads, if its tables have
 * every column that is known here: a format adds columns, and takes none away, so
 * that their meaning stays.  Fails: ST_NEWER, ST_DAMAGED (what and where), and as
 * db_fault() says. */
NODISCARD enum status migrate_into(sqlite3 *to, sqlite3 *from, int64_t version,
                                   const char *where, const char *author,
                                   struct fault *fault);

/* Put a database of this version in the place of the older one at `path`, which
 * `from` has open; the old one is kept beside it as project.db.vN.  Closes `from`.
 * Fails as above and as fault_errno() says; the project is then as it was. */
NODISCARD enum status migrate(sqlite3 *from, int64_t version, const char *path,
                              const char *where, const char *author,
                              struct fault *fault);

#endif

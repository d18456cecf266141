/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changeset.h: SQLite's changesets read by our own eyes, before SQLite is given
 * them.
 *
 * Any thread.  SQLite's reader trusts what it reads: a wrong count of columns makes
 * it spin.  A changeset passes here if it is one by the format (sqlite.org/session/
 * changeset.html), of the tables of this schema, with the types of their
 * columns. */
#ifndef STORE_CHANGESET_H
#define STORE_CHANGESET_H

#include "base/base.h"
#include "model/rows.h"

/* One change in it: the row, and its checksum before and after (0 where it is not,
 * or where it stays). */
struct delta {
    enum table table;
    int64_t id;
    int64_t old_sum, new_sum;
};

/* Check it all and, if `each` is given, call back for every change.  Fails with
 * ST_DAMAGED, or with what `each` returns if that is not ST_OK; `each` may have
 * been called for changes before the damage. */
NODISCARD enum status changeset_read(const void *bytes, size_t length,
                                     enum status (*each)(void *user,
                                                         const struct delta *delta),
                                     void *user);

#endif

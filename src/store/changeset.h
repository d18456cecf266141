/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changeset.h: changesets in SQLite's format read by our own eyes, before anything is
 * done by them.
 *
 * Any thread.  SQLite's reader trusts what it reads: a wrong count of columns makes
 * it spin.  A changeset passes here if it is one by the format (sqlite.org/session/
 * changeset.html), of the tables of this schema, with the types of their
 * columns. */
#ifndef STORE_CHANGESET_H
#define STORE_CHANGESET_H

#include "base/base.h"
#include "model/rows.h"

#include <stdbool.h>

/* What a column held, or holds. */
struct value {
    int type; /* SQLITE_INTEGER …; 0: not told */
    int64_t integer;
    double real;
    const char *text; /* ends with no zero: it stands in the changeset */
    size_t length;
};

/* One change in it: the row, what it was and what it has become, in the columns of
 * the schema (of an update, those alone that differ), and its checksum before and
 * after (0 where it is not, or where it stays). */
struct delta {
    enum table table;
    int64_t id;
    bool was, is; /* there, before and after */
    const struct value *old, *new;
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

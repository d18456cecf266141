/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replace.h: a new database built beside the old, then put in its place.
 *
 * Main thread, holding the project's lock.  At every moment, whenever the power
 * fails, project.db is the old or the new one, and whole. */
#ifndef STORE_REPLACE_H
#define STORE_REPLACE_H

#include "base/fault.h"

#include <sqlite3.h>

struct replace {
    sqlite3 *db; /* the new one, empty at first */
    char *path;  /* of the old one */
    char *made;  /* of the new one */
    const char *where;
    char kept[256]; /* the old one's new name, without its folder */
};

/* Begin beside the database at `path`.  replace_end() must be called even if it
 * fails. */
NODISCARD enum status replace_begin(struct replace *replace, const char *path,
                                    const char *where, struct fault *fault);

/* With ST_OK: check the new one, keep the old one (and its log) as
 * project.db.SUFFIX, or SUFFIX-2 and so on, and put the new one in its place.  With
 * any other status, or where that fails: take the new one away, and return that
 * status. */
NODISCARD enum status replace_end(struct replace *replace, enum status status,
                                  const char *suffix, struct fault *fault);

#endif

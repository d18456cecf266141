/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schema.h: data/schema.sql, and whether a database has that schema and nothing
 * else.
 *
 * Main thread. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/fault.h"

#include <sqlite3.h>

enum {
    SCHEMA_VERSION = 1,              /* user_version */
    SCHEMA_APPLICATION = 0x52454d31, /* application_id: «REM1» */
};

/* Make the tables in an empty database, and mark it as a project. */
NODISCARD enum status schema_create(sqlite3 *db, const char *where,
                                    struct fault *fault);

/* Whether every object of the database is one of the schema, to the word (comments
 * and space aside), and none is missing: a trigger, a view or a generated column
 * would run whatever its writer pleased.  Fails with ST_DAMAGED, naming the first
 * that differs. */
NODISCARD enum status schema_check(sqlite3 *db, const char *where,
                                   struct fault *fault);

#endif

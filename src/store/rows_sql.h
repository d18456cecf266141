/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows_sql.h: the statements that read and write one table, out of its description.
 *
 * Any thread.  Each is the caller's to free(); NULL where there is no memory.
 * Parameters are the columns in the schema's order, then the sum, then the id to
 * look for. */
#ifndef STORE_ROWS_SQL_H
#define STORE_ROWS_SQL_H

#include "model/tables.h"

#include <stdint.h>

char *rows_sql_one(enum table table); /* by id */
char *rows_sql_all(enum table table); /* in the order of ids */
char *rows_sql_insert(enum table table);
char *rows_sql_delete(enum table table);
/* a bit each, and the sum */
char *rows_sql_update(enum table table, uint64_t columns);

#endif

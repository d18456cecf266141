/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sum.h: the checksum of a row, as data/schema.sql defines it under «Checksums».
 *
 * Any thread.  A sum is begun for a table, then given the row's columns in the
 * schema's order, `sum` left out; it keeps its memory from row to row. */
#ifndef STORE_SUM_H
#define STORE_SUM_H

#include "base/base.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct sum {
    unsigned char *bytes;
    size_t used, room;
    bool failed; /* for want of memory */
};

void sum_begin(struct sum *sum, const char *table, int64_t schema);
void sum_int(struct sum *sum, int64_t value);
void sum_real(struct sum *sum, double value);
void sum_text(struct sum *sum, const char *text, size_t length);
void sum_blob(struct sum *sum, const void *bytes, size_t length);
void sum_null(struct sum *sum);

/* Give it a column of a result row, as it is. */
void sum_column(struct sum *sum, sqlite3_stmt *row, int column);

/* The row's sum.  Fails with ST_NO_MEM. */
NODISCARD enum status sum_end(struct sum *sum, int64_t *out);
void sum_free(struct sum *sum);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.h: the rows described to the code that walks them: the store binds and
 * reads columns by it, the model copies and compares rows, the command prints
 * them. */
#ifndef MODEL_TABLES_H
#define MODEL_TABLES_H

#include "base/base.h"
#include "model/rows.h"

#include <stdbool.h>
#include <stddef.h>

enum column_kind {
    COLUMN_INT,  /* int64_t, frames_t, ticks_t */
    COLUMN_REAL, /* double */
    COLUMN_TEXT, /* char * */
    COLUMN_REF,  /* int64_t: an id of `table`, 0 none */
};

struct column {
    const char *name;
    enum column_kind kind;
    size_t offset;
    enum table table; /* of a COLUMN_REF */
    bool needed;      /* of a COLUMN_REF: may not be 0 */
    double low, high; /* of numbers: the bounds of a sound value */
    double start;     /* of numbers: what a new row has */
};

struct table_info {
    const char *name; /* as in the schema */
    size_t size;      /* of a row */
    const struct column *columns; /* the id is the first */
    size_t n_columns;
    /* The reference by which a row hangs on another: a clip on its lane, a lane on
     * its track; NULL where none does.  model_first() walks by it. */
    const struct column *owner;
};

/* Any thread: the description of a table. */
const struct table_info *table_info(enum table table);

/* Any thread: the table of that name, or TABLE_COUNT. */
enum table table_named(const char *name);

/* Any thread: the column of that name, or NULL. */
const struct column *column_named(enum table table, const char *name);

/* Any thread: the value of a column in a row; `column` is of the kind that is asked
 * for (COLUMN_REF is an integer as well). */
int64_t column_int(const struct column *column, const void *row);
double column_real(const struct column *column, const void *row);
const char *column_text(const struct column *column, const void *row);

/* Any thread: set every column of a row to what a new one has (text: ""), with no
 * id.  row_free() it when it has been filled.  An empty text may be one that all
 * rows share: fill text with row_set_text(), and never free() it alone. */
void row_init(enum table table, void *row);

/* Any thread: copy a row and the text that it owns; row_free() the copy.  -0.0
 * becomes 0.0, as the database knows no other zero.  Fails with ST_NO_MEM, and `to`
 * then owns nothing. */
enum status row_copy(enum table table, void *to, const void *from);
void row_free(enum table table, void *row);

/* Any thread: whether all columns are the same (numbers by their bits). */
bool row_equal(enum table table, const void *a, const void *b);

/* Any thread: replace a row's text.  Fails with ST_NO_MEM, the row untouched. */
enum status row_set_text(char **text, const char *to);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.h: the rows that hang on an owner, as an edit will leave them. */
#ifndef MODEL_WALK_H
#define MODEL_WALK_H

#include "model/edit.h"

/* Where a walk stands; the caller's, and private. */
struct walk {
    const struct edit *edit;
    const struct model *model;
    enum table table;
    int64_t owner;
    bool all;         /* whatever the owner */
    const void *row;  /* of the model, next to look at */
    size_t left;      /* of the model's rows, where all are looked at */
    uint32_t change;  /* of the edit, next to look at */
    uint32_t n_changes; /* when the walk began */
};

/* Main thread: begin at the rows of `table` whose owner (table_info()->owner) is
 * `owner`.  `edit` may be NULL.  The model must not change until the walk has
 * ended.  The edit may change the row last met, and rows put for the first time are
 * not met; whoever changes more collects the ids first. */
struct walk walk_owned(const struct edit *edit, const struct model *model,
                       enum table table, int64_t owner);

/* Main thread: begin at all rows of a table. */
struct walk walk_all(const struct edit *edit, const struct model *model,
                     enum table table);

/* Main thread: the next row, or NULL.  It belongs to the edit or the model, as of
 * edit_row(): copy it before putting it again. */
const void *walk_next(struct walk *walk);

#endif

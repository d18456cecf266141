/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edit.h: a change to the project, not yet made.
 *
 * The whole vocabulary is two words: put a row (new, or in the place of the one
 * with its id) and delete a row.  What a gesture means (split, ripple, comp) is
 * worked out on top of that, in model/ops*.h, against the model and what the edit
 * holds already.  An edit becomes true in one place: the store commits it as one
 * transaction, then the model applies what the store says has changed. */
#ifndef MODEL_EDIT_H
#define MODEL_EDIT_H

#include "base/base.h"
#include "model/model.h"

#include <stdbool.h>

struct edit;

/* One row of an edit.  `row` is NULL where the row goes. */
struct change {
    enum table table;
    int64_t id;
    const void *row;
};

/* Main thread: an empty edit.  `label` says in the user's language what it does, as
 * the history will show it («Split clip»); it is copied.  Fails with ST_NO_MEM,
 * *out NULL. */
NODISCARD enum status edit_new(struct edit **out, const char *label);
void edit_free(struct edit *edit);
const char *edit_label(const struct edit *edit);

/* Main thread: let the row be as `row` says, which is copied; a row without an id
 * gets a new one, which is written into *row as well.  Fails with ST_NO_MEM,
 * nothing changed. */
NODISCARD enum status edit_put(struct edit *edit, enum table table, void *row);

/* Main thread: let the row be gone; one that never was may go as well, and is then
 * a change without effect.  Fails with ST_NO_MEM, nothing changed. */
NODISCARD enum status edit_delete(struct edit *edit, enum table table, int64_t id);

/* Main thread: the row as it will be: the edit's, else the model's; NULL if it will
 * not be there.  Belongs to the edit or the model: the model's stands until that
 * changes, the edit's until the same row is put or deleted again. */
const void *edit_row(const struct edit *edit, const struct model *model,
                     enum table table, int64_t id);

/* Main thread: the changes, one a row, in the order in which the rows were first
 * touched; they stand until the edit changes. */
const struct change *edit_changes(const struct edit *edit, size_t *count);

#endif

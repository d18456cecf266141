/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops.h: what gestures mean, as changes of rows: what all ops_*.h have in common.
 *
 * An op reads the project as the edit will leave it and adds its changes to the
 * edit, so several ops can make one edit, which is one transaction and one step to
 * undo.  Nothing is changed in the model.
 *
 * Main thread, all of them.  They fail, with the fault filled in: ST_NOT_FOUND (no
 * such track, clip …), ST_KIND (a thing of another kind), ST_RANGE (a value or
 * place that cannot be), ST_READ_ONLY (a locked clip), ST_CONFLICT (feedback),
 * ST_EXISTS, ST_NO_MEM.  After a failure the edit may hold a part of the op: free
 * it.
 *
 * Times go through the tempo map of the model (model_tempo); tempo that the same
 * edit changes does not count before it is applied.  Ids that an op makes are
 * written to `*id`, which may be NULL. */
#ifndef MODEL_OPS_H
#define MODEL_OPS_H

#include "base/fault.h"
#include "model/edit.h"

struct ops {
    struct edit *edit;
    const struct model *model;
    struct fault *fault; /* may be NULL */
};

/* Set one column of a row by its name, within its bounds (ST_RANGE tells them).
 * Not for ids and references, nor for times and places of clips, comps and tempo:
 * those have ops of their own, which keep the rows around them sound (ST_KIND). */
NODISCARD enum status op_set_number(const struct ops *ops, enum table table,
                                    int64_t id, const char *column, double value);
NODISCARD enum status op_set_text(const struct ops *ops, enum table table,
                                  int64_t id, const char *column,
                                  const char *value);

#endif

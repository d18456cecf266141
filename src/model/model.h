/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.h: the project in memory: tables of rows, found by id.
 *
 * Main thread only.  The model changes in one way, model_apply(), called with what
 * the store has committed; everyone else reads. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/fault.h"
#include "model/rows.h"
#include "time/tempo.h"

#include <stdbool.h>

struct edit;
struct model;

/* Main thread: a model without rows.  Fails with ST_NO_MEM, *out NULL. */
NODISCARD enum status model_new(struct model **out);
void model_free(struct model *model);

/* Main thread: make true what the edit says.  Fails with ST_NO_MEM, nothing
 * changed. */
NODISCARD enum status model_apply(struct model *model, const struct edit *edit);

/* Main thread, while loading: take over a row, text and all, that the model does
 * not have yet.  Fails with ST_NO_MEM, ST_EXISTS or ST_RANGE (an id below 1); the
 * row is then still the caller's. */
NODISCARD enum status model_adopt(struct model *model, enum table table, void *row);

/* Main thread: the row with that id, or NULL; it stands until the model changes. */
const void *model_row(const struct model *model, enum table table, int64_t id);

/* Main thread: all rows of a table, side by side (`*count` of table_info()->size
 * bytes), in no order that means anything.  They stand until the model changes. */
const void *model_rows(const struct model *model, enum table table, size_t *count);

/* Main thread: the rows that hang on `owner` by table_info()->owner, as the clips
 * of a lane do, one after the other and in no order that means anything; NULL at
 * the end.  Each step takes the same short time, however large the song. */
const void *model_first(const struct model *model, enum table table, int64_t owner);
const void *model_next(const struct model *model, enum table table,
                       const void *row);

/* Main thread: counts up with each model_apply(). */
uint64_t model_revision(const struct model *model);

/* Main thread: a number that is another when the row, what hangs on it by
 * table_info()->owner (as clips on lanes on tracks), or the tempo map has changed
 * since, and greater than those before; of a row that is not there, with each
 * change of the model.  No other model has the same. */
uint64_t model_stamp(const struct model *model, enum table table, int64_t id);

/* Main thread: the tempo map of the tempo and metre rows, made anew when they
 * change (of two at one tick the one with the greater id holds; unsound ones are
 * left out); it belongs to the model and stands until then.  At 48 kHz, 120 bpm,
 * 4/4 without rows.  After loading it is made by the first call, which has no way
 * to fail: without memory it returns the map from before, and the next call tries
 * again. */
const struct tempo_map *model_tempo(const struct model *model);

/* Main thread: whether two models hold the same rows, bit for bit. */
bool model_equal(const struct model *a, const struct model *b);

#endif

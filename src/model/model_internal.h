/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model_internal.h: what model.c leaves to its neighbours. */
#ifndef MODEL_MODEL_INTERNAL_H
#define MODEL_MODEL_INTERNAL_H

#include "model/model.h"

/* Main thread: the tempo map of the rows as an edit will leave them (NULL: as they
 * are). Fails with ST_NO_MEM, *out NULL. */
NODISCARD enum status model_make_tempo(const struct model *model,
                                       const struct edit *edit,
                                       struct tempo_map **out);

#endif

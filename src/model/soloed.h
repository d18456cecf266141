/* SPDX-License-Identifier: GPL-3.0-or-later */
/* soloed.h: which tracks are silent because others are soloed, for those who show
 * it; what the engine runs is engine/plan_solo.c, which tells the rule. */
#ifndef MODEL_SOLOED_H
#define MODEL_SOLOED_H

#include "model/model.h"

/* Main thread: the ids of all of them, in order; *ids is the caller's to free
 * (NULL: there are none).  A track that gives no more than a send to what is soloed
 * is not silent.  Fails with ST_NO_MEM, *count 0. */
NODISCARD enum status soloed_silent(const struct model *model, int64_t **ids,
                                    size_t *count);

#endif

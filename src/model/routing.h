/* SPDX-License-Identifier: GPL-3.0-or-later */
/* routing.h: which track feeds which, by its output, its folder or a send. */
#ifndef MODEL_ROUTING_H
#define MODEL_ROUTING_H

#include "model/edit.h"

/* Main thread: the track that a track's output goes to: the one it names, else its
 * folder, else the master; 0 for the master itself, or where there is none.
 * `edit` may be NULL, here and below. */
int64_t routing_output(const struct edit *edit, const struct model *model,
                       const struct row_track *track);

/* Main thread: the master's id, or 0 (of several, which a sound project does not
 * have, the least). */
int64_t routing_master(const struct edit *edit, const struct model *model);

/* Main thread: whether sound of `from` comes to `to` by any way of one step or
 * more; so routing_reaches(…, x, x) says whether x feeds itself.  Fails with
 * ST_NO_MEM. */
NODISCARD enum status routing_reaches(const struct edit *edit,
                                      const struct model *model, int64_t from,
                                      int64_t to, bool *answer);

#endif

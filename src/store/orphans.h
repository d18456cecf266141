/* SPDX-License-Identifier: GPL-3.0-or-later */
/* orphans.h: sound files that no row knows, put back on the timeline.
 *
 * Main thread. */
#ifndef STORE_ORPHANS_H
#define STORE_ORPHANS_H

#include "store/store.h"

#include <sqlite3.h>

/* Place each as a take, at the start that its file tells, on the track of that name
 * (made where there is none); one step of the history, so that it can be undone.
 * On a track that has lanes already it lies on a new one that does not play. */
NODISCARD enum status orphans_place(sqlite3 *db, const struct repair_files *files,
                                    const char *where, const char *author,
                                    size_t *placed, struct fault *fault);

#endif

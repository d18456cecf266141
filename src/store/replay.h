/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay.h: the history of a damaged database, read as far as it is sound, and
 * played again from its root to where the project stands.
 *
 * Main thread. */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "store/internal.h"

struct replay;

/* Read the steps and `head` of `from`, which must outlive it.  Where head is not
 * sound, *head_sound is false and the last step made takes its place.  Fails with
 * ST_NO_MEM. */
NODISCARD enum status replay_new(struct replay **out, sqlite3 *from,
                                 struct head *head, bool *head_sound,
                                 const char *where, struct fault *fault);
void replay_free(struct replay *replay);

/* How many steps match their sums, and how many do not or are missing. */
size_t replay_sound(const struct replay *replay);
size_t replay_lost(const struct replay *replay);

/* Whether every step from the root to here is sound. */
bool replay_is_whole(const struct replay *replay);

/* Play the sound steps on the way again, in a database in memory. */
NODISCARD enum status replay_run(struct replay *replay, struct fault *fault);
sqlite3 *replay_db(struct replay *replay);

/* After replay_run(): the sum of the sums of all rows; and the rows whose sums
 * hold, one by one, as in rows_each(). */
int64_t replay_total(const struct replay *replay);
NODISCARD enum status replay_rows(struct replay *replay, enum table table,
                                  enum status (*each)(void *user, union row *row,
                                                      int64_t sum, bool *kept),
                                  void *user);

/* Write the steps that hang together with the root, and head, to a database whose
 * rows are those of here. */
NODISCARD enum status replay_keep(struct replay *replay, sqlite3 *to,
                                  const struct rows *rows, struct fault *fault);

#endif

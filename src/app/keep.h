/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keep.h: «keep what I just played»: a stretch of it becomes takes, as if it had
 * been recorded.  Main thread; the sound is copied by a thread of its own. */
#ifndef APP_KEEP_H
#define APP_KEEP_H

#include "app/played.h"
#include "app/session.h"

struct keep;

/* Begin to keep the newest stretch (or the oldest) that is no take yet: its takes
 * are written down in the journal, and their sound is on its way into files.
 * Session and `played` must stay until keep_end(), and one keep be at work at a
 * time.  Fails, *out NULL: ST_NOT_FOUND (nothing was played that is not kept
 * already), ST_NO_MEM, and as store_record_begin(). */
NODISCARD enum status keep_begin(struct keep **out, struct session *session,
                                 struct played *played, enum played_end which,
                                 struct fault *fault);

/* Whether all is copied: keep_end() does not wait. */
bool keep_done(const struct keep *keep);

/* Put the takes into the song, as one step of the history, and tell of each
 * (`taken` may be NULL); frees the keep.  Fails, with nothing kept, nothing left
 * behind, and the sound still in `played`: ST_NO_SPACE, ST_IO, and as
 * session_commit(). */
NODISCARD enum status keep_end(struct keep *keep,
                               void (*taken)(void *user, const char *name,
                                             frames_t start, int64_t frames),
                               void *user, struct fault *fault);

/* All that is in a folder of played_left(), stretch by stretch, oldest first; what
 * cannot be kept stays there.  Waits.  Fails as keep_begin() and keep_end(). */
NODISCARD enum status keep_left(struct session *session, const char *folder,
                                void (*taken)(void *user, const char *name,
                                              frames_t start, int64_t frames),
                                void *user, struct fault *fault);

/* Throw such a folder away; *seconds of sound were in it. */
NODISCARD enum status keep_discard(const char *folder, double *seconds,
                                   struct fault *fault);

#endif

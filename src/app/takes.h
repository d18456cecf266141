/* SPDX-License-Identifier: GPL-3.0-or-later */
/* takes.h: takes from the journal into the song: those that have just ended, and
 * those whose program died.  Main thread. */
#ifndef APP_TAKES_H
#define APP_TAKES_H

#include "app/session.h"
#include "media/recording.h"
#include "store/journal.h"

#include <time.h>

/* A take that is over: its journal row, and how many frames its file has, the
 * handle counted in; no more than the handle: it goes, and its file as well. */
struct take_over {
    struct journal_take journal;
    int64_t frames;
    bool unmade; /* it has no file: one that has its name is another's */
    bool overdub;
    int64_t tail; /* of those frames, at the end: not shown */
};

/* The number that the track's next take gets: beyond those in the song and the
 * journal. */
int64_t takes_next_number(struct session *session, int64_t track);

/* «Bass take 3», and «audio/Bass take 3 2026-11-21 14.03.07.wav», where no file is
 * yet, nor will be: `is_taken` knows the paths of those that begin beside it, as
 * other tracks may have the same name. */
void takes_name(const struct session *session, int64_t track, int64_t number,
                char *name, size_t size);
void takes_path(const struct session *session, const char *name, time_t when,
                bool (*is_taken)(const void *user, const char *path),
                const void *user, char *path, size_t size);

/* Any thread: begin the file of a take that stands in the journal.  Fails as
 * recording_begin(). */
NODISCARD enum status takes_begin_file(struct recording **out,
                                       const struct session *session,
                                       const struct journal_take *take,
                                       struct fault *fault);

/* Put them into the song and strike them out of the journal, as one step of the
 * history «Record Bass take 3»; `format` is that label, marked for translation,
 * with a %s for the takes' names.  Fails as session_commit(); the journal keeps
 * them then. */
NODISCARD enum status takes_commit(struct session *session,
                                   const struct take_over *takes, size_t count,
                                   const char *format, struct fault *fault);

/* Put what is in the journal into the song, by the lengths of the files: a step of
 * the history for each pass.  `told` (NULL is allowed) is called for each take with
 * its name; what cannot be placed stays in the journal, and the rest is placed.
 * Nobody may be recording.  Fails as session_commit(). */
NODISCARD enum status takes_recover(struct session *session,
                                    void (*told)(void *user, const char *name,
                                                 double seconds),
                                    void *user, struct fault *fault);

#endif

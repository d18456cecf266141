/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.h: one open song: what joins the store, the model, the engine and a
 * driver.
 *
 * Main thread, all of it; a song may be opened, made and closed by another thread,
 * which has it for itself by then.  Here is the one way round that the whole
 * program takes: an edit is committed by the store, applied to the model, compiled
 * into a new plan, and told to whoever watches.  Undo, redo and going to a step
 * take it from «applied» on. */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "base/fault.h"
#include "model/edit.h"
#include "model/model.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

struct session;

enum { RATE_MIN = 8000, RATE_MAX = 384000 };

/* Make a new song in `folder` (ending in .rem by custom) at `rate` Hz: a master,
 * 120 bpm, 4/4.  Fails as store_create(); ST_RANGE: a rate outside RATE_MIN …
 * RATE_MAX. */
NODISCARD enum status session_create(struct session **out, const char *folder,
                                     uint32_t rate, struct fault *fault);

/* Open a song.  Fails as store_open(). */
NODISCARD enum status session_open(struct session **out, const char *folder,
                                   enum store_mode mode, struct fault *fault);

/* The same, unless `stop` says so (ST_CANCELLED).  Fails as store_open_until(). */
NODISCARD enum status session_open_until(struct session **out, const char *folder,
                                         enum store_mode mode,
                                         struct store_stop *stop,
                                         struct fault *fault);

/* Open a song to read as it was at a step of its history (store_here() of whoever
 * has it open), beside its writer, and by any thread, which is then this session's
 * main thread.  Fails as store_open_at(). */
NODISCARD enum status session_open_at(struct session **out, const char *folder,
                                      int64_t step, struct fault *fault);
void session_close(struct session *session);

const char *session_folder(const struct session *session);
const struct model *session_model(const struct session *session);
struct store *session_store(struct session *session);
uint32_t session_rate(const struct session *session);
bool session_read_only(const struct session *session);

/* Main thread: whether the song is where it was opened; ST_NOT_FOUND: deleted or
 * moved. */
NODISCARD enum status session_there(struct session *session, struct fault *fault);

/* The step that the history stands at. */
int64_t session_here(const struct session *session);

/* Make an edit true; it stays the caller's.  Fails as store_commit(), and
 * ST_READ_ONLY; nothing has changed then.  An edit without changes is no step and
 * no failure. */
NODISCARD enum status session_commit(struct session *session,
                                     const struct edit *edit, struct fault *fault);

/* The same, and strike takes out of the journal (store/journal.h) in the same
 * transaction; the edit may be empty. */
NODISCARD enum status session_commit_recorded(struct session *session,
                                              const struct edit *edit,
                                              const int64_t *takes, size_t count,
                                              struct fault *fault);

/* What was found in the journal when the song was opened for writing, and put in
 * its place: takes whose program died.  `fault`, where it could not be; its status
 * is ST_OK otherwise. */
struct session_recovered {
    size_t takes;
    double seconds; /* of the longest */
    char name[128]; /* of the last */
    struct fault fault;
};
const struct session_recovered *session_recovered(const struct session *session);

/* Takes in the journal, in whatever way the song is open: of a program that records
 * just now, or of one that died; the next who opens the song for writing places
 * those. */
size_t session_unplaced(struct session *session);

/* The history: fails as store_undo() and the others, nothing changed then.  What
 * was undone or redone is named in `label` (may be NULL). */
enum { LABEL_SIZE = 128, PATH_SIZE = 4096 };
NODISCARD enum status session_undo(struct session *session, char label[LABEL_SIZE],
                                   struct fault *fault);
NODISCARD enum status session_redo(struct session *session, char label[LABEL_SIZE],
                                   struct fault *fault);
NODISCARD enum status session_goto(struct session *session, int64_t step,
                                   struct fault *fault);

/* What undo and redo would be of, as store_next() says. */
void session_next(struct session *session, char undo[LABEL_SIZE],
                  char redo[LABEL_SIZE]);

/* Who is told of each change, before it is applied, and after: with the edit that
 * made it. */
struct session_watch {
    /* NULL is allowed: the change is coming, and the model is still as it was */
    void (*before)(void *user);
    void (*changed)(void *user, const struct edit *edit);
    void *user;
    struct session_watch *next; /* the session's */
};
void session_watch(struct session *session, struct session_watch *watch);
void session_unwatch(struct session *session, struct session_watch *watch);

#endif

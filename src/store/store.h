/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.h: the project on disk: one SQLite database in the project's folder, one
 * transaction a gesture, and a history that forgets nothing.
 *
 * Main thread, all of it.  The store is the one writer of project.db; what it
 * commits it also hands back as an edit, so that the model is changed by what was
 * really stored.  After a failure the database holds what it held before, and so
 * must the model. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/fault.h"
#include "model/edit.h"
#include "model/model.h"
#include "store/stop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum store_mode {
    STORE_WRITE,     /* the one writer; ST_BUSY with its name where there is one */
    /* beside a writer, on a read-only disk, or of a damaged project */
    STORE_READ_ONLY,
};

/* Make `folder` (which must not exist, ST_EXISTS) a project: audio/, peaks/,
 * bounces/ and a database with what `first` holds, which is the history's root.  On
 * failure nothing of it is left.  The store opened on it is the caller's, in
 * *out. */
NODISCARD enum status store_create(struct store **out, const char *folder,
                                   const struct edit *first, struct fault *fault);

/* Open a project and check it: the lock, application and version, quick_check, the
 * checksum of every row and history step.  Never writes before all that is done; an
 * older version is migrated on a copy, the original kept beside it.  Fails, *out
 * NULL: ST_KIND (no project), ST_NEWER, ST_BUSY (who has it; read-only offered),
 * ST_DAMAGED (what and where; read-only and repair offered), ST_READ_ONLY,
 * ST_NO_SPACE, ST_IO.  With STORE_READ_ONLY a damaged project opens with the rows
 * that can be read, where there are any. */
NODISCARD enum status store_open(struct store **out, const char *folder,
                                 enum store_mode mode, struct fault *fault);

/* The same, until `stop` says otherwise (ST_CANCELLED): also while it is loaded,
 * until store_opened() says that the opening is over. */
NODISCARD enum status store_open_until(struct store **out, const char *folder,
                                       enum store_mode mode,
                                       struct store_stop *stop,
                                       struct fault *fault);
void store_opened(struct store *store);

/* Open read-only as the project was at another step of its history, without a
 * change to anything on disk.  Fails as store_open() and store_goto() do. */
NODISCARD enum status store_open_at(struct store **out, const char *folder,
                                    int64_t step, struct fault *fault);

/* Close; NULL is allowed.  Checkpoints, so that project.db alone is the whole
 * project. */
void store_close(struct store *store);

/* Whether the project is where it was opened; ST_NOT_FOUND: it was deleted or
 * moved. */
NODISCARD enum status store_there(struct store *store, struct fault *fault);

const char *store_folder(const struct store *store);
enum store_mode store_mode(const struct store *store);

/* Of a damaged project, which was opened read-only all the same: what was found
 * wrong with it (NULL of a sound one), and how many rows and history steps could
 * not be read.  None may be lost: the history gives back rows. */
const struct fault *store_damage(const struct store *store);
size_t store_lost(const struct store *store);

/* Load every row into an empty model. */
NODISCARD enum status store_load(struct store *store, struct model *model,
                                 struct fault *fault);

/* Commit the edit as one transaction, with its changeset as a new step of the
 * history, child of where the history stands, which moves there.  An edit that
 * changes nothing makes no step.  The caller then applies the same edit to the
 * model.  ST_CONFLICT: a row points to one that is not there (foreign keys). */
NODISCARD enum status store_commit(struct store *store, const struct edit *edit,
                                   struct fault *fault);

/* Undo the step the history stands at; redo the child that was last stood at; go to
 * any step, through undo up to the common ancestor and redo down.  Each is one
 * transaction.  *out is what changed, as an edit for model_apply(), the caller's to
 * free.  ST_NOT_FOUND: nothing to undo or redo, no such step (*out NULL).
 * ST_DAMAGED: a step on the way does not match its checksum; nothing changed. */
NODISCARD enum status store_undo(struct store *store, struct edit **out,
                                 struct fault *fault);
NODISCARD enum status store_redo(struct store *store, struct edit **out,
                                 struct fault *fault);
NODISCARD enum status store_goto(struct store *store, int64_t step,
                                 struct edit **out, struct fault *fault);

/* What undo would undo and redo redo: the steps' labels, "" where there is none,
 * and where they cannot be read. */
enum { STEP_LABEL_SIZE = 128 };
void store_next(struct store *store, char undo[STEP_LABEL_SIZE],
                char redo[STEP_LABEL_SIZE]);

/* One step of the history.  The text stands until the callback returns. */
struct step {
    int64_t id;
    int64_t parent; /* 0: the root */
    const char *label;
    const char *author;
    int64_t time;   /* microseconds since 1970, UTC */
    int64_t number; /* counts the steps in the order they were made, from 1 */
    int64_t bytes;  /* of its changeset */
    bool here;      /* the history stands at it */
    bool sound;     /* matches its checksum: can be undone and redone */
    bool redo;      /* the step that redo of its parent leads to */
};

/* Call back for each step, in the order they were made. */
NODISCARD enum status store_history(struct store *store,
                                    void (*each)(void *user,
                                                 const struct step *step),
                                    void *user, struct fault *fault);

/* The step the history stands at. */
int64_t store_here(const struct store *store);

/* XXH3-64 over every row of the project, in the order of tables and ids: equal for
 * equal projects, whatever the way they came to be so.  A bounce's receipt names
 * it. */
NODISCARD enum status store_digest(struct store *store, uint64_t *out,
                                   struct fault *fault);

/* What store_repair() found and did; see there. */
struct repair {
    size_t rows_read, rows_lost, rows_from_history;
    size_t steps_read, steps_lost;
    size_t takes_from_files; /* placed anew from the sound files' own chunks */
    char kept[256];          /* the damaged database's new name */
};

/* A sound file of the project that no row knows, as the caller, who can read sound
 * files, describes it to the repair. */
struct orphan {
    const char *path;  /* relative to the project */
    const char *track; /* from its BWF chunk, or the file's name */
    const char *name;
    int64_t start;
    int64_t length;
    int64_t channels;
    int64_t bytes;
};

/* The repair's way to the sound files: call `add(to, &orphan)` for each file of the
 * project for which `known(to, path)` is false. */
struct repair_files {
    void (*look)(void *user, bool (*known)(void *to, const char *path),
                 void (*add)(void *to, const struct orphan *orphan), void *to);
    void *user;
};

/* Build a new database from all that can be read of a damaged one (rows whose
 * checksum holds; lost rows from the history's changesets where these hold them),
 * then place the sound files that no source knows (`files` may be NULL) on the
 * timeline.  The damaged database is kept under a new name; the new one is checked,
 * then renamed in.  No store may be open on the folder (ST_BUSY).  A sound project:
 * ST_OK, nothing done. */
NODISCARD enum status store_repair(const char *folder,
                                   const struct repair_files *files,
                                   struct repair *report, struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* internal.h: what the files of the store share; not for other floors.
 *
 * Main thread. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "store/rows.h"
#include "store/store.h"

#include <sqlite3.h>

struct checkpoint;
struct lock;
struct changelog;

/* The row of `head`: where the tables stand. */
struct head {
    int64_t step;
    int64_t steps;
    int64_t rows;    /* the sum of all rows' sums */
    int64_t history; /* the sum of all steps' sums */
};

struct store {
    enum store_mode mode;
    char *folder;
    char *path; /* of the database */
    char *author;
    sqlite3 *db; /* of a store that only reads: a copy in memory */
    struct rows *rows;
    struct changelog *changelog; /* NULL until the first edit */
    struct lock *lock;
    struct checkpoint *checkpoint;
    struct head head;
    int64_t version; /* PRAGMA data_version: counts what others wrote */
    size_t lost;
    struct fault damage;
    struct store_stop *stop; /* while it is opened; NULL: nobody stops it */
};

/* The login name of who runs this; to be freed.  NULL for want of memory. */
char *user_name(void);

/* Make what was renamed or made beside `path` durable: sync its folder
 * (replace.c). */
NODISCARD enum status folder_sync(const char *path, struct fault *fault);

/* --- head.c */
NODISCARD enum status head_read(sqlite3 *db, struct head *head, const char *where,
                                struct fault *fault);
NODISCARD enum status head_write(sqlite3 *db, const struct head *head,
                                 const char *where, struct fault *fault);

/* --- steps.c: the rows of `history` and `redo`. */

/* A step as it is read; `label`, `author` and `changeset` stand until
 * step_free(). */
struct step_row {
    struct step step;
    int64_t schema;
    int64_t sum;
    const void *changeset;
    sqlite3_stmt *from;
};

/* Read a step.  ST_NOT_FOUND; ST_DAMAGED and `step.sound` false if it does not
 * match. */
NODISCARD enum status step_read(sqlite3 *db, int64_t id, struct step_row *row,
                                const char *where, struct fault *fault);
void step_free(struct step_row *row);

/* A step's parent (0: none) and number, without the rest of it. */
NODISCARD enum status step_parent(sqlite3 *db, int64_t id, int64_t *parent,
                                  int64_t *number, const char *where,
                                  struct fault *fault);

/* Write a step as it stands in `row`, whose sum is made here. */
NODISCARD enum status step_put(sqlite3 *db, struct step_row *row, const char *where,
                               struct fault *fault);

/* Add a step as child of head->step, which moves there; head is not written. */
NODISCARD enum status step_add(sqlite3 *db, struct head *head, const char *label,
                               const char *author, const void *changeset,
                               int length, const char *where, struct fault *fault);

/* Remember, or tell (0: none), where redo leads from a step. */
NODISCARD enum status redo_set(sqlite3 *db, int64_t step, int64_t child,
                               const char *where, struct fault *fault);
NODISCARD enum status redo_get(sqlite3 *db, int64_t step, int64_t *child,
                               const char *where, struct fault *fault);

/* Call back for every step by number, sound or not, with its sum and schema. */
NODISCARD enum status
steps_each(sqlite3 *db, enum status (*each)(void *user, const struct step_row *row),
           void *user, const char *where, struct fault *fault);

/* --- transaction.c */

/* One transaction.  After a failure of any of them the database is as it was. */
NODISCARD enum status transaction_begin(struct store *store, struct fault *fault);
NODISCARD enum status transaction_commit(struct store *store,
                                         const struct head *head,
                                         struct fault *fault);
void transaction_cancel(struct store *store);

/* A session that records the tables of the project.  Fails with ST_NO_MEM. */
NODISCARD enum status record_new(sqlite3_session **out, sqlite3 *db);
void record_free(sqlite3_session *session); /* NULL is allowed */

/* End a build of a whole database: what the session saw is the root of its
 * history. */
NODISCARD enum status record_root(sqlite3 *db, sqlite3_session *session,
                                  const struct rows *rows, const char *label,
                                  const char *author, const char *where,
                                  struct fault *fault);

/* --- verify.c */

/* Check a database all through, as it was opened: schema, pages, every row, the
 * history (of a large one, what is cheap; the rest when it is used), and head. */
NODISCARD enum status verify(sqlite3 *db, struct head *head, const char *where,
                             struct fault *fault);

#endif

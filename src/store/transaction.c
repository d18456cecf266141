/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "store/checkpoint.h"
#include "store/db.h"
#include "store/internal.h"

#include <inttypes.h>

/* Of all tables, those of the project: never the history itself. */
static int
is_tracked(void *user, const char *table)
{
    (void)user;
    return table_named(table) != TABLE_COUNT;
}

enum status
record_new(sqlite3_session **out, sqlite3 *db)
{
    *out = NULL;
    if (sqlite3session_create(db, "main", out) != SQLITE_OK)
        return ST_NO_MEM;
    sqlite3session_table_filter(*out, is_tracked, NULL);
    if (sqlite3session_attach(*out, NULL) == SQLITE_OK)
        return ST_OK;
    sqlite3session_delete(*out);
    *out = NULL;
    return ST_NO_MEM;
}

void
record_free(sqlite3_session *session)
{
    if (session)
        sqlite3session_delete(session);
}

enum status
record_root(sqlite3 *db, sqlite3_session *session, const struct rows *rows,
            const char *label, const char *author, const char *where,
            struct fault *fault)
{
    struct head head = {.rows = rows_total(rows)};
    void *changeset = NULL;
    int length = 0;
    const int rc = sqlite3session_changeset(session, &length, &changeset);
    enum status status = db_fault(db, rc, where, fault);

    if (status == ST_OK)
        status
            = step_add(db, &head, label, author, changeset, length, where, fault);
    if (status == ST_OK)
        status = head_write(db, &head, where, fault);
    sqlite3_free(changeset);
    return status;
}

void
transaction_cancel(struct store *store)
{
    /* A full disk or a failed write may have rolled back already. */
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    rows_set_total(store->rows, store->head.rows);
}

/* The lock keeps out whoever asks for it; other programs can write to the database
 * all the same, and what they wrote is not in our model. */
static enum status
check_alone(struct store *store, struct fault *fault)
{
    int64_t version = 0;
    const int rc = db_int(store->db, "PRAGMA data_version", &version);

    if (rc != SQLITE_OK)
        return db_fault(store->db, rc, store->folder, fault);
    if (version == store->version)
        return ST_OK;
    fault_set(fault, ST_BUSY, store->folder,
              _("another program has changed the project"));
    fault_remedy(fault, _("close it and open it again"));
    return ST_BUSY;
}

/* A database that was moved or deleted goes on taking writes that nobody finds
 * again. */
enum status
store_there(struct store *store, struct fault *fault)
{
    int moved = 0;

    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (!moved)
        return ST_OK;
    return fault_with(fault, ST_NOT_FOUND, store->folder,
                      _("the song is not there any more"),
                      _("put it back, and open it again"));
}

enum status
transaction_begin(struct store *store, struct fault *fault)
{
    enum status status;

    if (store->mode == STORE_READ_ONLY) {
        fault_set(fault, ST_READ_ONLY, store->folder,
                  _("the project is open read-only"));
        return ST_READ_ONLY;
    }
    status = store_there(store, fault);
    if (status == ST_OK)
        status = db_fault(store->db, db_run(store->db, "BEGIN IMMEDIATE"),
                          store->folder, fault);
    if (status != ST_OK)
        return status;
    rows_set_total(store->rows, store->head.rows);
    status = check_alone(store, fault);
    if (status != ST_OK)
        transaction_cancel(store);
    return status;
}

/* Name the row that points to one that is not there. */
static enum status
say_dangling(struct store *store, struct fault *fault)
{
    int rc;
    sqlite3_stmt *from = db_prepare(store->db, "PRAGMA foreign_key_check", &rc);

    if (from && sqlite3_step(from) == SQLITE_ROW)
        fault_set(fault, ST_CONFLICT, store->folder,
                  _("%s %" PRId64 " needs a %s that is not there"),
                  (const char *)sqlite3_column_text(from, 0),
                  (int64_t)sqlite3_column_int64(from, 1),
                  (const char *)sqlite3_column_text(from, 2));
    else
        fault_set(fault, ST_CONFLICT, store->folder,
                  _("a row needs another that is not there"));
    sqlite3_finalize(from);
    return ST_CONFLICT;
}

enum status
transaction_commit(struct store *store, const struct head *head,
                   struct fault *fault)
{
    enum status status = head_write(store->db, head, store->folder, fault);

    if (status != ST_OK) {
        transaction_cancel(store);
        return status;
    }
    const int rc = db_run(store->db, "COMMIT");

    if (rc != SQLITE_OK) {
        status = rc == SQLITE_CONSTRAINT_FOREIGNKEY
                     ? say_dangling(store, fault)
                     : db_fault(store->db, rc, store->folder, fault);
        transaction_cancel(store);
        return status;
    }
    store->head = *head;
    checkpoint_committed(store->checkpoint);
    return ST_OK;
}

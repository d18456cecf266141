/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is checked when a project is opened.  SQLite notices most broken pages, but
 * not a changed value (of 120 flipped bits, 26 went unseen), nor a page that fell
 * out of a tree: hence every row has a sum, and `head` has the sum of them all.
 *
 * All of it is read up to LARGE.  Beyond that it is the history that makes a
 * database large: its changesets are then left alone until a step is undone, redone
 * or listed, each of which checks it, so that opening stays a matter of the song's
 * size. */
#include "base/text.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/schema.h"
#include "store/untracked.h"

#include <inttypes.h>
#include <stdio.h>

enum { LARGE = 64 << 20 };

struct tally {
    int64_t sum;
    int64_t steps;
    int64_t bad; /* the number of the first that does not match */
    bool here;
    int64_t step;
};

static enum status
run_check(sqlite3 *db, const char *pragma, const char *where, struct fault *fault)
{
    int rc;
    sqlite3_stmt *check = db_prepare(db, pragma, &rc);
    enum status status = ST_OK;

    if (check)
        rc = sqlite3_step(check);
    if (rc == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(check, 0);

        if (!said || sqlite3_stricmp(said, "ok") != 0)
            status = fault_set(fault, ST_DAMAGED, where,
                               _("the database is damaged: %s"), said ? said : "?");
    } else {
        status
            = db_fault(db, rc == SQLITE_DONE ? SQLITE_CORRUPT : rc, where, fault);
    }
    sqlite3_finalize(check);
    return status;
}

/* quick_check does not compare an index with its table; integrity_check does, for
 * the two tables that have one. */
static enum status
check_pages(sqlite3 *db, bool large, const char *where, struct fault *fault)
{
    enum status status = ST_OK;

    if (!large)
        status = run_check(db, "PRAGMA quick_check(1)", where, fault);
    for (size_t i = 0; large && i < TABLE_COUNT && status == ST_OK; i++) {
        char pragma[64];

        snprintf(pragma, sizeof pragma, "PRAGMA quick_check(\"%s\")",
                 table_info((enum table)i)->name);
        status = run_check(db, pragma, where, fault);
    }
    if (status == ST_OK)
        status = run_check(db, "PRAGMA integrity_check(note)", where, fault);
    if (status == ST_OK)
        status = run_check(db, "PRAGMA integrity_check(event)", where, fault);
    return status;
}

static enum status
check_rows(sqlite3 *db, const struct head *head, const char *where,
           struct fault *fault)
{
    struct rows *rows;
    enum status status = rows_prepare(&rows, db, SCHEMA_VERSION, where);

    if (status != ST_OK)
        return db_fault(db, SQLITE_NOMEM, where, fault);
    for (size_t i = 0; i < TABLE_COUNT && status == ST_OK; i++)
        status = rows_each(rows, (enum table)i, NULL, NULL, fault);
    if (status == ST_OK && rows_total(rows) != head->rows)
        status = fault_set(fault, ST_DAMAGED, where,
                           _("rows of the project are missing"));
    rows_finalize(rows);
    return status;
}

static enum status
count_step(void *user, const struct step_row *row)
{
    struct tally *tally = user;

    if (!row->step.sound && !tally->bad)
        tally->bad = row->step.number ? row->step.number : -1;
    if (row->step.id == tally->step)
        tally->here = true;
    tally->sum = (int64_t)((uint64_t)tally->sum + (uint64_t)row->sum);
    tally->steps++;
    return ST_OK;
}

/* The same of a large history, without its changesets. */
static enum status
count_sums(sqlite3 *db, struct tally *tally, const char *where, struct fault *fault)
{
    int rc;
    sqlite3_stmt *from = db_prepare(db, "SELECT id,sum FROM history", &rc);

    while (from && (rc = sqlite3_step(from)) == SQLITE_ROW) {
        if (sqlite3_column_int64(from, 0) == tally->step)
            tally->here = true;
        tally->sum = (int64_t)((uint64_t)tally->sum
                               + (uint64_t)sqlite3_column_int64(from, 1));
        tally->steps++;
    }
    const enum status status = db_fault(db, rc, where, fault);

    sqlite3_finalize(from);
    return status;
}

static enum status
check_history(sqlite3 *db, const struct head *head, bool large, const char *where,
              struct fault *fault)
{
    struct tally tally = {.step = head->step};
    const enum status status
        = large ? count_sums(db, &tally, where, fault)
                : steps_each(db, count_step, &tally, where, fault);

    if (status != ST_OK)
        return status;
    if (tally.bad)
        return fault_set(
            fault, ST_DAMAGED, where,
            _("step %" PRId64 " of the history does not match its checksum"),
            tally.bad);
    if (tally.steps != head->steps || tally.sum != head->history || !tally.here)
        return fault_set(fault, ST_DAMAGED, where,
                         _("steps of the history are missing"));
    return ST_OK;
}

static enum status
check_redo(sqlite3 *db, const char *where, struct fault *fault)
{
    int rc;
    int64_t child;
    enum status status = ST_OK;
    sqlite3_stmt *from = db_prepare(db, "SELECT id FROM redo", &rc);

    while (from && status == ST_OK && (rc = sqlite3_step(from)) == SQLITE_ROW)
        status = redo_get(db, sqlite3_column_int64(from, 0), &child, where, fault);
    if (status == ST_OK)
        status = db_fault(db, rc, where, fault);
    sqlite3_finalize(from);
    return status;
}

enum status
verify(sqlite3 *db, struct head *head, const char *where, struct fault *fault)
{
    int64_t pages = 0, size = 0;
    enum status status = schema_check(db, where, fault);

    if (status != ST_OK)
        return status;
    int rc = db_int(db, "PRAGMA page_count", &pages);

    if (rc == SQLITE_OK)
        rc = db_int(db, "PRAGMA page_size", &size);
    if (rc != SQLITE_OK)
        return db_fault(db, rc, where, fault);
    const bool large = pages * size > LARGE;

    status = check_pages(db, large, where, fault);
    if (status == ST_OK)
        status = head_read(db, head, where, fault);
    if (status == ST_OK)
        status = check_rows(db, head, where, fault);
    if (status == ST_OK)
        status = check_history(db, head, large, where, fault);
    if (status == ST_OK)
        status = check_redo(db, where, fault);
    if (status == ST_OK)
        status = untracked_each(db, &UNTRACKED_RECORDING, NULL, NULL, NULL, where,
                                fault);
    if (status == ST_OK)
        status = untracked_each(db, &UNTRACKED_INCIDENT, NULL, NULL, NULL, where,
                                fault);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged database has three witnesses: the rows, each with its sum; the history,
 * which holds every row that ever was; and `head`, which says what all the rows sum
 * up to.
 *
 *   1. Rows are read from both ends of each table, up to where SQLite can't go on.
 *   2. If they are not all that `head` counts, the history's steps are replayed.
 *     Where
 *      the replay gives exactly what `head` counts, it is the truth.  Else it gives
 *        the
 *      rows that are missing, as they last were.
 *   3. What then still points to nothing is cut. */
#include "store/salvage.h"

#include "base/text.h"
#include "store/db.h"
#include "store/foreign.h"
#include "store/internal.h"
#include "store/replay.h"
#include "store/schema.h"
#include "store/snapshot.h"
#include "store/untracked.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* SQLite's loops over a tree that is none end here (in virtual machine steps). */
enum { PATIENCE = 100000000, TICK = 100000 };

struct salvage {
    sqlite3 *to, *from;
    const char *where;
    struct fault *fault;
    struct repair *report;
    struct rows *rows;
    struct head head;
    bool head_sound;
    bool unclean[TABLE_COUNT]; /* rows of it are known to be lost */
    size_t unread[TABLE_COUNT];
    int ticks;
};

static int
lose_patience(void *user)
{
    struct salvage *salvage = user;

    return ++salvage->ticks > PATIENCE / TICK;
}

/* Keep a row that was read, unless one with its id is there. */
static enum status
keep_row(struct salvage *salvage, enum table table, union row *row, bool *new)
{
    union row there;
    bool found;
    enum status status =
        rows_get(salvage->rows, table, row->id, &there, &found, salvage->fault);

    *new = status == ST_OK && !found;
    if (status == ST_OK && found)
        row_free(table, &there);
    else if (status == ST_OK)
        status = rows_put(salvage->rows, table, row, salvage->fault);
    /* A row that can't be (a needed reference to nothing) is a lost one. */
    return status == ST_RANGE || status == ST_CONFLICT ? ST_OK : status;
}

/* Read rows in one direction, until the end or until nothing can be read. */
static enum status
read_way(struct salvage *salvage, struct foreign *foreign, const char *order,
         bool *whole)
{
    const enum table table = foreign->table;
    const bool up = order[0] == 'A';
    char rest[32];
    int rc;
    int64_t last = 0;
    enum status status = ST_OK;

    snprintf(rest, sizeof rest, "ORDER BY \"id\" %s", order);
    sqlite3_stmt *from = foreign_select(foreign, rest, &rc);

    while (from && status == ST_OK && (rc = sqlite3_step(from)) == SQLITE_ROW) {
        union row row;
        bool new = false;
        const int64_t id = sqlite3_column_int64(from, 0);

        /* Out of order: the tree leads in circles. */
        if (last && (up ? id <= last : id >= last)) {
            rc = SQLITE_CORRUPT;
            break;
        }
        last = id;
        if (foreign_read(foreign, from, &row) != ST_OK) {
            salvage->unread[table] += up;
            continue;
        }
        status = keep_row(salvage, table, &row, &new);
        salvage->report->rows_read += new;
        row_free(table, &row);
    }
    *whole = rc == SQLITE_DONE;
    sqlite3_finalize(from);
    return status;
}

static enum status
read_table(struct salvage *salvage, enum table table)
{
    struct foreign foreign;
    bool whole = false, other_whole;
    enum status status = ST_OK;

    if (foreign_open(&foreign, salvage->from, table, SCHEMA_VERSION, salvage->where,
                     NULL)
            == ST_OK
        && foreign.there && foreign.sums && foreign.ours[0] == 0) {
        status = read_way(salvage, &foreign, "ASC", &whole);
        if (status == ST_OK && !whole)
            status = read_way(salvage, &foreign, "DESC", &other_whole);
    }
    foreign_close(&foreign);
    salvage->unclean[table] = !whole || salvage->unread[table] > 0;
    return status;
}

static bool
is_exact(const struct salvage *salvage)
{
    return salvage->head_sound && rows_total(salvage->rows) == salvage->head.rows;
}

/* A row of the replay, for the rows that were read to be filled up with. */
struct filling {
    struct salvage *salvage;
    enum table table;
    bool exact; /* the replay is the truth */
};

static enum status
fill_row(void *user, union row *row, int64_t sum, bool *kept)
{
    struct filling *filling = user;
    struct salvage *salvage = filling->salvage;
    const int64_t before = rows_total(salvage->rows);
    bool new = false;
    enum status status;

    (void)sum;
    (void)kept;
    if (filling->exact) {
        status = rows_put(salvage->rows, filling->table, row, salvage->fault);
        new = rows_total(salvage->rows) != before;
    } else {
        status = keep_row(salvage, filling->table, row, &new);
    }
    salvage->report->rows_from_history += status == ST_OK && new;
    return status;
}

/* Rows that were read but have no place in the truth. */
static enum status
drop_others(struct salvage *salvage, sqlite3 *replayed, enum table table)
{
    char sql[96];
    int rc;
    enum status status = ST_OK;
    sqlite3_stmt *ids, *there;

    snprintf(sql, sizeof sql, "SELECT \"id\" FROM \"%s\"", table_info(table)->name);
    ids = db_prepare(salvage->to, sql, &rc);
    snprintf(sql, sizeof sql, "SELECT 1 FROM \"%s\" WHERE \"id\"=?",
             table_info(table)->name);
    there = rc == SQLITE_OK ? db_prepare(replayed, sql, &rc) : NULL;
    while (there && status == ST_OK && sqlite3_step(ids) == SQLITE_ROW) {
        const int64_t id = sqlite3_column_int64(ids, 0);

        sqlite3_bind_int64(there, 1, id);
        if (sqlite3_step(there) == SQLITE_DONE)
            status = rows_delete(salvage->rows, table, id, salvage->fault);
        sqlite3_reset(there);
    }
    sqlite3_finalize(ids);
    sqlite3_finalize(there);
    return status;
}

/* Where no table is known to have lost rows, though some are missing, any may
 * have. */
static bool
may_lack(const struct salvage *salvage, enum table table)
{
    for (size_t i = 0; i < TABLE_COUNT; i++)
        if (salvage->unclean[i])
            return salvage->unclean[table];
    return true;
}

static enum status
fill_up(struct salvage *salvage, struct replay *replay)
{
    struct filling filling = {
        .salvage = salvage,
        .exact = salvage->head_sound && replay_total(replay) == salvage->head.rows,
    };
    enum status status = ST_OK;

    for (size_t i = 0; i < TABLE_COUNT && status == ST_OK; i++) {
        filling.table = (enum table)i;
        if (!filling.exact && !may_lack(salvage, filling.table))
            continue;
        status = replay_rows(replay, filling.table, fill_row, &filling);
        if (status == ST_OK && filling.exact)
            status = drop_others(salvage, replay_db(replay), filling.table);
    }
    return status;
}

static size_t
count_lost(const struct salvage *salvage)
{
    size_t lost = 0, tables = 0;

    if (is_exact(salvage))
        return 0;
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        lost += salvage->unread[i];
        tables += salvage->unclean[i];
    }
    /* Of pages that can't be read nobody knows how many rows they held. */
    if (lost < tables)
        lost = tables;
    lost -= lost < salvage->report->rows_from_history
                ? lost
                : salvage->report->rows_from_history;
    return lost == 0 && salvage->head_sound ? 1 : lost;
}

/* A reference to nothing becomes none, or takes its row along.  True: there was
 * one. */
static enum status
cut_one(struct salvage *salvage, bool *cut)
{
    int rc;
    union row row;
    bool found = false;
    enum status status = ST_OK;
    sqlite3_stmt *from = db_prepare(
        salvage->to,
        "SELECT c.\"table\",c.rowid,f.\"from\" FROM pragma_foreign_key_check c"
        " JOIN pragma_foreign_key_list(c.\"table\") f ON f.id=c.fkid",
        &rc);

    *cut = from && sqlite3_step(from) == SQLITE_ROW;
    if (!*cut) {
        sqlite3_finalize(from);
        return ST_OK;
    }
    const enum table table
        = table_named((const char *)sqlite3_column_text(from, 0));
    const int64_t id = sqlite3_column_int64(from, 1);
    const struct column *column =
        column_named(table, (const char *)sqlite3_column_text(from, 2));

    sqlite3_finalize(from);
    if (column && column->kind == COLUMN_REF && !column->needed)
        status = rows_get(salvage->rows, table, id, &row, &found, salvage->fault);
    if (status == ST_OK && found) {
        const int64_t none = 0;

        memcpy((char *)&row + column->offset, &none, sizeof none);
        status = rows_put(salvage->rows, table, &row, salvage->fault);
        row_free(table, &row);
    } else if (status == ST_OK) {
        status = rows_delete(salvage->rows, table, id, salvage->fault);
        salvage->report->rows_lost++;
    }
    return status;
}

/* A project has a song. */
static enum status
give_song(struct salvage *salvage)
{
    union row row;
    bool found;
    enum status status =
        rows_get(salvage->rows, TABLE_SONG, SONG_ID, &row, &found, salvage->fault);
    int64_t rate = 0;

    if (status == ST_OK && !found) {
        row_init(TABLE_SONG, &row);
        row.id = SONG_ID;
        if (db_int(salvage->to, "SELECT rate FROM source ORDER BY id", &rate)
                == SQLITE_OK
            && rate > 0)
            row.song.rate = rate;
        status = rows_put(salvage->rows, TABLE_SONG, &row, salvage->fault);
    }
    if (status == ST_OK)
        row_free(TABLE_SONG, &row);
    return status;
}

static enum status
read_rows(struct salvage *salvage)
{
    enum status status = ST_OK;

    for (size_t i = 0; i < TABLE_COUNT && status == ST_OK; i++)
        status = read_table(salvage, (enum table)i);
    return status;
}

static enum status
restore(struct salvage *salvage, const char *author)
{
    struct replay *replay = NULL;
    sqlite3_session *session = NULL;
    bool cut = true;
    enum status status
        = replay_new(&replay, salvage->from, &salvage->head, &salvage->head_sound,
                     salvage->where, salvage->fault);

    salvage->report->steps_read = replay ? replay_sound(replay) : 0;
    salvage->report->steps_lost = replay ? replay_lost(replay) : 0;
    if (status == ST_OK && record_new(&session, salvage->to) != ST_OK)
        status = fault_errno(salvage->fault, ENOMEM, salvage->where);
    if (status == ST_OK)
        status = read_rows(salvage);
    if (status == ST_OK)
        status = untracked_salvage(salvage->to, salvage->from, salvage->where,
                                   salvage->fault);
    if (status == ST_OK && !is_exact(salvage))
        status = replay_run(replay, salvage->fault);
    if (status == ST_OK && !is_exact(salvage))
        status = fill_up(salvage, replay);
    salvage->report->rows_lost = count_lost(salvage);
    while (status == ST_OK && cut)
        status = cut_one(salvage, &cut);
    if (status == ST_OK)
        status = give_song(salvage);
    if (status == ST_OK && is_exact(salvage) && replay_is_whole(replay))
        status = replay_keep(replay, salvage->to, salvage->rows, salvage->fault);
    else if (status == ST_OK)
        status = record_root(salvage->to, session, salvage->rows, _("Repaired"),
                             author, salvage->where, salvage->fault);
    record_free(session);
    replay_free(replay);
    return status;
}

/* Nothing can be read where not even the beginning is left: an empty database
 * then. */
static enum status
open_from(struct salvage *salvage, sqlite3 *from, const char *path,
          sqlite3 **forced)
{
    enum status status = ST_OK;

    *forced = NULL;
    salvage->from = from;
    if (from && schema_check(from, salvage->where, NULL) == ST_OK)
        return ST_OK;
    status = snapshot_force(forced, from, path, salvage->where, salvage->fault);
    if (status == ST_DAMAGED || status == ST_NOT_FOUND)
        status = db_open(forced, NULL, DB_MEMORY, salvage->fault);
    salvage->from = *forced;
    return status;
}

enum status
salvage(sqlite3 *to, sqlite3 *from, const char *path, const char *where,
        const char *author, struct repair *report, struct fault *fault)
{
    struct salvage salvage
        = {.to = to, .where = where, .fault = fault, .report = report};
    sqlite3 *forced = NULL;
    enum status status = open_from(&salvage, from, path, &forced);

    if (status == ST_OK)
        status = db_exec(to, "PRAGMA auto_vacuum=NONE; BEGIN", where, fault);
    if (status == ST_OK)
        status = schema_create(to, where, fault);
    if (status == ST_OK
        && rows_prepare(&salvage.rows, to, SCHEMA_VERSION, where) != ST_OK)
        status = fault_errno(fault, ENOMEM, where);
    if (status == ST_OK) {
        sqlite3_progress_handler(salvage.from, TICK, lose_patience, &salvage);
        status = restore(&salvage, author);
        sqlite3_progress_handler(salvage.from, 0, NULL, NULL);
    }
    rows_finalize(salvage.rows);
    db_close(forced);
    if (status == ST_OK)
        status = db_exec(to, "COMMIT", where, fault);
    return status;
}

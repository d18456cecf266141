/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/orphans.h"

#include "base/id.h"
#include "base/text.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/schema.h"

#include <errno.h>
#include <string.h>

struct placing {
    sqlite3 *db;
    struct rows *rows;
    const char *where;
    struct fault *fault;
    enum status status;
    size_t placed;
    double sort; /* of the next new track */
};

/* The first column of the first row for a text; 0 if there is none. */
static int64_t
look_up(sqlite3 *db, const char *sql, const char *text)
{
    int rc;
    int64_t found = 0;
    sqlite3_stmt *from = db_prepare(db, sql, &rc);

    if (from && sqlite3_bind_text(from, 1, text, -1, SQLITE_STATIC) == SQLITE_OK
        && sqlite3_step(from) == SQLITE_ROW)
        found = sqlite3_column_int64(from, 0);
    sqlite3_finalize(from);
    return found;
}

static bool
is_known(void *user, const char *path)
{
    struct placing *placing = user;

    /* A take whose program died is placed by its journal. */
    return look_up(placing->db, "SELECT id FROM source WHERE path=?", path) != 0
           || look_up(placing->db, "SELECT id FROM recording WHERE path=?", path)
                  != 0;
}

/* Give the row an id and put it; it is freed. */
static int64_t
put(struct placing *placing, enum table table, union row *row)
{
    if (row->id == 0)
        row->id = id_new();
    const int64_t id = row->id;

    if (placing->status == ST_OK)
        placing->status = rows_put(placing->rows, table, row, placing->fault);
    row_free(table, row);
    return id;
}

static void
set(struct placing *placing, char **text, const char *to)
{
    if (placing->status == ST_OK && row_set_text(text, to ? to : "") != ST_OK)
        placing->status = fault_errno(placing->fault, ENOMEM, placing->where);
}

static union row
blank(enum table table)
{
    union row row;

    row_init(table, &row);
    row.id = 0;
    return row;
}

static int64_t
put_track(struct placing *placing, enum track_kind kind, const char *name,
          int64_t channels)
{
    union row row = blank(TABLE_TRACK);
    int64_t id;

    row.track.kind = kind;
    row.track.sort = placing->sort++;
    row.track.channels = channels > 1 ? 2 : 1;
    set(placing, &row.track.name, name);
    id = put(placing, TABLE_TRACK, &row);
    row = blank(TABLE_STRIP);
    row.id = id;
    return put(placing, TABLE_STRIP, &row);
}

static int64_t
track_of(struct placing *placing, const struct orphan *orphan, bool *has_lanes)
{
    int64_t id = look_up(
        placing->db, "SELECT id FROM track WHERE kind=0 AND name=?", orphan->track);

    *has_lanes
        = id != 0
          && look_up(placing->db,
                     "SELECT l.id FROM lane l JOIN track t ON t.id=l.track_id"
                     " WHERE t.name=?",
                     orphan->track)
                 != 0;
    return id ? id
              : put_track(placing, TRACK_AUDIO, orphan->track, orphan->channels);
}

/* Files that lie one over another go on lanes of their own. */
static int64_t
put_lane(struct placing *placing, int64_t track, bool plays)
{
    union row row = blank(TABLE_LANE);

    row.lane.track_id = track;
    row.lane.sort = (double)placing->placed;
    row.lane.plays = plays;
    set(placing, &row.lane.name, _("Found"));
    return put(placing, TABLE_LANE, &row);
}

static int64_t
put_source(struct placing *placing, const struct orphan *orphan)
{
    union row row = blank(TABLE_SOURCE);
    int64_t rate = 0;

    if (db_int(placing->db, "SELECT rate FROM song WHERE id=1", &rate) == SQLITE_OK)
        row.source.rate = rate;
    row.source.channels = orphan->channels;
    row.source.length = orphan->length;
    row.source.bytes = orphan->bytes;
    set(placing, &row.source.path, orphan->path);
    return put(placing, TABLE_SOURCE, &row);
}

static int64_t
put_take(struct placing *placing, const struct orphan *orphan, int64_t track,
         int64_t source)
{
    union row row = blank(TABLE_TAKE);
    int64_t number = 0;
    const int rc = db_int(placing->db, "SELECT max(number) FROM take", &number);

    row.take.track_id = track;
    row.take.source_id = source;
    row.take.start = frames(orphan->start);
    row.take.number = rc == SQLITE_OK ? number + 1 : 1;
    set(placing, &row.take.name, orphan->name);
    return put(placing, TABLE_TAKE, &row);
}

static void
place(void *user, const struct orphan *orphan)
{
    struct placing *placing = user;
    bool has_lanes;

    if (placing->status != ST_OK || orphan->length < 1 || orphan->channels < 1)
        return;
    const int64_t track = track_of(placing, orphan, &has_lanes);
    const int64_t lane = put_lane(placing, track, !has_lanes);
    const int64_t source = put_source(placing, orphan);
    const int64_t take = put_take(placing, orphan, track, source);
    union row row = blank(TABLE_CLIP);

    row.clip.lane_id = lane;
    row.clip.source_id = source;
    row.clip.take_id = take;
    row.clip.at = orphan->start < 0 ? 0 : orphan->start;
    row.clip.offset = row.clip.at - orphan->start;
    row.clip.length = orphan->length - row.clip.offset;
    set(placing, &row.clip.name, orphan->name);
    if (row.clip.length > 0)
        put(placing, TABLE_CLIP, &row);
    else
        row_free(TABLE_CLIP, &row);
    placing->placed++;
}

/* What is placed must be heard: a song has a master. */
static void
give_master(struct placing *placing)
{
    int64_t id;

    if (db_int(placing->db, "SELECT id FROM track WHERE kind=4", &id)
        == SQLITE_DONE)
        put_track(placing, TRACK_MASTER, _("Master"), 2);
}

static enum status
record(struct placing *placing, sqlite3_session *session, const char *author)
{
    struct head head;
    void *changeset = NULL;
    int length = 0;
    enum status status =
        head_read(placing->db, &head, placing->where, placing->fault);

    if (status == ST_OK)
        status = db_fault(placing->db,
                          sqlite3session_changeset(session, &length, &changeset),
                          placing->where, placing->fault);
    if (status == ST_OK && length > 0)
        status = step_add(placing->db, &head, _("Sound files found"), author,
                          changeset, length, placing->where, placing->fault);
    head.rows
        = (int64_t)((uint64_t)head.rows + (uint64_t)rows_total(placing->rows));
    if (status == ST_OK && length > 0)
        status = head_write(placing->db, &head, placing->where, placing->fault);
    sqlite3_free(changeset);
    return status;
}

enum status
orphans_place(sqlite3 *db, const struct repair_files *files, const char *where,
              const char *author, size_t *placed, struct fault *fault)
{
    struct placing placing = {.db = db, .where = where, .fault = fault};
    sqlite3_session *session = NULL;
    int64_t sort = 0;

    *placed = 0;
    placing.status = db_exec(db, "BEGIN", where, fault);
    if (placing.status == ST_OK
        && (rows_prepare(&placing.rows, db, SCHEMA_VERSION, where) != ST_OK
            || record_new(&session, db) != ST_OK))
        placing.status = fault_errno(fault, ENOMEM, where);
    if (db_int(db, "SELECT max(sort) FROM track", &sort) == SQLITE_OK)
        placing.sort = (double)sort + 1;
    if (placing.status == ST_OK)
        files->look(files->user, is_known, place, &placing);
    if (placing.status == ST_OK && placing.placed > 0)
        give_master(&placing);
    if (placing.status == ST_OK)
        placing.status = record(&placing, session, author);
    record_free(session);
    rows_finalize(placing.rows);
    if (placing.status == ST_OK)
        placing.status = db_exec(db, "COMMIT", where, fault);
    else
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    *placed = placing.status == ST_OK ? placing.placed : 0;
    return placing.status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of the format:
 *   0  what another program writes: the project's tables alone, in part or in full,
 *      without sums and history (remanence-project(5), «Writing a project»)
 *   1  data/schema.sql
 * A version that needs more than new columns gets a step of its own in STEPS. */
#include "store/migrate.h"

#include "base/text.h"
#include "store/db.h"
#include "store/foreign.h"
#include "store/internal.h"
#include "store/replace.h"
#include "store/schema.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What a row of a version must go through to be one of the next.  A NULL: nothing,
 * new columns have what new rows have. */
struct migration {
    int64_t from;
    void (*row)(enum table table, union row *row);
};

static const struct migration STEPS[] = {
    {0, NULL},
};

static bool
is_known(int64_t version)
{
    for (size_t i = 0; i < COUNT(STEPS); i++)
        if (STEPS[i].from == version)
            return true;
    return version >= SCHEMA_VERSION;
}

static void
bring_on(int64_t version, enum table table, union row *row)
{
    for (size_t i = 0; i < COUNT(STEPS); i++)
        if (STEPS[i].from >= version && STEPS[i].row)
            STEPS[i].row(table, row);
}

static enum status
copy_rows(struct rows *rows, struct foreign *foreign, const char *where,
          struct fault *fault)
{
    int rc;
    enum status status = ST_OK;
    sqlite3_stmt *from = foreign_select(foreign, "ORDER BY \"id\"", &rc);

    while (from && status == ST_OK && (rc = sqlite3_step(from)) == SQLITE_ROW) {
        union row row;

        status = foreign_read(foreign, from, &row);
        if (status != ST_OK) {
            status = fault_set(fault, status, where,
                               _("a row of «%s» can't be believed"),
                               table_info(foreign->table)->name);
            break;
        }
        bring_on(foreign->version, foreign->table, &row);
        status = rows_put(rows, foreign->table, &row, fault);
        row_free(foreign->table, &row);
    }
    if (status == ST_OK)
        status = db_fault(foreign->db, rc, where, fault);
    sqlite3_finalize(from);
    return status;
}

static enum status
copy_table(struct rows *rows, sqlite3 *from, enum table table, int64_t version,
           const char *where, struct fault *fault)
{
    struct foreign foreign;
    enum status status = foreign_open(&foreign, from, table, version, where, fault);

    if (status == ST_OK && foreign.there)
        status = copy_rows(rows, &foreign, where, fault);
    foreign_close(&foreign);
    return status;
}

/* A newer version must have all that is known here. */
static enum status
check_newer(sqlite3 *from, int64_t version, const char *where, struct fault *fault)
{
    bool whole = true;
    enum status status = ST_OK;

    for (size_t i = 0; i < TABLE_COUNT && status == ST_OK && whole; i++) {
        struct foreign foreign;

        status = foreign_open(&foreign, from, (enum table)i, version, where, fault);
        whole = foreign.whole && foreign.sums;
        foreign_close(&foreign);
    }
    if (status != ST_OK || whole)
        return status;
    fault_set(fault, ST_NEWER, where,
              _("made by a newer Remanence (format %" PRId64
                "), too new to be read here"),
              version);
    fault_remedy(fault, _("use that version"));
    return ST_NEWER;
}

static enum status
fill(sqlite3 *to, struct rows *rows, sqlite3 *from, int64_t version,
     const char *where, const char *author, struct fault *fault)
{
    char label[64];
    sqlite3_session *session;
    enum status status = ST_OK;

    if (record_new(&session, to) != ST_OK)
        return fault_errno(fault, ENOMEM, where);
    for (size_t i = 0; i < TABLE_COUNT && status == ST_OK; i++)
        status = copy_table(rows, from, (enum table)i, version, where, fault);
    snprintf(label, sizeof label, _("Read from format %" PRId64), version);
    if (status == ST_OK)
        status = record_root(to, session, rows, label, author, where, fault);
    record_free(session);
    return status;
}

enum status
migrate_into(sqlite3 *to, sqlite3 *from, int64_t version, const char *where,
             const char *author, struct fault *fault)
{
    struct rows *rows = NULL;
    enum status status
        = db_exec(to, "PRAGMA auto_vacuum=NONE; BEGIN", where, fault);

    if (status == ST_OK && !is_known(version))
        status = fault_set(fault, ST_KIND, where,
                           _("of an unknown format %" PRId64), version);
    if (status == ST_OK && version > SCHEMA_VERSION)
        status = check_newer(from, version, where, fault);
    if (status == ST_OK)
        status = schema_create(to, where, fault);
    if (status == ST_OK && rows_prepare(&rows, to, SCHEMA_VERSION, where) != ST_OK)
        status = fault_errno(fault, ENOMEM, where);
    if (status == ST_OK)
        status = fill(to, rows, from, version, where, author, fault);
    rows_finalize(rows);
    if (status == ST_OK)
        status = db_exec(to, "COMMIT", where, fault);
    return status;
}

enum status
migrate(sqlite3 *from, int64_t version, const char *path, const char *where,
        const char *author, struct fault *fault)
{
    struct replace replace;
    enum status status = replace_begin(&replace, path, where, fault);

    if (status == ST_OK)
        status = migrate_into(replace.db, from, version, where, author, fault);
    /* What the log of the old one holds belongs into the database that is kept. */
    if (status == ST_OK)
        status = db_exec(from, "PRAGMA wal_checkpoint(TRUNCATE)", where, fault);
    db_close(from);
    char suffix[32];

    snprintf(suffix, sizeof suffix, "v%" PRId64, version);
    return replace_end(&replace, status, suffix, fault);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/schema.h"

#include "model/tables.h"
#include "store/db.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static sqlite3 *
fresh(void)
{
    sqlite3 *db;
    struct fault fault = {0};

    assert_fine(db_open(&db, NULL, DB_MEMORY, &fault), &fault);
    assert_fine(schema_create(db, "test", &fault), &fault);
    return db;
}

static const char *
type_of(enum column_kind kind)
{
    return kind == COLUMN_REAL ? "REAL" : kind == COLUMN_TEXT ? "TEXT" : "INTEGER";
}

static void
check_column(sqlite3_stmt *from, const struct column *column, bool key)
{
    const bool null = column->kind == COLUMN_REF && !column->needed;

    assert_int_equal(sqlite3_step(from), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(from, 0), column->name);
    assert_string_equal((const char *)sqlite3_column_text(from, 1),
                        type_of(column->kind));
    assert_int_equal(sqlite3_column_int(from, 2), !null);
    assert_int_equal(sqlite3_column_int(from, 3), key);
}

static void
every_column_of_the_model_is_one_of_the_schema(void **state)
{
    sqlite3 *db = fresh();
    sqlite3_stmt *from;

    sqlite3_prepare_v2(db,
                       "SELECT name,type,\"notnull\",pk FROM pragma_table_info(?)",
                       -1, &from, NULL);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const struct table_info *info = table_info((enum table)i);
        const struct column sum = {.name = "sum", .kind = COLUMN_INT};

        sqlite3_bind_text(from, 1, info->name, -1, SQLITE_STATIC);
        for (size_t k = 0; k < info->n_columns; k++)
            check_column(from, &info->columns[k], k == 0);
        check_column(from, &sum, false);
        assert_int_equal(sqlite3_step(from), SQLITE_DONE);
        sqlite3_reset(from);
    }
    sqlite3_finalize(from);
    db_close(db);
}

static void
every_reference_of_the_model_is_a_foreign_key_checked_last(void **state)
{
    sqlite3 *db = fresh();
    sqlite3_stmt *from;
    int64_t keys = 0, refs = 0, late = 0, tables = 0;

    sqlite3_prepare_v2(db,
                       "SELECT count(*) FROM pragma_foreign_key_list(?1)"
                       " WHERE \"from\"=?2 AND \"table\"=?3",
                       -1, &from, NULL);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const struct table_info *info = table_info((enum table)i);

        for (size_t k = 0; k < info->n_columns; k++) {
            if (info->columns[k].kind != COLUMN_REF)
                continue;
            refs++;
            sqlite3_bind_text(from, 1, info->name, -1, SQLITE_STATIC);
            sqlite3_bind_text(from, 2, info->columns[k].name, -1, SQLITE_STATIC);
            sqlite3_bind_text(from, 3, table_info(info->columns[k].table)->name, -1,
                              SQLITE_STATIC);
            assert_int_equal(sqlite3_step(from), SQLITE_ROW);
            assert_int_equal(sqlite3_column_int(from, 0), 1);
            sqlite3_reset(from);
        }
    }
    sqlite3_finalize(from);
    /* With the strip's and the input's, which are their ids. */
    assert_int_equal(db_int(db,
                            "SELECT count(*) FROM sqlite_master m,"
                            " pragma_foreign_key_list(m.name) WHERE m.type='table'",
                            &keys),
                     SQLITE_OK);
    assert_int_equal(keys, refs + 2);
    assert_int_equal(
        db_int(db,
               "SELECT sum((length(sql)-length(replace(sql,'REFERENCES','')))/10),"
               " 0 FROM sqlite_master",
               &tables),
        SQLITE_OK);
    assert_int_equal(
        db_int(db,
               "SELECT sum((length(sql)-length(replace(sql,"
               "'DEFERRABLE INITIALLY DEFERRED','')))/29) FROM sqlite_master",
               &late),
        SQLITE_OK);
    assert_int_equal(late, keys);
    assert_int_equal(tables, keys);
    db_close(db);
}

/* The session extension is blind to rows without a key, triggers would fire once
 * more on undo, and a UNIQUE column makes the undo of a swap fail. */
static void
no_table_has_what_undo_stumbles_over(void **state)
{
    sqlite3 *db = fresh();
    int64_t count = -1;

    db_int(db,
           "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table','index')",
           &count);
    assert_int_equal(count, 0);
    db_int(db,
           "SELECT count(*) FROM sqlite_master m, pragma_index_list(m.name) i"
           " WHERE m.type='table' AND i.\"unique\"",
           &count);
    assert_int_equal(count, 0);
    db_int(db,
           "SELECT count(*) FROM sqlite_master m WHERE type='table' AND NOT EXISTS("
           "SELECT 1 FROM pragma_table_info(m.name) WHERE pk=1 AND name='id'"
           " AND type='INTEGER' AND \"notnull\")",
           &count);
    assert_int_equal(count, 0);
    db_close(db);
}

static void
a_schema_is_checked_to_the_word_but_not_to_the_space(void **state)
{
    sqlite3 *db = fresh();
    struct fault fault = {0};

    assert_fine(schema_check(db, "test", &fault), &fault);
    sqlite3_exec(db, "DROP TABLE redo", NULL, NULL, NULL);
    assert_int_equal(schema_check(db, "test", &fault), ST_DAMAGED);
    assert_non_null(strstr(fault.what, "redo"));
    sqlite3_exec(db,
                 "CREATE TABLE redo(id INTEGER NOT NULL PRIMARY KEY,\n"
                 "  child INTEGER NOT NULL,sum INTEGER NOT NULL\n) STRICT",
                 NULL, NULL, NULL);
    assert_int_equal(schema_check(db, "test", &fault), ST_DAMAGED);
    sqlite3_exec(
        db,
        "DROP TABLE redo; CREATE TABLE redo(\n id INTEGER NOT NULL PRIMARY KEY, "
        "-- a word\n\n  child INTEGER NOT NULL,   sum INTEGER NOT NULL\n) STRICT",
        NULL, NULL, NULL);
    assert_fine(schema_check(db, "test", &fault), &fault);
    db_close(db);
}

static void
a_trigger_a_view_or_a_computed_column_is_refused(void **state)
{
    static const char *const HOSTILE[] = {
        "CREATE TRIGGER t AFTER UPDATE ON clip BEGIN DELETE FROM note; END",
        "CREATE VIEW v AS SELECT * FROM clip",
        "CREATE TABLE extra(id INTEGER PRIMARY KEY)",
        "CREATE INDEX i ON clip(lane_id)",
        "ALTER TABLE clip ADD COLUMN x INTEGER AS (1)",
        "CREATE VIRTUAL TABLE f USING fts5(a)",
        "DROP INDEX note_clip",
    };
    struct fault fault = {0};

    for (size_t i = 0; i < COUNT(HOSTILE); i++) {
        sqlite3 *db = fresh();

        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
        if (sqlite3_exec(db, HOSTILE[i], NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", HOSTILE[i], sqlite3_errmsg(db));
        assert_int_equal(schema_check(db, "test", &fault), ST_DAMAGED);
        db_close(db);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_of_the_model_is_one_of_the_schema),
        cmocka_unit_test(
            every_reference_of_the_model_is_a_foreign_key_checked_last),
        cmocka_unit_test(no_table_has_what_undo_stumbles_over),
        cmocka_unit_test(a_schema_is_checked_to_the_word_but_not_to_the_space),
        cmocka_unit_test(a_trigger_a_view_or_a_computed_column_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

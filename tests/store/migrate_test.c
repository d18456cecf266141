/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"
#include "store/sum.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What another program writes: format 0, tables without sums, in part and loosely typed. */
static const char *const PLAIN =
    "PRAGMA application_id=0x52454d31;"
    "CREATE TABLE song(id INTEGER PRIMARY KEY, name, rate);"
    "INSERT INTO song VALUES(1,'By hand',44100);"
    "CREATE TABLE track(id INTEGER PRIMARY KEY, kind, name, sort, folder_id);"
    "INSERT INTO track VALUES(7,0,'Guitar',1,NULL);"
    "CREATE TABLE strip(id INTEGER PRIMARY KEY, fader_db REAL);"
    "INSERT INTO strip VALUES(7,-6);"
    "CREATE TABLE lane(id INTEGER PRIMARY KEY, track_id, plays);"
    "INSERT INTO lane VALUES(8,7,1);"
    "CREATE TABLE remarks(text); INSERT INTO remarks VALUES('not ours');";

static void
make_plain(const struct place *place, const char *more)
{
    assert_int_equal(mkdir(place->song, 0755), 0);
    file_write(place->db, "", 0);
    raw_sql(place->db, PLAIN);
    if (more)
        raw_sql(place->db, more);
}

static void
assert_is_plain_song(struct store *store)
{
    struct model *model = loaded(store);
    const struct row_song *song = model_row(model, TABLE_SONG, 1);
    const struct row_track *track = model_row(model, TABLE_TRACK, 7);
    const struct row_strip *strip = model_row(model, TABLE_STRIP, 7);
    const struct row_lane *lane = model_row(model, TABLE_LANE, 8);

    assert_string_equal(song->name, "By hand");
    assert_int_equal(song->rate, 44100);
    assert_string_equal(track->name, "Guitar");
    assert_int_equal(track->channels, 1); /* as a new one has */
    assert_true(strip->fader_db == -6 && strip->eq[0].hz == 100);
    assert_int_equal(lane->track_id, 7);
    model_free(model);
}

static void
a_plain_project_is_taken_over_and_kept(void **state)
{
    const struct place *place = *state;
    char kept[160];
    size_t before, after;

    make_plain(place, "PRAGMA journal_mode=WAL; INSERT INTO lane VALUES(9,7,0)");
    unsigned char *a = file_read(place->db, &before);
    struct store *store = song_open(place->song, STORE_WRITE);

    assert_is_plain_song(store);
    store_close(store);
    snprintf(kept, sizeof kept, "%s.v0", place->db);
    unsigned char *b = file_read(kept, &after);

    assert_int_equal(before, after);
    assert_memory_equal(a, b, before);
    assert_int_equal(raw_int(place->db, "PRAGMA user_version"), 1);
    assert_int_equal(raw_int(place->db, "SELECT count(*) FROM history"), 1);
    free(a);
    free(b);
    store = song_open(place->song, STORE_WRITE);
    assert_is_plain_song(store);
    store_close(store);
}

static void
a_reader_takes_nothing_over(void **state)
{
    const struct place *place = *state;
    size_t before, after;

    make_plain(place, NULL);
    unsigned char *a = file_read(place->db, &before);
    struct store *store = song_open(place->song, STORE_READ_ONLY);

    assert_is_plain_song(store);
    store_close(store);
    unsigned char *b = file_read(place->db, &after);

    assert_int_equal(before, after);
    assert_memory_equal(a, b, before);
    free(a);
    free(b);
}

static void
an_old_project_that_makes_no_sense_stays_as_it_was(void **state)
{
    static const char *const WRONG[] = {
        "INSERT INTO lane VALUES(10,4711,0)",       /* no such track */
        "INSERT INTO lane VALUES(11,NULL,0)",       /* none at all */
        "INSERT INTO strip VALUES(12,'loud')",      /* no number */
        "CREATE VIEW clip AS SELECT 1 AS id",       /* no table */
        "CREATE TABLE note(id INTEGER PRIMARY KEY, at AS (hex(zeroblob(id))))",
    };
    const struct place *place = *state;

    for (size_t i = 0; i < COUNT(WRONG); i++) {
        struct store *store;
        struct fault fault = {0};
        size_t before, after;
        char away[160];

        make_plain(place, WRONG[i]);
        unsigned char *a = file_read(place->db, &before);
        const enum status status = store_open(&store, place->song, STORE_WRITE, &fault);

        assert_true(status == ST_CONFLICT || status == ST_DAMAGED);
        assert_true(fault.what[0] && fault.where[0]);
        unsigned char *b = file_read(place->db, &after);

        assert_int_equal(before, after);
        assert_memory_equal(a, b, before);
        free(a);
        free(b);
        snprintf(away, sizeof away, "%s.v0", place->db);
        assert_false(file_exists(away));
        snprintf(away, sizeof away, "%s.new", place->db);
        assert_false(file_exists(away));
        snprintf(away, sizeof away, "%s/%zu", place->root, i);
        assert_int_equal(rename(place->song, away), 0);
    }
}

/* A later version as it may be: a column and a table more, and sums of its own. */
static void
make_newer(const struct place *place)
{
    store_close(song_make(place, 2, 5, NULL));
    raw_sql(place->db, "CREATE TABLE video(id INTEGER PRIMARY KEY);"
                       "UPDATE head SET schema=2; PRAGMA user_version=2;");
}

static void
a_newer_project_is_not_written(void **state)
{
    const struct place *place = *state;
    struct store *store;
    struct fault fault = {0};

    make_newer(place);
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_NEWER);
    assert_non_null(strstr(fault.remedy, "read-only"));
}

static void
a_newer_project_without_a_column_of_ours_is_not_read(void **state)
{
    const struct place *place = *state;
    struct store *store;
    struct fault fault = {0};

    make_newer(place);
    raw_sql(place->db, "ALTER TABLE clip DROP COLUMN locked");
    assert_int_equal(store_open(&store, place->song, STORE_READ_ONLY, &fault), ST_NEWER);
}

/* Give each row of a table the sum that version 2 would give it. */
static void
sum_as_newer(sqlite3 *db, const char *table)
{
    char sql[128];
    sqlite3_stmt *from, *to;
    struct sum sum = {0};

    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &from, NULL), SQLITE_OK);
    snprintf(sql, sizeof sql, "UPDATE \"%s\" SET sum=? WHERE id=?", table);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &to, NULL), SQLITE_OK);
    while (sqlite3_step(from) == SQLITE_ROW) {
        int64_t value;

        sum_begin(&sum, table, 2);
        for (int i = 0; i < sqlite3_column_count(from); i++)
            if (strcmp(sqlite3_column_name(from, i), "sum") != 0)
                sum_column(&sum, from, i);
        assert_int_equal(sum_end(&sum, &value), ST_OK);
        sqlite3_bind_int64(to, 1, value);
        sqlite3_bind_int64(to, 2, sqlite3_column_int64(from, 0));
        assert_int_equal(sqlite3_step(to), SQLITE_DONE);
        sqlite3_reset(to);
    }
    sqlite3_finalize(from);
    sqlite3_finalize(to);
    sum_free(&sum);
}

static void
a_newer_project_with_columns_more_is_read_and_its_sums_held_to(void **state)
{
    const struct place *place = *state;
    struct store *store;
    struct model *model;
    struct fault fault = {0};
    sqlite3 *db;

    make_newer(place);
    raw_sql(place->db, "ALTER TABLE clip ADD COLUMN stretch REAL NOT NULL DEFAULT 1");
    assert_int_equal(store_open(&store, place->song, STORE_READ_ONLY, &fault), ST_DAMAGED);
    assert_int_equal(sqlite3_open(place->db, &db), SQLITE_OK);
    for (size_t i = 0; i < TABLE_COUNT; i++)
        sum_as_newer(db, table_info((enum table)i)->name);
    sqlite3_close(db);
    store = song_open(place->song, STORE_READ_ONLY);
    model = loaded(store);
    assert_non_null(model_row(model, TABLE_CLIP, CLIP_1 + 4));
    model_free(model);
    store_close(store);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_plain_project_is_taken_over_and_kept),
        TEST(a_reader_takes_nothing_over),
        TEST(an_old_project_that_makes_no_sense_stays_as_it_was),
        TEST(a_newer_project_is_not_written),
        TEST(a_newer_project_without_a_column_of_ours_is_not_read),
        TEST(a_newer_project_with_columns_more_is_read_and_its_sums_held_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

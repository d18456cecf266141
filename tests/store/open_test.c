/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tables.h"
#include "tests/store/store_help.h"
#include "tests/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
a_project_is_made_whole_or_not_at_all(void **state)
{
    const struct place *place = *state;
    struct store *store;
    struct edit *edit = song_edit(1, 3);
    struct fault fault = {0};
    char path[160];

    /* A clip whose lane will not be there. */
    assert_int_equal(edit_delete(edit, TABLE_LANE, LANE_1), ST_OK);
    assert_int_equal(store_create(&store, place->song, edit, &fault), ST_CONFLICT);
    assert_null(store);
    assert_int_equal(rmdir(place->root), 0); /* nothing is left in it */
    assert_int_equal(mkdir(place->root, 0755), 0);
    edit_free(edit);
    store_close(song_make(place, 1, 3, NULL));
    snprintf(path, sizeof path, "%s/audio", place->song);
    assert_true(file_exists(path));
    snprintf(path, sizeof path, "%s/peaks", place->song);
    assert_true(file_exists(path));
    snprintf(path, sizeof path, "%s/bounces", place->song);
    assert_true(file_exists(path));
}

static void
a_project_is_made_on_nothing_that_is_there(void **state)
{
    const struct place *place = *state;
    struct store *store;
    struct edit *edit = song_edit(1, 3);
    struct fault fault = {0};
    char missing[160];

    assert_int_equal(mkdir(place->song, 0755), 0);
    assert_int_equal(store_create(&store, place->song, edit, &fault), ST_EXISTS);
    snprintf(missing, sizeof missing, "%s/no/Song.rem", place->root);
    assert_int_equal(store_create(&store, missing, edit, &fault), ST_NOT_FOUND);
    edit_free(edit);
}

static void
what_is_closed_is_one_file(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 3, &model);
    char path[160];

    commit(store, model, clip_moved(model, CLIP_1, 5, NULL));
    store_close(store);
    snprintf(path, sizeof path, "%s-wal", place->db);
    assert_false(file_exists(path));
    snprintf(path, sizeof path, "%s-shm", place->db);
    assert_false(file_exists(path));
    model_free(model);
}

static void
what_is_no_project_is_said_to_be_none(void **state)
{
    const struct place *place = *state;
    struct store *store;
    struct fault fault = {0};

    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_NOT_FOUND);
    assert_int_equal(store_open(&store, place->root, STORE_WRITE, &fault), ST_KIND);
    assert_int_equal(store_open(&store, place->root, STORE_READ_ONLY, &fault), ST_KIND);
    assert_int_equal(mkdir(place->song, 0755), 0);
    assert_int_equal(mkfifo(place->db, 0644), 0);
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_KIND);
    assert_int_equal(unlink(place->db), 0);
    assert_int_equal(symlink("/dev/zero", place->db), 0);
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_KIND);
    assert_int_equal(unlink(place->db), 0);
    file_write(place->db, "", 0);
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_DAMAGED);
    file_write(place->db, "this is no database, but it is long enough to be one", 52);
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_DAMAGED);
    assert_non_null(strstr(fault.remedy, "--repair"));
    /* Somebody else's database. */
    assert_int_equal(unlink(place->db), 0);
    file_write(place->db, "", 0);
    raw_sql(place->db, "CREATE TABLE t(x); PRAGMA user_version=1;");
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_KIND);
}

static void
the_second_writer_is_told_who_has_it(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 3, &model), *second;
    struct fault fault = {0};
    char want[64];

    assert_int_equal(store_open(&second, place->song, STORE_WRITE, &fault), ST_BUSY);
    snprintf(want, sizeof want, "process %ld on ", (long)getpid());
    assert_non_null(strstr(fault.what, want));
    assert_non_null(strstr(fault.remedy, "read-only"));
    /* And may read, what is committed, while the first goes on. */
    commit(store, model, clip_moved(model, CLIP_1, 5, NULL));
    second = song_open(place->song, STORE_READ_ONLY);
    assert_true(same_as_stored(second, model));
    commit(store, model, clip_moved(model, CLIP_1, 6, NULL));
    assert_false(same_as_stored(second, model));
    store_close(second);
    commit(store, model, clip_moved(model, CLIP_1, 7, NULL));
    store_close(store);
    store_close(song_open(place->song, STORE_WRITE));
    model_free(model);
}

static void
a_killed_owners_lock_is_free(void **state)
{
    const struct place *place = *state;
    int ready[2], status;
    char byte;
    struct store *store;
    struct fault fault = {0};

    store_close(song_make(place, 1, 3, NULL));
    assert_int_equal(pipe(ready), 0);
    const pid_t child = fork();

    if (child == 0) {
        song_open(place->song, STORE_WRITE);
        if (write(ready[1], "x", 1) == 1)
            pause();
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_BUSY);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    store_close(song_open(place->song, STORE_WRITE));
    close(ready[0]);
    close(ready[1]);
}

static void
a_reader_may_not_write(void **state)
{
    const struct place *place = *state;
    struct model *model;
    struct store *store = song_make(place, 1, 3, &model);
    struct edit *edit = clip_moved(model, CLIP_1, 9, NULL), *back;
    struct fault fault = {0};

    store_close(store);
    store = song_open(place->song, STORE_READ_ONLY);
    assert_int_equal(store_commit(store, edit, &fault), ST_READ_ONLY);
    edit_free(edit);
    assert_int_equal(store_goto(store, store_here(store), &back, &fault), ST_READ_ONLY);
    assert_true(same_as_stored(store, model));
    store_close(store);
    model_free(model);
}

static void
a_reader_leaves_no_trace(void **state)
{
    const struct place *place = *state;
    size_t before, after;
    unsigned char *a, *b;
    char path[160];

    store_close(song_make(place, 1, 3, NULL));
    a = file_read(place->db, &before);
    store_close(song_open(place->song, STORE_READ_ONLY));
    b = file_read(place->db, &after);
    assert_int_equal(before, after);
    assert_memory_equal(a, b, before);
    snprintf(path, sizeof path, "%s-wal", place->db);
    assert_false(file_exists(path));
    snprintf(path, sizeof path, "%s-shm", place->db);
    assert_false(file_exists(path));
    free(a);
    free(b);
}

/* As nobody, in a folder that nobody may write; with a log left in it, or not. */
static int
read_as_nobody(const char *song, bool log)
{
    struct store *store;
    struct model *model;
    struct fault fault = {0};

    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 1;
    if (store_open(&store, song, STORE_WRITE, &fault) != ST_READ_ONLY || !fault.remedy[0])
        return 2;
    if (store_open(&store, song, STORE_READ_ONLY, &fault) != ST_OK) {
        char line[800];

        fault_line(&fault, line, sizeof line);
        fprintf(stderr, "%s\n", line);
        return 3;
    }
    model = loaded(store);
    const struct row_clip *clip = model_row(model, TABLE_CLIP, CLIP_1);

    if (!clip || clip->at != (log ? 4242 : 0))
        return 4;
    model_free(model);
    store_close(store);
    return 0;
}

static void
assert_nobody_reads(const char *song, bool log)
{
    int status;
    const pid_t child = fork();

    if (child == 0)
        _exit(read_as_nobody(song, log));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* A project that somebody was killed in: its last edit is in the log alone. */
static void
leave_log(const struct place *place)
{
    int status;
    const pid_t child = fork();

    if (child == 0) {
        struct store *store = song_open(place->song, STORE_WRITE);
        struct model *model = loaded(store);

        commit(store, model, clip_moved(model, CLIP_1, 4242, NULL));
        kill(getpid(), SIGKILL);
    }
    waitpid(child, &status, 0);
}

static void
a_folder_that_may_not_be_written_is_read(void **state)
{
    const struct place *place = *state;
    char path[160];

    store_close(song_make(place, 1, 3, NULL));
    chmod(place->root, 0755);
    chmod(place->song, 0555);
    assert_nobody_reads(place->song, false);
    chmod(place->song, 0755);
    leave_log(place);
    snprintf(path, sizeof path, "%s-shm", place->db);
    assert_int_equal(unlink(path), 0);
    chmod(place->song, 0555);
    assert_nobody_reads(place->song, true);
    chmod(place->song, 0755);
    snprintf(path, sizeof path, "%s-wal", place->db);
    assert_true(file_exists(path));
}

/* The log of another project is not part of this one, and SQLite does not know. */
static void
a_foreign_log_is_found(void **state)
{
    const struct place *place = *state;
    struct place other = *place;
    struct store *store;
    struct model *model;
    struct fault fault = {0};
    size_t size;
    char log[160];

    store_close(song_make(place, 2, 300, NULL));
    leave_log(place);
    snprintf(log, sizeof log, "%s-wal", place->db);
    unsigned char *bytes = file_read(log, &size);

    snprintf(other.song, sizeof other.song, "%.64s/Other.rem", place->root);
    store = song_make(&other, 3, 400, &model);
    store_close(store);
    snprintf(log, sizeof log, "%.100s/project.db-wal", other.song);
    file_write(log, bytes, size);
    assert_int_equal(store_open(&store, other.song, STORE_WRITE, &fault), ST_DAMAGED);
    store = song_open(other.song, STORE_READ_ONLY);
    assert_true(store_lost(store) > 0 || same_as_stored(store, model));
    store_close(store);
    free(bytes);
    model_free(model);
}

static void
hostile_tables_are_refused_before_anything_is_written(void **state)
{
    static const char *const HOSTILE[] = {
        "CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM clip; END",
        "CREATE VIEW v AS SELECT * FROM clip",
        "CREATE TABLE spare(id INTEGER PRIMARY KEY, x AS (hex(zeroblob(1000000))))",
    };
    const struct place *place = *state;

    for (size_t i = 0; i < COUNT(HOSTILE); i++) {
        struct model *model;
        struct store *store = song_make(place, 1, 3, &model);
        struct fault fault = {0};
        size_t before, after;
        char away[160];

        store_close(store);
        raw_sql(place->db, HOSTILE[i]);
        unsigned char *a = file_read(place->db, &before);

        assert_int_equal(store_open(&store, place->song, STORE_WRITE, &fault), ST_DAMAGED);
        unsigned char *b = file_read(place->db, &after);

        assert_int_equal(before, after);
        assert_memory_equal(a, b, before);
        /* What the song itself holds can be read all the same. */
        store = song_open(place->song, STORE_READ_ONLY);
        assert_true(same_as_stored(store, model));
        store_close(store);
        free(a);
        free(b);
        model_free(model);
        snprintf(away, sizeof away, "%s/%zu", place->root, i);
        assert_int_equal(rename(place->song, away), 0);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_project_is_made_whole_or_not_at_all),
        TEST(a_project_is_made_on_nothing_that_is_there),
        TEST(what_is_closed_is_one_file),
        TEST(what_is_no_project_is_said_to_be_none),
        TEST(the_second_writer_is_told_who_has_it),
        TEST(a_killed_owners_lock_is_free),
        TEST(a_reader_may_not_write),
        TEST(a_reader_leaves_no_trace),
        TEST(a_folder_that_may_not_be_written_is_read),
        TEST(a_foreign_log_is_found),
        TEST(hostile_tables_are_refused_before_anything_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/health.h"

#include "tests/app/app_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What was told: how often, and the last of it. */
struct told {
    int count;
    struct fault last;
};

static void
on_found(void *user, const struct fault *fault)
{
    struct told *told = user;

    assert_true(fault->what[0] && fault->where[0] && fault->remedy[0]);
    told->count++;
    told->last = *fault;
}

static enum status
check(struct app_song *song, bool hash, struct told *told)
{
    struct health health;

    *told = (struct told){0};
    const enum status status =
        health_check(song->path, hash, on_found, told, &health, &song->fault);
    assert_int_equal(health.found, told->count);
    return status;
}

static void
path_of(const struct app_song *song, const char *name, char path[600])
{
    snprintf(path, 600, "%s/%s", song->path, name);
}

static int
setup(void **state)
{
    app_setup(state);
    struct app_song *song = *state;
    char path[600];

    app_sound(song, "a.wav", 1, 4800, -1);
    app_import(song, "a.wav");
    path_of(song, "audio/a.wav", path);
    chmod(path, 0644);
    return 0;
}

static void
a_song_as_it_was_left_is_well(void **state)
{
    struct app_song *song = *state;
    struct told told;

    assert_int_equal(check(song, true, &told), ST_OK);
    assert_int_equal(told.count, 0);
    health_offline(song->session, on_found, &told);
    assert_int_equal(told.count, 0);
}

static void
one_changed_byte_of_sound_is_found_by_its_hash(void **state)
{
    struct app_song *song = *state;
    struct told told;
    char path[600];

    path_of(song, "audio/a.wav", path);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, -100, SEEK_END), 0);
    const int byte = fgetc(file);
    assert_int_equal(fseek(file, -100, SEEK_END), 0);
    fputc(byte ^ 1, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(check(song, false, &told), ST_OK);
    assert_int_equal(check(song, true, &told), ST_DAMAGED);
    assert_int_equal(told.count, 1);
    assert_int_equal(told.last.status, ST_DIFFERS);
}

static void
a_file_that_is_cut_or_gone_is_offline(void **state)
{
    struct app_song *song = *state;
    struct told told;
    char path[600];

    path_of(song, "audio/a.wav", path);
    assert_int_equal(truncate(path, 4000), 0);
    assert_int_equal(check(song, false, &told), ST_DAMAGED);
    assert_int_equal(told.last.status, ST_DIFFERS);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(check(song, false, &told), ST_DAMAGED);
    assert_int_equal(told.last.status, ST_NOT_FOUND);
    told.count = 0;
    health_offline(song->session, on_found, &told);
    assert_int_equal(told.count, 1);
}

static void
what_is_no_song_is_no_damage_but_a_fault(void **state)
{
    struct app_song *song = *state;
    struct health health;
    struct told told = {0};

    assert_int_equal(
        health_check(song->folder, false, on_found, &told, &health, &song->fault),
        ST_KIND);
    assert_int_equal(told.count, 0);
}

/* The database is gone: the sound is placed anew, from the files alone. */
static void
a_repair_places_sound_that_no_row_knows(void **state)
{
    struct app_song *song = *state;
    struct repair report;
    struct told told;
    char path[600];

    session_close(song->session);
    song->session = NULL;
    path_of(song, "project.db", path);
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(health_repair(song->path, &report, &song->fault), ST_OK);
    assert_int_equal(report.takes_from_files, 1);
    assert_true(report.kept[0]);
    assert_int_equal(check(song, true, &told), ST_OK);
}

static void
a_song_that_is_well_is_not_repaired(void **state)
{
    struct app_song *song = *state;
    struct repair report;

    session_close(song->session);
    song->session = NULL;
    assert_int_equal(health_repair(song->path, &report, &song->fault), ST_OK);
    assert_string_equal(report.kept, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_song_as_it_was_left_is_well, setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(
            one_changed_byte_of_sound_is_found_by_its_hash, setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_file_that_is_cut_or_gone_is_offline,
                                        setup, app_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_song_is_no_damage_but_a_fault,
                                        setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_repair_places_sound_that_no_row_knows,
                                        setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_song_that_is_well_is_not_repaired, setup,
                                        app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bad_song_test.c: projects that are none, damaged ones, and sound that went
 * away. */
#include "tests/cli/bad_help.h"
#include "tests/cli/cli_help.h"
#include "tests/cli/wav_help.h"
#include "tests/test.h"

#include "base/id.h"
#include "model/edit.h"
#include "model/tables.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A song of two tracks of a second each, with something in its history. */
static int
setup(void **state)
{
    char *folder = folder_new();

    wav_write(folder, "bass.wav", 48000, 1, 48000, wav_tone);
    wav_write(folder, "keys.wav", 48000, 2, 48000, wav_tone);
    cli_expect(folder, 0,
               "$R new a.rem && $R import a.rem bass.wav keys.wav --quiet && "
               "$R mix a.rem bass --gain -3");
    *state = folder;
    return 0;
}

static int
teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

/* Whatever is done with it must say so. */
static void
every_verb_refuses(const char *folder, const char *song, int code, const char *says)
{
    static const char *const LINES[] = {
        "$R info %s",        "$R info %s --json",
        "$R history %s",     "$R undo %s",
        "$R redo %s",        "$R goto %s 1",
        "$R check %s",       "$R edit %s track-add X",
        "$R mix %s X --gain 1", "$R import %s bass.wav --quiet",
        "$R play %s",        "$R bounce %s -o out.wav --quiet",
    };
    char line[300];

    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        snprintf(line, sizeof line, LINES[i], song);
        refuses(folder, code, says, "%s", line);
    }
}

static void
what_is_no_project_is_refused(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0,
               "mkdir empty odd; echo text >odd/project.db; mkfifo pipe; "
               "mkdir hole && mkfifo hole/project.db");
    every_verb_refuses(folder, "nowhere.rem", 1, "nowhere.rem: No such file");
    every_verb_refuses(folder, "''", 1, "\"\": No such file");
    refuses(folder, 1, "bass.wav: not a Remanence project", "$R info bass.wav");
    refuses(folder, 1, "empty: not a Remanence project", "$R info empty");
    refuses(folder, 1, "not a database", "$R info odd");
    refuses(folder, 1, "not a database", "$R edit odd track-add X");
    refuses(folder, 1, "hole: not a Remanence project", "$R info hole");
    refuses(folder, 1, "pipe: not a Remanence project", "$R info pipe");
    refuses(folder, 1, "/dev/null: not a Remanence project", "$R info /dev/null");
}

static void
run_sql(const char *folder, const char *sql)
{
    char path[4096], *error = NULL;
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/a.rem/project.db", folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Of a newer version, the tables may be others; the number alone tells. */
static void
a_project_of_a_newer_version_is_not_written(void **state)
{
    const char *folder = *state;

    run_sql(folder, "PRAGMA user_version=999; UPDATE head SET schema=999,sum=0");
    refuses(folder, 1, "a.rem: made by a newer Remanence",
            "$R edit a.rem track-add X");
    refuses(folder, 1, "a.rem: made by a newer Remanence", "$R undo a.rem");
    refuses(folder, 1, "a.rem: made by a newer Remanence",
            "$R import a.rem bass.wav --quiet");
}

/* The same in words of our own: this version's head contradicts the number. */
static void
a_number_that_lies_is_damage_that_check_names(void **state)
{
    const char *folder = *state;

    run_sql(folder, "PRAGMA user_version=999");
    refuses(folder, 1, "header is damaged", "$R edit a.rem track-add X");
    cli_expect(folder, 0, "$R info a.rem | grep -q bass");
    cli_expect(folder, 3, "$R check a.rem");
    cli_expect(folder, 0, "$R check a.rem --repair && $R check a.rem && "
                          "$R edit a.rem track-add X");
}

static void
overwrite(const char *folder, long from, long step)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/a.rem/project.db", folder);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    const long size = ftell(file);

    for (long at = from; at < size; at += step) {
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        fputc(0x55, file);
    }
    assert_int_equal(fclose(file), 0);
}

/* Read-only it opens, check names it, nothing writes to it, and a repair keeps
 * it. */
static void
damage_is_named_and_repaired(const char *folder, const char *says)
{
    cli_expect(folder, 3, "$R check a.rem");
    refuses(folder, 1, says, "$R edit a.rem track-add X");
    refuses(folder, 1, says, "$R undo a.rem");
    refuses(folder, 1, says, "$R import a.rem bass.wav --quiet");
    cli_expect(folder, 0, "$R info a.rem | grep -q DAMAGED");
    char *out = cli_output(folder, "$R check a.rem --json || test $? = 3");
    assert_json(out);
    free(out);
    cli_expect(folder, 0, "$R check a.rem --repair && $R check a.rem");
    cli_expect(folder, 0, "test -s a.rem/project.db.damaged");
    cli_expect(folder, 0, "$R bounce a.rem -o out.wav --quiet");
}

static void
a_damaged_database_is_named_and_repaired(void **state)
{
    overwrite(*state, 5000, 997);
    damage_is_named_and_repaired(*state, "damaged");
}

static void
a_flipped_bit_in_a_row_is_named_and_repaired(void **state)
{
    run_sql(*state, "UPDATE strip SET fader_db=-4 WHERE fader_db=-3");
    damage_is_named_and_repaired(*state, "does not match its checksum");
}

static void
an_empty_database_is_repaired_from_the_sound_files(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, ": >a.rem/project.db");
    refuses(folder, 1, "a.rem: not a Remanence project", "$R info a.rem");
    cli_expect(folder, 0, "$R check a.rem --repair && $R check a.rem && "
                          "$R info a.rem | grep -q bass");
}

static void
a_damaged_step_of_the_history_costs_no_more_than_that_step(void **state)
{
    const char *folder = *state;

    run_sql(folder, "UPDATE history SET changeset=zeroblob(length(changeset)) "
                    "WHERE number=2");
    cli_expect(folder, 3, "$R check a.rem");
    cli_expect(folder, 0, "$R info a.rem | grep -q -- -3.0");
    refuses_some(folder, 0, "step 2 of the history does not match its checksum",
                 "$R history a.rem");
    cli_expect(folder, 0, "$R check a.rem --repair && $R check a.rem");
    cli_expect(folder, 0, "$R info a.rem | grep -q -- -3.0");
}

/* --- sound -------------------------------------------------------------------- */

/* The song opens, plays and bounces; info and check name the file; the clip
 * stays. */
static void
assert_offline(const char *folder, const char *says)
{
    struct run *run = cli_run(folder, "$R check a.rem");

    assert_int_equal(run->code, 3);
    if (!strstr(run->out, says))
        fail_msg("check does not say «%s» but\n%s", says, run->out);
    free(run);
    cli_expect(folder, 0, "$R info a.rem | grep -q '^Offline'");
    cli_expect(folder, 0,
               "$R info a.rem --json | grep -q '\"length_frames\": 48000'");
    refuses_some(folder, 0, says,
                 "$R play a.rem --driver built-in --for 0.05s --quiet "
                 "2>err && grep remanence: err >&2");
    refuses_some(folder, 0, says, "$R bounce a.rem -o out.wav --replace --quiet");
    cli_expect(folder, 0, "$R edit a.rem move bass:1 1s && $R undo a.rem");
}

static void
replace_bass(const char *folder, const char *line)
{
    cli_expect(folder, 0, "chmod u+w a.rem/audio/*; rm -rf a.rem/audio/bass.wav; %s", line);
}

static void
sound_that_went_away_is_offline_and_its_clip_keeps_its_place(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "cp a.rem/audio/bass.wav keep.wav");
    wav_write(folder, "short.wav", 48000, 1, 1000, wav_tone);
    wav_write(folder, "wide.wav", 48000, 2, 48000, wav_tone);
    wav_write(folder, "slow.wav", 44100, 1, 48000, wav_tone);
    replace_bass(folder, "true");
    assert_offline(folder, "bass.wav: No such file");
    replace_bass(folder, ": >a.rem/audio/bass.wav");
    assert_offline(folder, "bass.wav: is empty");
    replace_bass(folder, "cp short.wav a.rem/audio/bass.wav");
    assert_offline(folder, "bass.wav: is cut short");
    replace_bass(folder, "cp wide.wav a.rem/audio/bass.wav");
    assert_offline(folder, "bass.wav: was replaced");
    replace_bass(folder, "cp slow.wav a.rem/audio/bass.wav");
    assert_offline(folder, "bass.wav: was replaced");
    replace_bass(folder, "echo text >a.rem/audio/bass.wav");
    assert_offline(folder, "bass.wav: is no sound file");
    replace_bass(folder, "mkfifo a.rem/audio/bass.wav");
    assert_offline(folder, "bass.wav: is a pipe");
    replace_bass(folder, "mkdir a.rem/audio/bass.wav");
    assert_offline(folder, "bass.wav: is a folder");
    replace_bass(folder, "cp keep.wav a.rem/audio/bass.wav");
    cli_expect(folder, 0,
               "$R check a.rem --hash && ! $R info a.rem | grep Offline");
}

static void
other_sound_of_the_same_size_is_found_by_its_hash(void **state)
{
    const char *folder = *state;

    wav_write(folder, "ramp.wav", 48000, 1, 48000, wav_ramp);
    replace_bass(folder, "cp ramp.wav a.rem/audio/bass.wav");
    cli_expect(folder, 0, "$R check a.rem");
    cli_expect(folder, 3, "$R check a.rem --hash");
}

/* As a program that is not this one would write it, with every checksum right. */
static void
set_source_path(const char *folder, const char *path)
{
    struct fault fault;
    struct store *store;
    struct model *model;
    struct edit *edit;
    char song[4096];
    size_t count;

    snprintf(song, sizeof song, "%s/a.rem", folder);
    assert_int_equal(store_open(&store, song, STORE_WRITE, &fault), ST_OK);
    assert_int_equal(model_new(&model), ST_OK);
    assert_int_equal(store_load(store, model, &fault), ST_OK);
    struct row_source row
        = *(const struct row_source *)model_rows(model, TABLE_SOURCE, &count);
    row.path = (char *)path;
    assert_int_equal(edit_new(&edit, "Climb"), ST_OK);
    assert_int_equal(edit_put(edit, TABLE_SOURCE, &row), ST_OK);
    assert_int_equal(store_commit(store, edit, &fault), ST_OK);
    edit_free(edit);
    model_free(model);
    store_close(store);
}

static void
a_path_that_climbs_out_is_never_opened(void **state)
{
    static const char *const PATHS[] = {"../bass.wav", "audio/../../bass.wav", "..",
                                        "audio/../../../etc/passwd"};
    const char *folder = *state;

    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
        set_source_path(folder, PATHS[i]);
        cli_expect(folder, 3, "$R check a.rem");
        cli_expect(folder, 0, "$R info a.rem | grep -q 'leads out of the project'");
        refuses_some(folder, 0, "leads out of the project",
                     "$R bounce a.rem -o out.wav --replace --quiet");
    }
}

static void
peaks_are_a_cache_that_may_be_damaged_or_go(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "for f in a.rem/peaks/*; do echo rubbish >$f; done");
    cli_expect(folder, 0, "$R check a.rem --hash && $R info a.rem && "
                          "$R bounce a.rem -o out.wav --quiet");
    cli_expect(folder, 0,
               "rm -r a.rem/peaks && $R check a.rem && "
               "$R import a.rem bass.wav --quiet && $R check a.rem --hash");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_no_project_is_refused, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_project_of_a_newer_version_is_not_written,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_number_that_lies_is_damage_that_check_names, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_database_is_named_and_repaired,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_flipped_bit_in_a_row_is_named_and_repaired, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_empty_database_is_repaired_from_the_sound_files, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_damaged_step_of_the_history_costs_no_more_than_that_step, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            sound_that_went_away_is_offline_and_its_clip_keeps_its_place, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            other_sound_of_the_same_size_is_found_by_its_hash, setup, teardown),
        cmocka_unit_test_setup_teardown(a_path_that_climbs_out_is_never_opened,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(peaks_are_a_cache_that_may_be_damaged_or_go,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

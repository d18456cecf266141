/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keep_test.c: «keep what I just played», as a user types it. */
#include "app/place.h"
#include "app/played.h"
#include "app/session.h"
#include "tests/cli/cli_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
setup(void **state)
{
    char *folder = folder_new();

    cli_expect(folder, 0, "$R new a.rem && $R edit a.rem track-add Voice && "
                          "$R edit a.rem input Voice 1 && $R edit a.rem arm Voice");
    *state = folder;
    return 0;
}

static int
teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

/* A program hears a second of silence, rolls from 2 s on, hears a second of sound,
 * and is killed. */
static void
hear_and_die(const char *folder)
{
    static float x[48000];
    struct played_track track = {.channel = {0, -1}, .gain = 1};
    const struct played_placing placing = {.round_trip = 100, .device = "none"};
    const struct record_mark marks[]
        = {{.kind = MARK_HALT},
           {.kind = MARK_ROLL, .input = 48000 - 100, .at = 96000}};
    struct session *session;
    struct played *played;
    struct fault fault;
    char song[256];

    snprintf(song, sizeof song, "%s/a.rem", folder);
    assert_int_equal(session_open(&session, song, STORE_WRITE, &fault), ST_OK);
    assert_int_equal(
        place_track(session_model(session), "Voice", &track.track, &fault), ST_OK);
    assert_int_equal(played_open(&played, song, 48000, 10, &fault), ST_OK);
    const struct record_listener listener = played_listener(played);
    played_arm(played, &track, 1, &placing);
    for (int second = 0; second < 2; second++) {
        listener.mark(listener.user, &marks[second]);
        for (int i = 0; i < 48000; i++)
            x[i] = second ? 0.5f : 0;
        assert_int_equal(
            listener.frames(listener.user, 0, second * 48000, x, 48000), ST_OK);
    }
    played_leave(played);
    session_close(session);
}

static void
what_a_killed_program_heard_becomes_takes(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 1, "$R keep a.rem");
    hear_and_die(folder);
    char *said = cli_output(folder, "$R keep a.rem");
    assert_string_equal(said, "Voice take 1: 1.000 s from 2.000 s\n");
    free(said);
    cli_expect(folder, 0, "test $(ls a.rem/audio | wc -l) = 1 && "
                          "! ls -d a.rem/played* a.rem/listening");
    cli_expect(folder, 1, "$R keep a.rem");
    cli_expect(folder, 0, "$R check a.rem && $R undo a.rem");
}

static void
it_is_thrown_away_by_word_only(void **state)
{
    const char *folder = *state;

    hear_and_die(folder);
    cli_expect(folder, 0, "$R listen a.rem --driver built-in --for 0.1s 2>&1 "
                          "| grep -q 'still there'");
    hear_and_die(folder);
    cli_expect(folder, 0, "$R listen a.rem --driver built-in --for 0.1s --quiet");
    cli_expect(folder, 0, "test $(ls -d a.rem/played-* | wc -l) = 2");
    cli_expect(folder, 0, "test $($R keep a.rem --discard | grep -c thrown) = 2");
    cli_expect(folder, 0,
               "! ls -d a.rem/played-* && test $(ls a.rem/audio | wc -l) = 0");
}

/* The shell's lines wait for the program to listen, and for its end. */
static void
whoever_listens_is_asked_to_keep(void **state)
{
    const char *folder = *state;
    char *said = cli_output(
        folder, "$R listen a.rem --driver built-in --quiet 2>err & pid=$!; "
                "i=0; until grep -q pid a.rem/listening/notes 2>/dev/null; do "
                "i=$((i + 1)); [ $i -lt 600 ] || exit 1; sleep 0.05; done; "
                "$R keep a.rem || exit 1; "
                "$R keep a.rem --discard 2>/dev/null && exit 1; "
                "i=0; until grep -q 'nothing was played' err; do "
                "i=$((i + 1)); [ $i -lt 600 ] || exit 1; sleep 0.05; done; "
                "kill -TERM $pid; wait $pid && ! test -e a.rem/listening");

    assert_non_null(strstr(said, "was asked to keep"));
    free(said);
}

static void
what_cannot_be_heard_is_one_line(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 1, "$R edit a.rem arm Voice off && "
                          "$R listen a.rem --driver built-in");
    cli_expect(folder, 2, "$R listen a.rem --minutes 0");
    cli_expect(folder, 1, "$R keep nowhere.rem");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_a_killed_program_heard_becomes_takes),
        TEST(it_is_thrown_away_by_word_only),
        TEST(whoever_listens_is_asked_to_keep),
        TEST(what_cannot_be_heard_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

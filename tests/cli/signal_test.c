/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signal_test.c: Ctrl-C, and a polite end, in the middle of what takes its time. */
#include "tests/cli/bad_help.h"
#include "tests/cli/cli_help.h"
#include "tests/cli/wav_help.h"
#include "tests/test.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A song with a clip far away, so that a bounce takes long; and a sound file, most
 * of it a hole, that takes long to import. */
static int
setup(void **state)
{
    char *folder = folder_new();
    char path[PATH_MAX];

    wav_write(folder, "bass.wav", 48000, 1, 48000, wav_tone);
    wav_write(folder, "long.wav", 44100, 2, 44100, wav_tone);
    snprintf(path, sizeof path, "%s/long.wav", folder);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    const uint32_t bytes = 1u << 30;
    assert_int_equal(fseek(file, 40, SEEK_SET), 0);
    assert_int_equal(fwrite(&bytes, 4, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(truncate(path, 44 + (off_t)bytes), 0);
    cli_expect(folder, 0, "$R new a.rem && $R import a.rem bass.wav --quiet && "
                          "$R edit a.rem copy bass:1 90000s && mkdir out");
    *state = folder;
    return 0;
}

static int
teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

static bool
has_part(const char *folder, const char *name)
{
    char path[PATH_MAX];
    bool found = false;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        found |= strncmp(entry->d_name, ".remanence-", 11) == 0;
    closedir(dir);
    return found;
}

static pid_t
start(const char *folder, const char *const words[])
{
    char program[PATH_MAX], cwd[PATH_MAX / 2];
    const char *build = getenv("B") ? getenv("B") : "build";

    assert_non_null(getcwd(cwd, sizeof cwd));
    snprintf(program, sizeof program, "%s%s%s/remanence",
             build[0] == '/' ? "" : cwd, build[0] == '/' ? "" : "/", build);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const int null = open("/dev/null", O_WRONLY);

        dup2(null, 1);
        dup2(null, 2);
        signal(SIGINT, SIG_DFL); /* whoever runs the tests may ignore them */
        signal(SIGHUP, SIG_DFL);
        if (chdir(folder) == 0)
            execv(program, (char *const *)words);
        _exit(126);
    }
    return child;
}

/* Run it, and send the signal once a file under a temporary name
 * stands in `where`. */
static int
interrupt(const char *folder, const char *const words[], const char *where,
          int number)
{
    const pid_t child = start(folder, words);
    int status;

    while (!has_part(folder, where)) {
        if (waitpid(child, &status, WNOHANG) != 0)
            fail_msg("it ended (%d) before it could be interrupted", status);
        sched_yield();
    }
    assert_int_equal(kill(child, number), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
leaves_nothing(const char *folder, const char *const words[], const char *where)
{
    static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};
    char *before = listing(folder);

    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(interrupt(folder, words, where, SIGNALS[i]), 130);
        char *after = listing(folder);
        assert_string_equal(after, before);
        free(after);
    }
    free(before);
    cli_expect(folder, 0, "$R check a.rem --hash && "
                          "$R history a.rem | wc -l | grep -qx 3");
}

static void
an_import_that_is_interrupted_leaves_nothing(void **state)
{
    static const char *const WORDS[]
        = {"remanence", "import", "a.rem", "bass.wav", "long.wav", "--quiet", NULL};

    leaves_nothing(*state, WORDS, "a.rem/audio");
}

static void
a_bounce_that_is_interrupted_leaves_nothing(void **state)
{
    static const char *const WORDS[] = {"remanence", "bounce", "a.rem", "-o",
                                        "out/a.wav", "--stems", NULL};

    leaves_nothing(*state, WORDS, "out");
}

/* Killed outright, it could not tidy up: the song is whole, and what it left has a
 * name that nobody takes for sound. */
static void
a_bounce_that_is_killed_costs_nothing_but_room(void **state)
{
    static const char *const WORDS[] = {"remanence", "bounce",    "a.rem",
                                        "-o",        "out/a.wav", NULL};
    const char *folder = *state;
    const pid_t child = start(folder, WORDS);
    int status;

    while (!has_part(folder, "out"))
        sched_yield();
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    cli_expect(folder, 0, "test -z \"$(ls out)\" && $R check a.rem --hash && "
                          "$R bounce a.rem -o out/a.wav --to 1s --quiet");
}

static void
playing_ends_with_what_was_played(void **state)
{
    cli_expect(*state, 0,
               "$R play a.rem --driver built-in >out/said 2>&1 & "
               "until grep -q built-in out/said; do :; done; "
               "kill -TERM $!; wait $! && grep -q '^played to' out/said");
}

static void
what_is_told_to_ignore_hanging_up_goes_on(void **state)
{
    cli_expect(*state, 0,
               "trap '' HUP; $R play a.rem --driver built-in --for 0.5s "
               ">out/said 2>&1 & until grep -q built-in out/said; do :; done; "
               "kill -HUP $!; wait $! && grep -q '^played to 0.[5-9]' out/said");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_import_that_is_interrupted_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bounce_that_is_interrupted_leaves_nothing,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_bounce_that_is_killed_costs_nothing_but_room, setup, teardown),
        cmocka_unit_test_setup_teardown(playing_ends_with_what_was_played, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_told_to_ignore_hanging_up_goes_on,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

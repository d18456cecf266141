/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_test.c: remanence record, as it is typed; only the clock runs. */
#include "tests/cli/bad_help.h"
#include "tests/cli/cli_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands before each line's options. */
#define RECORD "$R record a.rem --driver built-in --quiet "

static int
setup(void **state)
{
    char *folder = folder_new();

    cli_expect(folder, 0, "$R new a.rem && $R edit a.rem track-add Voice && "
                          "$R edit a.rem track-add Bass && $R edit a.rem track-add Bus bus");
    *state = folder;
    return 0;
}

static int
teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

static void
takes_are_as_long_as_asked_and_where(void **state)
{
    cli_expect(*state, 0,
               "set -ex; " RECORD "--arm Voice=1 --arm Bass=2,3 --from 2s --for 0.25s >said\n"
               "grep -qx 'Voice take 1: 0.250 s from 2.000 s' said\n"
               "grep -qx 'Bass take 1: 0.250 s from 2.000 s' said\n" RECORD
               "--punch 1s-1.2s --pre-roll 0.1s --post-roll 0.1s >said\n" /* armed still */
               "grep -qx 'Voice take 2: 0.200 s from 1.000 s' said\n" RECORD
               "--arm Voice --monitor input --count-in 1 --for 0.1s >said\n"
               "grep -qx 'Voice take 3: 0.100 s from 0.000 s' said\n" RECORD
               "--arm Voice --loop 1s-1.1s --for 0.5s >said\n"
               "test $(grep -c ': 0.100 s from 1.000 s' said) -ge 3\n"
               "$R check a.rem --hash; $R history a.rem | grep -q 'Record Voice take 3'\n");
}

static void
a_signal_ends_the_take_cleanly(void **state)
{
    static const char *const SIGNALS[] = {"INT", "TERM", "HUP"};

    for (int i = 0; i < 3; i++)
        cli_expect(*state, 0,
                   "set -ex; env --default-signal=INT,HUP " RECORD
                   "--arm Voice=1 >said & "
                   "until test $(ls a.rem/audio | wc -l) -gt %d; do :; done; "
                   "kill -%s $!; wait $!; grep -q '^Voice take %d: ' said; "
                   "$R check a.rem --hash",
                   i, SIGNALS[i], i + 1);
}

static void
what_cannot_be_recorded_is_one_line_and_changes_nothing(void **state)
{
    static const struct {
        int code;
        const char *says, *options;
    } CASES[] = {
        {1, "Nobody: ", "--arm Nobody=1"},
        {1, "999", "--arm Voice=999"},
        {2, "0: is no input", "--arm Voice=0"},
        {1, "Voice: is armed, and has no input", "--arm Voice"},
        {1, "no track is armed", ""},
        {1, "armed already", "--arm Voice=1 --arm Voice=2"},
        {1, "Bus: ", "--arm Bus=1"},
        {2, "ends before it begins", "--arm Voice=1 --punch 5s-3s"},
        {2, "ends before it begins", "--arm Voice=1 --loop 2s-2s"},
        {2, "is no range", "--arm Voice=1 --punch soon"},
        {1, "is no length", "--arm Voice=1 --pre-roll -1s"},
        {1, "is no length", "--arm Voice=1 --for 0s"},
        {2, "out of bounds", "--arm Voice=1 --block 0"},
        {2, "out of bounds", "--arm Voice=1 --block 1048576"},
        {2, "out of bounds", "--arm Voice=1 --count-in 99"},
        {1, "no such device", "--arm Voice=1 --device nowhere"},
        {1, "transport", "--arm Voice=1 --transport follow"},
    };

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        refuses(*state, CASES[i].code, CASES[i].says, RECORD "%s", CASES[i].options);
    refuses(*state, 1, "no such driver", "$R record a.rem --driver tape --arm Voice=1");
}

/* Its file meets a limit that the others' do not reach, however long a handle they have. */
static void
a_track_that_cannot_be_written_stops_no_other(void **state)
{
    cli_expect(*state, 0,
               "set -ex; code=0; (ulimit -f 2050; " RECORD
               "--arm Voice=1 --arm Bass=2,3 --for 3s) >said 2>err || code=$?\n"
               "test $code = 1; test $(grep -c '^remanence: ' err) = 1\n"
               "grep -q '^remanence: .*Bass take 1 .*: File too large; ' err\n"
               "grep -qx 'Voice take 1: 3.000 s from 0.000 s' said\n"
               "grep -q '^Bass take 1: [0-2][.][0-9]* s from 0.000 s' said\n"
               "$R info a.rem --events | grep -q 'take ended early.*Bass'\n"
               "$R check a.rem --hash\n");
}

/* The notice comes while there is still room for what ends the take. */
static void
a_full_disk_ends_the_takes_and_keeps_them(void **state)
{
    on_small_disk(*state, "7m",
                  "$R new a.rem\n"
                  "for t in 1 2 3 4 5 6 7 8; do $R edit a.rem track-add T$t; done\n"
                  "arms=; for t in 1 2 3 4 5 6 7 8; do arms=\"$arms --arm T$t=1,2\"; done\n"
                  "code=0; $R record a.rem --driver built-in --quiet $arms >said 2>err "
                  "|| code=$?\n"
                  "test $code = 1; grep -q 'disk is full' err\n"
                  "test $(grep -c ' take 1: ' said) = 8\n"
                  "$R check a.rem --hash\n"
                  "$R info a.rem --events | grep -q 'disk nearly full'\n"
                  "$R info a.rem --events --json | grep -q disk-low\n");
}

/* Somebody else fills it at once. */
static void
a_disk_that_is_full_at_once_costs_no_take(void **state)
{
    on_small_disk(*state, "20m",
                  "$R new a.rem; $R edit a.rem track-add Voice\n"
                  "code=0; $R record a.rem --driver built-in --quiet --arm Voice=1 "
                  ">said 2>err & until test $(ls a.rem/audio | wc -l) = 1; do :; done\n"
                  "until test $(cat a.rem/audio/* | wc -c) -gt 100000; do :; done\n"
                  "cat /dev/zero >fill || true\n"
                  "wait $! || code=$?; test $code = 1; rm fill\n"
                  "$R edit a.rem track-add X\n" /* opened for writing: places what waits */
                  "$R info a.rem | grep Voice | grep -q ' audio .* 1 '\n"
                  "$R check a.rem --hash\n");
}

/* Also for those who only want to look. */
static void
what_a_killed_program_recorded_is_there_for_whoever_opens_the_song(void **state)
{
    cli_expect(*state, 0,
               RECORD "--arm Voice=1 >said 2>err & "
               "until test $(cat a.rem/audio/* 2>/dev/null | wc -c) -gt 50000; do :; done\n"
               "$R info a.rem 2>told >info; grep -q '1 take is not in the song yet' told || exit 2\n"
               "kill -9 $!; wait $! 2>/dev/null\n"
               "$R info a.rem 2>told | grep -q 'Voice  *audio  *1 ' || exit 3\n"
               "grep -q 'recovered Voice take 1' told || exit 4\n"
               "$R info a.rem --events 2>told | grep -q 'take recovered' || exit 5\n"
               "test ! -s told && $R check a.rem --hash\n");
}

static void
without_realtime_priority_it_records_and_says_so_once(void **state)
{
    cli_expect(*state, 0,
               "set -e; drop=; if test $(id -u) = 0; then "
               "drop='setpriv --inh-caps=-sys_nice --bounding-set=-sys_nice'; fi\n"
               "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nowhere prlimit --rtprio=0:0 $drop " RECORD
               "--arm Voice=1 --for 0.1s >said 2>told\n"
               "grep -q '^Voice take 1: ' said\n"
               "test $(grep -c 'no realtime priority' told) = 1\n"
               "grep -q limits.conf told\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(takes_are_as_long_as_asked_and_where, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_signal_ends_the_take_cleanly, setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_cannot_be_recorded_is_one_line_and_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_track_that_cannot_be_written_stops_no_other, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_ends_the_takes_and_keeps_them, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_disk_that_is_full_at_once_costs_no_take, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(without_realtime_priority_it_records_and_says_so_once,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            what_a_killed_program_recorded_is_there_for_whoever_opens_the_song, setup,
            teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

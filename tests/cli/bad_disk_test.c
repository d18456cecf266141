/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bad_disk_test.c: no space, no right to write, and two at once. */
#include "tests/cli/bad_help.h"
#include "tests/cli/cli_help.h"
#include "tests/cli/wav_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
setup(void **state)
{
    char *folder = folder_new();

    wav_write(folder, "bass.wav", 48000, 1, 48000, wav_tone);
    wav_write(folder, "big.wav", 48000, 2, 480000, wav_tone);
    wav_write(folder, "slow.wav", 44100, 2, 480000, wav_tone);
    *state = folder;
    return 0;
}

static int
teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

/* In a script: files lists every file; refuse runs a line that must fail with 1 and one line
 * on standard error that holds its first word, and must leave every file as it was. */
#define WORDS \
    "files() { find . -type f ! -name '*-wal' ! -name '*-shm' ! -name project.lock " \
    "-exec cksum {} + | sort -k3; }\n" \
    "refuse() { says=$1; shift; files >../before; code=0; \"$@\" 2>../err || code=$?\n" \
    "cat ../err; test $code = 1; test $(wc -l <../err) = 1; grep -q \"$says\" ../err\n" \
    "grep -q '; ' ../err; files >../after; cmp ../before ../after; }\n"

static void
a_full_disk_loses_nothing_and_leaves_nothing_half_written(void **state)
{
    on_small_disk(*state, "540k",
                  WORDS
                  "$R new a.rem; $R import a.rem ../bass.wav --quiet\n"
                  "refuse 'big.wav: No space' $R import a.rem ../big.wav --quiet\n"
                  "refuse 'slow.wav: No space' $R import a.rem ../slow.wav --quiet\n"
                  "for f in wav rf64 aiff; do\n"
                  "refuse 'No space' $R bounce a.rem -o a.$f --bits 32f --to 10s --quiet; done\n"
                  "cat /dev/zero >fill || true\n"
                  "for f in wav aiff flac opus vorbis mp3; do\n"
                  "refuse 'No space' $R bounce a.rem -o a.x --format $f --quiet; done\n"
                  "refuse 'No space' $R edit a.rem track-add X\n"
                  "refuse 'No space' $R mix a.rem bass --gain -3\n"
                  "refuse 'No space' $R undo a.rem\n"
                  "refuse 'No space' $R import a.rem ../bass.wav --quiet\n"
                  "refuse 'No space' $R new b.rem\n"
                  "test ! -e b.rem; $R check a.rem --hash; $R info a.rem | grep bass\n"
                  "rm fill; $R edit a.rem track-add X; $R check a.rem --hash\n");
}

/* What a disk does in the middle of an edit: the room ends while its pages are written. */
static void
an_edit_that_meets_the_end_of_the_disk_did_not_happen(void **state)
{
    on_small_disk(*state, "1m",
                  "$R new a.rem; $R edit a.rem track-add Fixed\n"
                  "big=$(head -c 100000 /dev/zero | tr '\\0' x)\n"
                  "n=0; while $R edit a.rem track-notes Fixed \"$big$n\" 2>../err; do\n"
                  "n=$((n + 1)); test $n -lt 100; done\n"
                  "grep -q 'No space' ../err; test $n -gt 0\n"
                  "$R check a.rem; $R history a.rem | grep -c notes | grep -qx $n\n"
                  "$R info a.rem --json | grep -q \"x$((n - 1))\\\"\"\n");
}

/* The same without a disk of its own: files may not grow beyond 64 kB. */
static void
a_limit_on_files_is_a_fault_and_not_the_end(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "$R new a.rem && $R import a.rem bass.wav --quiet");
    refuses(folder, 1, "big.wav: ", "ulimit -f 64; $R import a.rem big.wav --quiet");
    refuses(folder, 1, "slow.wav: ", "ulimit -f 64; $R import a.rem slow.wav --quiet");
    refuses(folder, 1, "a.wav: ", "ulimit -f 64; $R bounce a.rem -o a.wav --quiet");
    cli_expect(folder, 0, "$R check a.rem --hash");
}

static const char *const READING[] = {"info a.rem", "history a.rem --json", "check a.rem",
                                      "play a.rem --for 0.05s --quiet",
                                      "bounce a.rem -o ../out/a.wav --replace --quiet"};
static const char *const WRITING[] = {
    "edit a.rem track-add X", "mix a.rem bass --gain -3",  "undo a.rem", "redo a.rem",
    "goto a.rem 1",           "import a.rem ../bass.wav --quiet", "check a.rem --repair",
    "record a.rem --driver built-in --arm bass=1 --for 0.1s"};

/* Lines for a script in which `run` is what stands before the verb. */
static void
add_lines(char *script, const char *run, const char *says)
{
    char line[300];

    for (size_t i = 0; i < sizeof READING / sizeof *READING; i++) {
        snprintf(line, sizeof line, "%s %s\n", run, READING[i]);
        strcat(script, line);
    }
    for (size_t i = 0; i < sizeof WRITING / sizeof *WRITING; i++) {
        snprintf(line, sizeof line, "refuse '%s' %s %s\n", says, run, WRITING[i]);
        strcat(script, line);
    }
}

static void
a_song_on_a_read_only_disk_is_read_and_not_written(void **state)
{
    char script[8192] = WORDS "$R new a.rem; $R import a.rem ../bass.wav --quiet\n"
                              "mkdir ../out; mount -o remount,ro .\n";

    add_lines(script, "$R", "a.rem: Read-only file system");
    on_small_disk(*state, "1m", script);
}

/* As a user who may not write there: the tests may be run by root, who always may. */
static void
a_song_of_somebody_else_is_read_and_not_written(void **state)
{
    const char *folder = *state;
    char script[8192] = "set -ex; mkdir disk out; chmod 755 . disk; chmod 777 out\n" WORDS
                        "cp $R program; cd disk; $R new a.rem\n"
                        "$R import a.rem ../bass.wav --quiet; chmod -R a+rX,a-w a.rem .\n"
                        "as=; test $(id -u) != 0 || "
                        "as='setpriv --reuid 65534 --regid 65534 --clear-groups'\n";

    add_lines(script, "$as ../program", "a.rem: Permission denied");
    strcat(script, "chmod -R u+w .\n");
    cli_expect(folder, 0, "%s", script);
}

static void
a_second_writer_is_told_who_has_the_song(void **state)
{
    const char *folder = *state;
    char script[8192] = "set -ex\n" WORDS
                        "mkdir disk out; cd disk; $R new a.rem; mkfifo ../hold\n"
                        "$R import a.rem ../bass.wav --quiet\n"
                        "$R edit a.rem - <../hold & exec 3>../hold\n"
                        "echo track-add Held >&3\n"
                        "until $R info a.rem | grep -q Held; do :; done\n";

    add_lines(script, "$R", "open in Remanence (process [0-9]* on [^ ]*, since ");
    strcat(script, "$R undo a.rem 2>&1 | grep -q \"process $! on $(uname -n)\"\n"
                   "echo track-add Later >&3; exec 3>&-; wait $!\n"
                   "$R info a.rem | grep -q Later; $R undo a.rem; $R check a.rem\n");
    cli_expect(folder, 0, "%s", script);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_full_disk_loses_nothing_and_leaves_nothing_half_written, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_edit_that_meets_the_end_of_the_disk_did_not_happen, setup, teardown),
        cmocka_unit_test_setup_teardown(a_limit_on_files_is_a_fault_and_not_the_end, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_song_on_a_read_only_disk_is_read_and_not_written,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_song_of_somebody_else_is_read_and_not_written,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_second_writer_is_told_who_has_the_song, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output_test.c: help, JSON, progress and completion. */
#include "tests/cli/bad_help.h"
#include "tests/cli/cli_help.h"
#include "tests/cli/wav_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
setup(void **state)
{
    char *folder = folder_new();

    wav_write(folder, "bass.wav", 48000, 1, 48000, wav_tone);
    cli_expect(folder, 0, "$R new a.rem && $R import a.rem bass.wav --quiet && "
                          "mkdir bin && ln -s \"$R\" bin/remanence");
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
every_verb_has_help_that_tells_its_options(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "for v in $($R --words); do "
                          "$R $v --help >help || exit; "
                          "grep -q \"^usage: remanence $v\" help || exit; "
                          "for o in $($R --words $v); do "
                          "grep -q -- \"^  ${o%%=}\" help || exit; done; "
                          "$R --help | grep -q \"^  $v \" || exit; done");
    cli_expect(folder, 0, "$R --version | grep -q '^remanence [0-9]'");
    cli_expect(folder, 2, "$R");
}

static void
every_answer_in_json_is_json(void **state)
{
    static const char *const LINES[] = {
        "$R info a.rem --json",
        "$R history a.rem --json",
        "$R check a.rem --hash --json",
        "$R devices --json",
        "$R bounce a.rem -o a.wav --stems --json",
        "$R verify a.wav --json",
        "$R new b.rem >&2 && $R info b.rem --json",
        "$R bounce b.rem -o b.wav --json --to 1s",
        "rm a.rem/audio/*; $R check a.rem --json || test $? = 3",
        "$R info a.rem --json",
        "$R bounce a.rem -o c.wav --json",
        "$R verify a.wav --json || test $? = 3",
    };

    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        char *out = cli_output(*state, "%s", LINES[i]);

        assert_json(out);
        free(out);
    }
}

static void
elsewhere_than_on_a_terminal_progress_is_plain_lines(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "$R edit a.rem copy bass:1 600s && "
                          "$R bounce a.rem -o a.wav 2>err >out && "
                          "grep -q '^Bouncing: [0-9]* %%' err && "
                          "! grep -q \"$(printf '[\\033\\r]')\" err out");
    cli_expect(folder, 0,
               "$R bounce a.rem -o b.wav --quiet 2>err && test ! -s err");
    cli_expect(folder, 0,
               "$R import a.rem bass.wav --quiet 2>err && test ! -s err");
}

static void
on_a_terminal_progress_is_a_bar_that_goes_away(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0,
               "$R edit a.rem copy bass:1 600s && "
               "script -qec \"$R bounce a.rem -o a.wav\" typed >/dev/null && "
               "grep -q 'Bouncing \\[#*\\.*\\] *[0-9]* %%' typed && "
               "grep -q 'LUFS' typed");
    cli_expect(folder, 0,
               "script -qec \"$R import a.rem bass.wav\" typed >/dev/null && "
               "grep -q 'Importing \\[' typed");
    cli_expect(folder, 0,
               "script -qec \"$R play a.rem --for 0.2s\" typed >/dev/null && "
               "grep -q 'xruns' typed && grep -q 'played to' typed");
}

/* What the shell offers after the words, the last of which is being written. */
static void
completes(const char *folder, const char *words, const char *offered)
{
    char *out
        = cli_output(folder,
                     "PATH=$PWD/bin:$PATH bash -c '. \"$SRC/data/remanence.bash\"; "
                     "compopt() { :; }; COMP_WORDS=(remanence %s); "
                     "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _remanence; "
                     "printf \"%%s \" \"${COMPREPLY[@]}\"'",
                     words);

    if (!strstr(out, offered))
        fail_msg("after «%s» not «%s» but «%s»", words, offered, out);
    free(out);
}

static void
the_shell_completes_verbs_options_edits_and_files(void **state)
{
    const char *folder = *state;

    completes(folder, "bo", "bounce ");
    completes(folder, "\"\"", "import ");
    completes(folder, "bounce a.rem --st", "--stems ");
    completes(folder, "bounce a.rem --form", "--format= ");
    completes(folder, "mix a.rem bass --hi", "--highpass= ");
    completes(folder, "edit a.rem ripple-c", "ripple-cut ");
    completes(folder, "import a.rem ba", "bass.wav ");
    completes(folder, "--ver", "--version ");
}

/* Full: what is said is lost, which is a failure and no crash. */
static void
an_answer_that_cannot_be_written_is_a_failure(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 1, "$R info a.rem >/dev/full");
    cli_expect(folder, 1, "$R info a.rem --json >/dev/full");
    cli_expect(folder, 1, "$R history a.rem >/dev/full");
    cli_expect(folder, 1, "$R --help >/dev/full");
}

static void
what_is_said_to_nobody_goes_nowhere(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0,
               "cp bass.wav more.wav && $R import a.rem more.wav <&- >&- 2>&- && "
               "cmp more.wav a.rem/audio/more.wav && "
               "$R bounce a.rem -o a.wav >&- 2>&- && $R verify a.wav && "
               "$R check a.rem --hash");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_verb_has_help_that_tells_its_options,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(every_answer_in_json_is_json, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            elsewhere_than_on_a_terminal_progress_is_plain_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(
            on_a_terminal_progress_is_a_bar_that_goes_away, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_shell_completes_verbs_options_edits_and_files, setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_answer_that_cannot_be_written_is_a_failure, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_said_to_nobody_goes_nowhere, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

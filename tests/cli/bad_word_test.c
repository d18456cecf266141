/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bad_word_test.c: words that the command does not know, values that cannot be, and
 * names that nobody expects. */
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
    cli_expect(folder, 0, "$R new a.rem && $R import a.rem bass.wav --quiet");
    *state = folder;
    return 0;
}

static int
teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

/* A line, what it returns and what it says. */
struct refusal {
    const char *line;
    int code;
    const char *says;
};

static void
refuse_all(const char *folder, const struct refusal *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        refuses(folder, all[i].code, all[i].says, "$R %s", all[i].line);
    cli_expect(folder, 0, "$R history a.rem | wc -l | grep -qx 2");
}

static void
commands_and_options_that_are_not_there_are_refused(void **state)
{
    static const struct refusal ALL[] = {
        {"bogus", 2, "bogus: no such command"},
        {"''", 2, "\"\": no such command"},
        {"--bogus", 2, "--bogus: no such command"},
        {"new", 2, "new: something is missing"},
        {"new b.rem c.rem", 2, "new: that is too much"},
        {"new b.rem --bogus", 2, "--bogus: no such option"},
        {"new a.rem", 1, "a.rem: File exists"},
        {"new bass.wav", 1, "bass.wav: File exists"},
        {"new none/b.rem", 1, "none/b.rem: No such file"},
        {"new ''", 1, "\"\": No such file"},
        {"new b.rem --rate", 2, "--rate: lacks its value"},
        {"new b.rem --rate x", 2, "--rate: «x» is no number"},
        {"new b.rem --rate 0", 2, "--rate: «0» is out of bounds"},
        {"new b.rem --rate 44100.5", 2, "--rate: «44100.5» is no whole number"},
        {"new b.rem --rate nan", 2, "--rate: «nan» is no number"},
        {"info a.rem --json=yes", 2, "--json=yes: takes no value"},
        {"info", 2, "info: something is missing"},
        {"import a.rem", 2, "import: something is missing"},
        {"import a.rem bass.wav --threads 0", 2, "--threads: «0» is out of bounds"},
        {"import a.rem bass.wav --at never", 2, "never: not a time"},
        {"import a.rem bass.wav --track master", 1, "has no lane for clips"},
        {"play a.rem --driver bogus", 1, "bogus: no such driver"},
        {"play a.rem --for 0s", 1, "0s: is no length"},
        {"play a.rem --block 7", 2, "--block: «7» is out of bounds"},
        {"undo a.rem --times 0", 2, "--times: «0» is out of bounds"},
        {"redo a.rem", 1, "a.rem: nothing to redo"},
        {"goto a.rem", 2, "goto: something is missing"},
        {"goto a.rem x", 2, "x: is no edit"},
        {"goto a.rem '#'", 2, "#: is no edit"},
        {"goto a.rem ''", 2, "\"\": is no edit"},
        {"goto a.rem 99", 1, "99: no such edit"},
        {"goto a.rem -1", 1, "-1: no such edit"},
        {"goto a.rem 99999999999999999999", 1, "no such edit"},
    };

    refuse_all(*state, ALL, sizeof ALL / sizeof *ALL);
}

static void
bounces_that_cannot_be_are_refused(void **state)
{
    static const struct refusal ALL[] = {
        {"bounce a.rem", 2, "where to is missing"},
        {"bounce a.rem -o", 2, "-o: lacks its value"},
        {"bounce a.rem -o ''", 1, "\"\": no name for a file"},
        {"bounce a.rem -o none/b.wav", 1, "none/b.wav: No such file"},
        {"bounce a.rem -o bass.wav", 1, "bass.wav: File exists"},
        {"bounce a.rem -o b.xyz", 2, "xyz: no such format"},
        {"bounce a.rem -o b.wav --format xyz", 2, "xyz: no such format"},
        {"bounce a.rem -o b.wav --bits 13", 2, "13: no such --bits"},
        {"bounce a.rem -o b.flac --bits 32f", 1, "b.flac: FLAC holds"},
        {"bounce a.rem -o b.wav --dither much", 2, "much: no such --dither"},
        {"bounce a.rem -o b.wav --quality 2", 2, "--quality: «2» is out of bounds"},
        {"bounce a.rem -o b.wav --threads 1.5", 2, "is no whole number"},
        {"bounce a.rem -o b.wav --block 1e9", 2, "--block: «1e9» is out of bounds"},
        {"bounce a.rem -o b.wav --from 1x", 2, "1x: not a time"},
        {"bounce a.rem -o b.wav --from 2s --to 1s", 1,
         "1s: is not after the start"},
        {"bounce a.rem -o b.wav --from 9s", 1, "nothing sounds there"},
        {"bounce a.rem -o a.rem/audio/bass.wav --replace", 1,
         "keeps its own files"},
        {"bounce a.rem -o a.rem/project.db --format wav --replace", 1,
         "keeps its own files"},
        {"bounce a.rem -o ./a.rem/../a.rem/b.wav", 1, "keeps its own files"},
        {"bounce a.rem -o folder --format wav --replace", 1,
         "no file that could be"},
        {"bounce a.rem -o pipe.wav --replace", 1, "no file that could be replaced"},
        {"bounce a.rem -o device.wav --replace", 1,
         "no file that could be replaced"},
        {"verify none.wav", 1, "none.wav: No such file"},
        {"verify bass.wav", 1, "bass.wav: "},
    };

    cli_expect(*state, 0,
               "mkdir folder; mkfifo pipe.wav; ln -s /dev/full device.wav");
    refuse_all(*state, ALL, sizeof ALL / sizeof *ALL);
    cli_expect(*state, 0, "$R bounce a.rem -o a.rem/bounces/b.wav --quiet");
    cli_expect(*state, 0, "$R import a.rem bass.wav --reference --quiet");
    refuses(*state, 1, "keeps its own files",
            "$R bounce a.rem -o bass.wav --replace --quiet");
}

static void
edits_that_cannot_be_are_refused(void **state)
{
    static const struct refusal ALL[] = {
        {"edit", 2, "edit: something is missing"},
        {"edit a.rem", 2, "edit: something is missing"},
        {"edit a.rem bogus", 2, "bogus: no such edit"},
        {"edit a.rem ''", 2, "\"\": no such edit"},
        {"edit a.rem split", 2, "split: something is missing"},
        {"edit a.rem split bass:1 1s 2s", 2, "split: that is too much"},
        {"edit a.rem split none:1 1s", 1, "none: no such track"},
        {"edit a.rem split bass:0 1s", 1, "bass:0: no such clip"},
        {"edit a.rem split bass:9 1s", 1, "bass:9: no such clip"},
        {"edit a.rem split bass:x 1s", 2, "bass:x: «x» is no number of a clip"},
        {"edit a.rem split bass@9s 1s", 1, "bass@9s: no clip"},
        {"edit a.rem split bass/9:1 1s", 1, "bass/9: no such lane"},
        {"edit a.rem split bass 1s", 2, "bass: names no clip"},
        {"edit a.rem split '' 1s", 2, "\"\": names no clip"},
        {"edit a.rem split '#999' 1s", 1, "#999: no such clip"},
        {"edit a.rem split '#x' 1s", 2, "#x: is no id"},
        {"edit a.rem split '#99999999999999999999' 1s", 2, "is no id"},
        {"edit a.rem split bass:1 1x", 2, "1x: not a time"},
        {"edit a.rem split bass:1 ''", 2, "\"\": not a time"},
        {"edit a.rem split bass:1 nan", 2, "nan: not a time"},
        {"edit a.rem split bass:1 -5s", 1, "-5s: before the song"},
        {"edit a.rem split bass:1 '0|1|0'", 1, "0|1|0: bars and beats"},
        {"edit a.rem split bass:1 9s", 1, "bass: the place does not lie within"},
        {"edit a.rem split bass:1 99999999999999999999s", 1, "too far away"},
        {"edit a.rem split bass:1 @none", 1, "none: no such marker"},
        {"edit a.rem gain bass:1 loud", 2, "gain: «loud» is no number"},
        {"edit a.rem gain bass:1 nan", 2, "gain: «nan» is no number"},
        {"edit a.rem gain bass:1 1e9", 1, "gain: «1e9» is out of bounds"},
        {"edit a.rem fade-in bass:1 1s bogus", 2, "bogus: no such shape"},
        {"edit a.rem fade-in bass:1 -1s", 1, "bass: a fade cannot"},
        {"edit a.rem move bass:1 9000000000000000000f", 1, "too far away"},
        {"edit a.rem tempo 0s 0", 1, "tempo: «0» is out of bounds"},
        {"edit a.rem metre 0s 4", 2, "4: is no metre"},
        {"edit a.rem metre 0s 4/3", 1, "metre: 3 is no note value"},
        {"edit a.rem metre 0s 0/4", 1, "out of bounds"},
        {"edit a.rem metre 0s 99999999999/4", 2, "is no metre"},
        {"edit a.rem marker 1s ''", 2, "a marker: needs a name"},
        {"edit a.rem marker-delete none", 1, "none: no such marker"},
        {"edit a.rem section 5s 1s Verse", 1, "Verse: the section ends before"},
        {"edit a.rem loop 5s 1s", 1, "the range ends before it starts"},
        {"edit a.rem track-add ''", 2, "a track: needs a name"},
        {"edit a.rem track-add X bogus", 2, "bogus: no such kind of track"},
        {"edit a.rem track-add X audio 3", 1, "channels: «3» is out of bounds"},
        {"edit a.rem track-color bass red", 2, "red: is no colour"},
        {"edit a.rem track-output bass bass", 1, "bass: "},
        {"edit a.rem track-delete master", 1, "Master: "},
        {"edit a.rem track-rename bass \"$(printf '\\377')\"", 1, "not UTF-8"},
        {"mix a.rem bass", 2, "bass: nothing to set"},
        {"mix a.rem none --gain 1", 1, "none: no such track"},
        {"mix a.rem bass --gain x", 2, "«x» is no number"},
        {"mix a.rem bass --gain 1000", 1, "1000 is out of bounds"},
        {"mix a.rem bass --pan 2", 1, "2 is out of bounds"},
        {"mix a.rem bass --eq 9,bell,100,3", 1, "«9» is out of bounds"},
        {"mix a.rem bass --eq 1,bogus,100,3", 2, "bogus: no such"},
        {"mix a.rem bass --send none=-3", 1, "none: no such track"},
        {"mix a.rem bass --send bass=-3", 1, "bass: "},
        {"mix a.rem bass --insert bogus", 1, "bogus: no such device"},
        {"mix a.rem bass --set reverb.mix=1", 1, "reverb: "},
        {"mix a.rem bass --mute maybe", 2, "maybe: is neither on nor off"},
    };

    refuse_all(*state, ALL, sizeof ALL / sizeof *ALL);
}

static void
of_several_edits_the_line_that_fails_is_named(void **state)
{
    const char *folder = *state;

    refuses_some(
        folder, 2, "line 2: bogus: no such edit",
        "printf 'track-add A\\nbogus\\ntrack-add B\\n' | $R edit a.rem - 2>err; "
        "code=$?; grep remanence: err >&2; exit $code");
    refuses_some(folder, 2, "line 1: ",
                 "printf 'track-add \"A' | $R edit a.rem - 2>err; "
                 "code=$?; grep remanence: err >&2; exit $code");
}

/* --- names -------------------------------------------------------------------- */

/* A track of the name (as the shell quotes it) is told by JSON as `json`. */
static void
name_is_kept(const char *folder, const char *quoted, const char *json)
{
    cli_expect(folder, 0, "$R edit a.rem track-add -- %s", quoted);
    char *out = cli_output(folder, "$R info a.rem --json");
    char want[300];

    snprintf(want, sizeof want, "\"name\": \"%s\"", json);
    assert_json(out);
    if (!strstr(out, want))
        fail_msg("%s is not told as %s", quoted, want);
    free(out);
    cli_expect(folder, 0,
               "$R mix a.rem %s --gain -1 && $R edit a.rem track-delete -- %s",
               quoted, quoted);
}

static void
names_are_kept_as_they_were_given(void **state)
{
    const char *folder = *state;

    name_is_kept(folder, "\"it's \\\"so\\\" \\\\ back\"",
                 "it's \\\"so\\\" \\\\ back");
    name_is_kept(folder, "\"$(printf 'two\\nlines\\there')\"",
                 "two\\u000alines\\u0009here");
    name_is_kept(folder, "'%n%s%999999d'", "%n%s%999999d");
    name_is_kept(folder, "'<b>&amp;</b>'", "<b>&amp;</b>");
    name_is_kept(folder, "'$(reboot) `reboot`'", "$(reboot) `reboot`");
    name_is_kept(folder, "\"$(printf '\\303\\244 \\360\\237\\230\\200')\"", "ä 😀");
    name_is_kept(folder, "' a/b:1@2s '", " a/b:1@2s ");
    name_is_kept(folder, "../../up", "../../up");
    name_is_kept(folder, "\"$(printf '\\033[31mred')\"", "\\u001b[31mred");
}

static void
a_clip_is_found_on_a_track_with_marks_in_its_name(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "$R import a.rem bass.wav --track 'a/b:1@2s' --quiet");
    cli_expect(folder, 0, "$R edit a.rem gain 'a/b:1@2s:1' -3");
    cli_expect(folder, 0, "$R edit a.rem split 'a/b:1@2s@0.5s' 0.5s");
    cli_expect(folder, 0, "$R edit a.rem marker 0.7s 'Verse: one'");
    cli_expect(folder, 0, "$R edit a.rem gain 'a/b:1@2s@@Verse: one' -3");
    cli_expect(folder, 0, "$R edit a.rem gain bass@0:00.1 -3");
}

static void
a_name_of_a_million_bytes_is_kept(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "{ printf 'track-add \"'; head -c 1000000 /dev/zero | "
                          "tr '\\0' y; printf '\"\\n'; } | $R edit a.rem -");
    cli_expect(folder, 0,
               "$R info a.rem --json | grep -o yy | wc -l | grep -qx 500000");
    cli_expect(folder, 0,
               "$R check a.rem && $R bounce a.rem -o b.wav --stems --quiet && "
               "test -s 'b - bass.wav'");
}

/* What moves a cursor or begins a new line must not come from a name. */
static void
a_name_does_nothing_to_the_terminal(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0,
               "name=$(printf 'x\\033]0;title\\007\\nremanence: lies'); "
               "$R edit a.rem track-add \"$name\"; "
               "$R edit a.rem marker 1s \"$name\"; cp bass.wav \"$name.wav\"; "
               "$R import a.rem \"$name.wav\" --quiet >out; "
               "$R info a.rem >>out; $R history a.rem >>out; "
               "$R undo a.rem >>out; $R edit a.rem split \"$name:7\" 1s 2>>out; "
               "! grep -q \"$(printf '\\033')\" out && "
               "! grep -q '^remanence: lies' out");
}

static void
stems_of_names_that_are_equal_on_disk_are_files_of_their_own(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "for n in a/b a_b A_B a_b; do "
                          "$R import a.rem bass.wav --track $n --quiet; "
                          "$R edit a.rem track-add $n; done");
    cli_expect(folder, 0, "$R bounce a.rem -o mix.wav --stems --quiet && "
                          "ls mix*.wav | wc -l | grep -qx \"$(expr 2 + "
                          "$($R info a.rem | grep -c ' audio '))\" || "
                          "ls mix*.wav | sort -f | uniq -di | wc -l | grep -qx 0");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            commands_and_options_that_are_not_there_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(bounces_that_cannot_be_are_refused, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(edits_that_cannot_be_are_refused, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            of_several_edits_the_line_that_fails_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(names_are_kept_as_they_were_given, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            a_clip_is_found_on_a_track_with_marks_in_its_name, setup, teardown),
        cmocka_unit_test_setup_teardown(a_name_of_a_million_bytes_is_kept, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_name_does_nothing_to_the_terminal, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            stems_of_names_that_are_equal_on_disk_are_files_of_their_own, setup,
            teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

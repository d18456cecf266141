/* SPDX-License-Identifier: GPL-3.0-or-later */
/* song_test.c: the main job as a user does it: from nothing to a master
 * that verifies. */
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

    wav_write(folder, "bass.wav", 48000, 1, 96000, wav_tone);
    wav_write(folder, "keys.wav", 48000, 2, 96000, wav_tone);
    wav_write(folder, "clicks.wav", 44100, 1, 88200, wav_clicks);
    cli_expect(folder, 0, "$R new a.rem");
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
assert_says(const char *folder, const char *line, const char *what)
{
    char *out = cli_output(folder, "%s", line);

    if (!strstr(out, what))
        fail_msg("%s\ndoes not say «%s» but\n%s", line, what, out);
    free(out);
}

/* The value of a key in what a --json answer says, the first one. */
static void
json_value(const char *out, const char *key, char *value, size_t size)
{
    char quoted[64];

    snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    const char *at = strstr(out, quoted);
    assert_non_null(at);
    at += strlen(quoted);
    const size_t length = strcspn(at, ",\n");
    snprintf(value, size, "%.*s", (int)length, at);
}

static void
bounce_sound(const char *folder, const char *line, char *value)
{
    char *out = cli_output(folder, "%s", line);

    json_value(out, "sound", value, 64);
    free(out);
}

static void
a_song_goes_from_nothing_to_a_master_that_verifies(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "$R import a.rem bass.wav keys.wav clicks.wav");
    assert_says(folder, "$R info a.rem", "clicks");
    cli_expect(folder, 0, "$R edit a.rem split bass:1 1s");
    cli_expect(folder, 0, "$R edit a.rem fade-out bass:2 0.5s equal-power");
    cli_expect(folder, 0, "$R edit a.rem track-add Verb bus");
    cli_expect(folder, 0,
               "$R mix a.rem bass --gain -3 --pan -0.5 --eq 2,bell,400,-3,1.2 "
               "--comp -18,4 --send Verb=-12 --highpass 40");
    cli_expect(folder, 0, "$R mix a.rem Verb --insert reverb");
    cli_expect(folder, 0, "$R mix a.rem master --insert limiter");
    cli_expect(folder, 0, "$R bounce a.rem -o a.wav --quiet");
    assert_says(folder, "$R verify a.wav --quiet", "rendered again the same");
    cli_expect(folder, 0, "$R check a.rem --hash");
}

static void
the_sound_is_the_same_for_every_block_and_number_of_threads(void **state)
{
    const char *folder = *state;
    char first[64], other[64], line[200];

    cli_expect(folder, 0, "$R import a.rem bass.wav keys.wav");
    cli_expect(folder, 0, "$R mix a.rem bass --comp -24,4 --eq 1,bell,200,4");
    cli_expect(folder, 0, "$R history a.rem | tail -n 1 | grep -F 'bass: EQ, compressor'");
    bounce_sound(folder, "$R bounce a.rem -o a.wav --json", first);
    for (int block = 17; block < 4096; block = block * 3 + 1) {
        snprintf(
            line, sizeof line,
            "$R bounce a.rem -o a.wav --replace --json --block %d --threads %d",
            block, 1 + block % 4);
        bounce_sound(folder, line, other);
        assert_string_equal(other, first);
    }
}

static void
what_is_undone_is_as_it_was_and_redone_is_as_it_became(void **state)
{
    const char *folder = *state;
    char before[64], after[64], now[64], *out;

    cli_expect(folder, 0, "$R import a.rem bass.wav");
    out = cli_output(folder, "$R info a.rem --json");
    json_value(out, "digest", before, sizeof before);
    free(out);
    cli_expect(folder, 0, "$R mix a.rem bass --gain -6");
    cli_expect(folder, 0, "$R edit a.rem move bass:1 2s");
    out = cli_output(folder, "$R info a.rem --json");
    json_value(out, "digest", after, sizeof after);
    free(out);
    assert_string_not_equal(before, after);
    cli_expect(folder, 0, "$R undo a.rem --times 2");
    out = cli_output(folder, "$R info a.rem --json");
    json_value(out, "digest", now, sizeof now);
    free(out);
    assert_string_equal(now, before);
    cli_expect(folder, 0, "$R redo a.rem --times 2");
    out = cli_output(folder, "$R info a.rem --json");
    json_value(out, "digest", now, sizeof now);
    free(out);
    assert_string_equal(now, after);
    cli_expect(folder, 1, "$R redo a.rem");
}

static void
a_branch_that_was_left_can_be_gone_back_to(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "$R edit a.rem track-add One");
    cli_expect(folder, 0, "$R undo a.rem");
    cli_expect(folder, 0, "$R edit a.rem track-add Two");
    assert_says(folder, "$R history a.rem", "branches off");
    cli_expect(folder, 0, "$R goto a.rem 2");
    assert_says(folder, "$R info a.rem", "One");
    cli_expect(folder, 0, "$R goto a.rem 3");
    assert_says(folder, "$R info a.rem", "Two");
    cli_expect(folder, 1, "$R goto a.rem 99");
}

static void
a_comp_is_swiped_from_takes(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0,
               "cp bass.wav t1.wav; cp bass.wav t2.wav; cp bass.wav t3.wav; "
               "$R import a.rem t1.wav t2.wav t3.wav --track Lead --takes");
    cli_expect(folder, 0, "$R edit a.rem comp-add Lead");
    cli_expect(folder, 0, "$R edit a.rem comp Lead/t2 0s 1s");
    cli_expect(folder, 0, "$R edit a.rem comp Lead/t3 1s 2s");
    cli_expect(folder, 0, "$R bounce a.rem -o a.wav --quiet");
    cli_expect(folder, 0, "$R edit a.rem comp-flatten Lead");
    cli_expect(folder, 0, "$R bounce a.rem -o b.wav --quiet");
}

static void
many_edits_come_from_standard_input_each_a_step(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0,
               "printf 'track-add \"Lead Vox\"\\n# a remark\\n\\ntempo 0s 96\\n"
               "marker 9|1|0 Chorus\\n' | $R edit a.rem -");
    assert_says(folder, "$R info a.rem", "Lead Vox");
    assert_says(folder, "$R info a.rem", "96.00 bpm");
    assert_says(folder, "$R history a.rem", "Add marker");
    cli_expect(folder, 2, "printf 'track-add A\\nno-such\\ntrack-add B\\n' | "
                          "$R edit a.rem -");
    assert_says(folder, "$R info a.rem | grep -c ' audio '", "2");
}

static void
a_level_of_minus_infinity_is_silence(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0,
               "$R import a.rem bass.wav && $R edit a.rem track-add Verb bus");
    cli_expect(folder, 0, "$R mix a.rem bass --gain -inf --send Verb=-inf");
    assert_says(folder, "$R info a.rem", "off");
    cli_expect(folder, 1, "$R mix a.rem bass --gain inf");
    cli_expect(folder, 1, "$R mix a.rem bass --pan -inf");
}

static void
stems_come_in_the_same_pass(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "$R import a.rem bass.wav keys.wav");
    cli_expect(folder, 0, "$R bounce a.rem -o mix.flac --stems --quiet");
    cli_expect(folder, 0, "test -s mix.flac -a -s 'mix - bass.flac' "
                          "-a -s 'mix - keys.flac'");
    cli_expect(folder, 0, "$R verify 'mix - keys.flac' --quiet");
}

static void
a_song_plays_through_the_built_in_driver(void **state)
{
    const char *folder = *state;

    cli_expect(folder, 0, "$R import a.rem bass.wav");
    assert_says(folder, "$R play a.rem --driver built-in --for 0.3s --quiet",
                "played");
    cli_expect(folder, 1, "$R play a.rem --driver no-such");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_song_goes_from_nothing_to_a_master_that_verifies, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_sound_is_the_same_for_every_block_and_number_of_threads, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            what_is_undone_is_as_it_was_and_redone_is_as_it_became, setup,
            teardown),
        cmocka_unit_test_setup_teardown(a_branch_that_was_left_can_be_gone_back_to,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_comp_is_swiped_from_takes, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            many_edits_come_from_standard_input_each_a_step, setup, teardown),
        cmocka_unit_test_setup_teardown(a_level_of_minus_infinity_is_silence, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(stems_come_in_the_same_pass, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_song_plays_through_the_built_in_driver,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

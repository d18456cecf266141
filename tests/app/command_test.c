/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command.h"

#include "base/text.h"
#include "tests/app/app_help.h"
#include "tests/test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The words of a line, each in brackets. */
static void
assert_words(const char *line, const char *want)
{
    const char *words[8];
    char text[200], got[400] = "";
    struct fault fault;
    size_t count;

    snprintf(text, sizeof text, "%s", line);
    assert_int_equal(command_words(text, words, 8, &count, &fault), ST_OK);
    for (size_t i = 0; i < count; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "[%s]", words[i]);
    assert_string_equal(got, want);
}

static void
a_line_is_split_as_a_shell_does(void **state)
{
    assert_words("", "");
    assert_words(" \t\r\n", "");
    assert_words("split Bass:1 1s\n", "[split][Bass:1][1s]");
    assert_words("  a   b\tc  ", "[a][b][c]");
    assert_words("\"Lead Vox\" 'it is'", "[Lead Vox][it is]");
    assert_words("Lead\\ Vox", "[Lead Vox]");
    assert_words("a\"b c\"d'e f'g", "[ab cde fg]");
    assert_words("\"it's\" 'say \"so\"'", "[it's][say \"so\"]");
    assert_words("\"a \\\" b\" 'a \\ b'", "[a \" b][a \\ b]");
    assert_words("a '' \"\" b", "[a][][][b]");
    assert_words("a # b c", "[a]");
    assert_words("# all of it", "");
    assert_words("a#b '#c'", "[a#b][#c]");
    assert_words("a\\", "[a\\]");
}

static void
an_open_quote_and_too_many_words_are_refused(void **state)
{
    const char *words[3];
    struct fault fault;
    size_t count;
    char open[] = "marker 1s \"Verse", single[] = "it's", many[] = "a b c d",
         enough[] = "a b c";

    assert_int_equal(command_words(open, words, 3, &count, &fault), ST_SYNTAX);
    assert_true(fault.remedy[0]);
    assert_int_equal(command_words(single, words, 3, &count, &fault), ST_SYNTAX);
    assert_int_equal(command_words(many, words, 3, &count, &fault), ST_SYNTAX);
    assert_int_equal(command_words(enough, words, 3, &count, &fault), ST_OK);
    assert_int_equal(count, 3);
}

static void
every_command_has_a_name_of_its_own_a_usage_and_a_label(void **state)
{
    size_t count = 0;

    for (; command_table(count)->name; count++) {
        const struct command *command = command_table(count);

        assert_ptr_equal(command_find(command->name), command);
        assert_non_null(command->words);
        assert_true(command->help[0] && command->label[0]);
        assert_true(command->min_words <= command->max_words);
    }
    assert_true(count > 60);
    assert_null(command_find("no-such"));
    assert_null(command_table(count + 100)->name);
}

static size_t
count_tracks(const struct app_song *song)
{
    size_t count;

    model_rows(session_model(song->session), TABLE_TRACK, &count);
    return count;
}

static void
a_command_that_fails_changes_nothing(void **state)
{
    struct app_song *song = *state;
    const int64_t here = store_here(session_store(song->session));

    assert_int_equal(app_line(song, "track-add"), ST_SYNTAX);
    assert_int_equal(app_line(song, "track-add A audio 1 2 more"), ST_SYNTAX);
    assert_int_equal(app_line(song, "no-such A"), ST_SYNTAX);
    assert_int_equal(app_line(song, "track-delete none"), ST_NOT_FOUND);
    assert_int_equal(count_tracks(song), 1);
    assert_int_equal(store_here(session_store(song->session)), here);
}

static void
several_commands_are_one_step_or_none(void **state)
{
    static const char *const ADD[] = {"track-add", "A"}, *const BUS[] = {"track-add", "B", "bus"},
                             *const NONE[] = {"track-delete", "none"};
    const struct command_line good[] = {{ADD, 2}, {BUS, 3}};
    const struct command_line bad[] = {{ADD, 2}, {NONE, 2}};
    struct app_song *song = *state;
    char label[LABEL_SIZE];

    assert_int_equal(command_run_all(song->session, "Both", bad, 2, &song->fault),
                     ST_NOT_FOUND);
    assert_int_equal(count_tracks(song), 1);
    assert_int_equal(command_run_all(song->session, "Both", good, 2, &song->fault), ST_OK);
    assert_int_equal(count_tracks(song), 3);
    assert_int_equal(session_undo(song->session, label, &song->fault), ST_OK);
    assert_string_equal(label, "Both");
    assert_int_equal(count_tracks(song), 1);
}

static void
what_one_command_adds_the_next_may_name(void **state)
{
    static const char *const BUS[] = {"track-add", "Echo", "bus"},
                             *const TRACK[] = {"track-add", "Voice"},
                             *const SEND[] = {"send", "Voice", "Echo", "-12"};
    const struct command_line lines[] = {{BUS, 3}, {TRACK, 2}, {SEND, 4}};
    struct app_song *song = *state;
    size_t count;

    assert_int_equal(command_run_all(song->session, "Send", lines, 3, &song->fault), ST_OK);
    model_rows(session_model(song->session), TABLE_SEND, &count);
    assert_int_equal(count, 1);
    assert_int_equal(app_line(song, "send Voice Ech -12"), ST_NOT_FOUND);
}

static void
assert_called(struct app_song *song, const char *line, const char *want)
{
    char label[LABEL_SIZE];

    assert_int_equal(app_line(song, line), ST_OK);
    session_next(song->session, label, (char[LABEL_SIZE]){""});
    assert_string_equal(label, want);
}

static void
a_step_is_called_by_what_it_was_done_to(void **state)
{
    struct app_song *song = *state;

    assert_called(song, "track-add Bass", "Add track: Bass");
    assert_called(song, "track-rename bass Low", "Rename track: Bass");
    assert_called(song, "fader Low -3", "Move fader: Low");
    assert_called(song, "pan Low 0.5", "Pan: Low");
    assert_called(song, "lane-add Low Second", "Add lane: Low");
    assert_called(song, "lane-rename Low/Second Third", "Rename lane: Second");
    assert_called(song, "marker 1s Verse", "Add marker: Verse");
    assert_called(song, "section 2s 3s Bridge", "Add section: Bridge");
    assert_called(song, "tempo 0s 90", "Set tempo");
    assert_called(song, "marker-rename Verse Chorus", "Rename marker: Verse");
    assert_called(song, "loop 1s 2s", "Set loop");
    assert_called(song, "track-add Two", "Add track: Two");
    assert_called(song, "track-delete Low Two", "Delete track");
}

/* Into which language is window_language.py's to say. */
static void
a_step_is_told_with_the_name_that_it_was_done_to(void **state)
{
    static const char *const LABELS[]
        = {"", "Move fader", "Move fader: Bass", "Set loop: ", ": Bass", "Add track: a: b"};
    char told[LABEL_SIZE];

    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++) {
        command_label_told(LABELS[i], told);
        assert_string_equal(told, LABELS[i]);
    }
}

static void
a_name_that_finds_no_room_is_left_out(void **state)
{
    struct app_song *song = *state;
    char line[LABEL_SIZE + 16] = "track-add ";

    memset(line + strlen(line), 'a', LABEL_SIZE - 1);
    assert_called(song, line, "Add track");
}

static void
a_step_of_several_commands_names_what_all_of_them_are_about(void **state)
{
    static const char *const CLEAR[] = {"solo-clear"}, *const SOLO[] = {"track-solo", "A"},
                             *const MUTE[] = {"track-mute", "A"}, *const OTHER[] = {"fader", "B", "1"};
    const struct command_line one[] = {{CLEAR, 1}, {SOLO, 2}, {MUTE, 2}};
    const struct command_line two[] = {{SOLO, 2}, {OTHER, 3}};
    struct app_song *song = *state;
    char label[LABEL_SIZE];

    assert_int_equal(app_line(song, "track-add A"), ST_OK);
    assert_int_equal(app_line(song, "track-add B"), ST_OK);
    command_label(song->session, "Solo", one, 3, label);
    assert_string_equal(label, "Solo: A");
    command_label(song->session, "Solo", two, 2, label);
    assert_string_equal(label, "Solo");
    command_label(song->session, NULL, two, 2, label);
    assert_string_equal(label, "Solo track");
}

static void
assert_local(const char *label, const char *want)
{
    char local[LABEL_SIZE];

    command_label_told(label, local);
    assert_string_equal(local, want);
}

static void
a_label_is_shown_in_the_language_of_whoever_looks(void **state)
{
    struct app_song *song = *state;
    char line[1024];

    snprintf(line, sizeof line,
             "mkdir -p %s/de/LC_MESSAGES && "
             "msgfmt po/de.po -o %s/de/LC_MESSAGES/remanence.mo",
             song->folder, song->folder);
    assert_int_equal(system(line), 0);
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    setenv("LANGUAGE", "de", 1);
    bindtextdomain("remanence", song->folder);
    textdomain("remanence");
    assert_local("Move fader: Bass", "Fader bewegen: Bass");
    assert_local("Move fader", "Fader bewegen");
    assert_local("Undo: Bass", "Undo: Bass"); /* a track of that name */
    assert_local("Record Bass take 3", "Record Bass take 3");
    assert_local("", "");
    unsetenv("LANGUAGE");
    setlocale(LC_ALL, "C");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_split_as_a_shell_does),
        cmocka_unit_test(an_open_quote_and_too_many_words_are_refused),
        cmocka_unit_test(every_command_has_a_name_of_its_own_a_usage_and_a_label),
        cmocka_unit_test_setup_teardown(a_command_that_fails_changes_nothing, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(several_commands_are_one_step_or_none, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(a_step_is_called_by_what_it_was_done_to, app_setup,
                                        app_teardown),
        cmocka_unit_test(a_step_is_told_with_the_name_that_it_was_done_to),
        cmocka_unit_test_setup_teardown(
            a_label_is_shown_in_the_language_of_whoever_looks, app_setup, app_teardown),
        cmocka_unit_test_setup_teardown(a_name_that_finds_no_room_is_left_out, app_setup,
                                        app_teardown),
        cmocka_unit_test_setup_teardown(
            a_step_of_several_commands_names_what_all_of_them_are_about, app_setup,
            app_teardown),
        cmocka_unit_test_setup_teardown(what_one_command_adds_the_next_may_name, app_setup,
                                        app_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manual_test.c: what is written about the command is what the command does. */
#include "tests/cli/cli_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, CLI_TEXT);

    assert_non_null(text);
    if (!file)
        fail_msg("%s: cannot be read", path);
    assert_true(fread(text, 1, CLI_TEXT - 1, file) > 0);
    fclose(file);
    return text;
}

/* The manual without roff's backslashes before dashes. */
static char *
read_manual(void)
{
    char *text = read_file("man/remanence.1");
    char *to = text;

    for (const char *from = text; *from; from++)
        if (!(from[0] == '\\' && from[1] == '-'))
            *to++ = *from;
    *to = '\0';
    return text;
}

static void
each_word(const char *line, void (*check)(const char *manual, const char *word),
          const char *manual)
{
    char *out = cli_output(".", "%s", line);
    char *save = NULL;

    for (char *word = strtok_r(out, "\n", &save); word;
         word = strtok_r(NULL, "\n", &save))
        check(manual, word);
    free(out);
}

static void
check_option(const char *manual, const char *word)
{
    char option[64];

    snprintf(option, sizeof option, "%.*s", (int)strcspn(word, "="), word);
    if (!strstr(manual, option))
        fail_msg("the manual does not tell of %s", option);
}

static void
check_verb(const char *manual, const char *verb)
{
    char heading[64], line[128];

    snprintf(heading, sizeof heading, ".SS %s", verb);
    if (!strstr(manual, heading) && strcmp(verb, "redo") != 0)
        fail_msg("the manual does not tell of %s", verb);
    cli_expect(".", 0, "$R %s --help", verb);
    snprintf(line, sizeof line, "$R --words %s", verb);
    each_word(line, check_option, manual);
}

static void
the_manual_tells_of_every_verb_and_option(void **state)
{
    char *manual = read_manual();

    each_word("$R --words", check_verb, manual);
    free(manual);
}

static void
check_edit(const char *manual, const char *name)
{
    char with_words[64], alone[64];

    snprintf(with_words, sizeof with_words, "\n%s ", name);
    snprintf(alone, sizeof alone, "\n%s\n", name);
    if (!strstr(manual, with_words) && !strstr(manual, alone))
        fail_msg("the manual does not tell of the edit %s", name);
}

static void
the_manual_tells_of_every_edit(void **state)
{
    char *manual = read_manual();

    each_word("$R --words edit-ops", check_edit, manual);
    free(manual);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_manual_tells_of_every_verb_and_option),
        cmocka_unit_test(the_manual_tells_of_every_edit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edit.c: edits by name, one on the command line or many from standard input. */
#include "cli/verbs.h"

#include "app/command.h"
#include "base/text.h"
#include "cli/open.h"
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_WORDS = 64 };

static void
list_commands(void)
{
    puts(_(
        "Edits (CLIP: TRACK@TIME, TRACK:N or #ID; LANE: TRACK/NAME or TRACK/N):"));
    for (size_t i = 0; command_table(i)->name; i++) {
        const struct command *command = command_table(i);

        printf("  %s %s\n      %s\n", command->name, command->words,
               _(command->help));
    }
}

/* Say in which line of the input it was. */
static void
name_line(struct fault *fault, size_t line)
{
    char where[sizeof fault->where];

    snprintf(where, sizeof where, _("line %zu: %.200s"), line, fault->where);
    memcpy(fault->where, where, sizeof where);
}

/* A step of the history for each line; what was done before a line that fails
 * stays. */
static enum status
run_lines(struct session *session, FILE *input, size_t *done, struct fault *fault)
{
    const char *words[LINE_WORDS];
    size_t room = 0, count, line = 0;
    char *text = NULL;
    enum status status = ST_OK;

    while (!status && getline(&text, &room, input) >= 0) {
        line++;
        status = command_words(text, words, LINE_WORDS, &count, fault);
        if (!status && count > 0)
            status = command_run(session, words, count, fault);
        if (status)
            name_line(fault, line);
        else
            *done += count > 0;
    }
    free(text);
    return status;
}

static enum exit_code
run(const struct args *args)
{
    struct session *session;
    struct fault fault;
    size_t done = 0;
    enum status status;

    if (arg_given(args, "list")) {
        list_commands();
        return EXIT_GOOD;
    }
    if (args->n_words < 2) {
        fault_set(&fault, ST_SYNTAX, "edit", _("something is missing"));
        fault_remedy(&fault, _("remanence edit --list tells the edits there are"));
        return fail(&fault);
    }
    if (open_to_write(&session, args->words[0], &fault))
        return fail(&fault);
    if (args->n_words == 2 && strcmp(args->words[1], "-") == 0) {
        status = run_lines(session, stdin, &done, &fault);
        fprintf(stderr, _("%zu edits made\n"), done);
    } else {
        status = command_run(session, args->words + 1, args->n_words - 1, &fault);
    }
    session_close(session);
    return status ? fail(&fault) : EXIT_GOOD;
}

const struct verb VERB_EDIT = {
    .name = "edit",
    .words = "SONG OP WORD… | SONG - | --list",
    .summary = N_("change a song: split, move, comp, fade, tempo and so on"),
    .more = N_("With - the edits are read from standard input, one a line, each a "
               "step of\n"
               "the history.  Words that begin with a dash stand behind --."),
    .min_words = 0,
    .max_words = WORDS_MAX,
    .options = {{"list", NULL, N_("the edits there are, and their words")}},
    .run = run,
};

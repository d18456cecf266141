/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/keep.h"
#include "base/text.h"
#include "cli/runner.h"
#include "cli/open.h"
#include "cli/output.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

struct run {
    struct runner runner; /* for what is told of takes */
    bool discard;
    unsigned folders;
    enum status status; /* the first that failed */
    struct fault fault;
};

static void
each(void *user, const char *folder)
{
    struct run *run = user;
    struct fault fault;
    double seconds;
    enum status status;

    run->folders++;
    if (!run->discard) {
        status = keep_left(run->runner.session, folder, runner_taken, &run->runner,
                           &fault);
    } else {
        status = keep_discard(folder, &seconds, &fault);
        if (!status) {
            print_name(strrchr(folder, '/') + 1, 0);
            printf(_(": %.3f s thrown away\n"), seconds);
        }
    }
    if (status && !run->status) {
        run->status = status;
        run->fault = fault;
    }
}

/* Whoever has the song open keeps what it has heard. */
static enum exit_code
ask(const struct args *args, int pid)
{
    struct fault fault;

    if (arg_given(args, "discard") || kill(pid, SIGUSR1) != 0) {
        fault_set(&fault, ST_BUSY, args->words[0], _("process %d listens to it"),
                  pid);
        fault_remedy(&fault, _("end that first"));
        return fail(&fault);
    }
    printf(_("process %d, which listens to the song, was asked to keep\n"), pid);
    return EXIT_GOOD;
}

static enum exit_code
run(const struct args *args)
{
    struct run run = {.discard = arg_given(args, "discard")};
    const int pid = played_asked(args->words[0]);
    struct fault fault;

    if (pid > 0)
        return ask(args, pid);
    if (open_to_write(&run.runner.session, args->words[0], &fault))
        return fail(&fault);
    run.runner.rate = session_rate(run.runner.session);
    played_left(args->words[0], each, &run);
    session_close(run.runner.session);
    if (run.folders == 0)
        run.status = fault_set(&run.fault, ST_NOT_FOUND, args->words[0],
                               _("nothing is there to be kept"));
    return run.status ? fail(&run.fault) : EXIT_GOOD;
}

const struct verb VERB_KEEP = {
    .name = "keep",
    .words = "SONG [--discard]",
    .summary = N_("make takes of what was played and not recorded"),
    .more = N_("Where a program listens to the song now (record, listen), it is asked to keep what\n"
               "was just played.  Else what a killed one had heard becomes takes."),
    .min_words = 1,
    .max_words = 1,
    .options =
        {
            {"discard", NULL, N_("throw away what a killed program had heard")},
        },
    .run = run,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/session.h"
#include "base/text.h"
#include "cli/output.h"

#include <stdio.h>

static enum exit_code
run(const struct args *args)
{
    struct session *session;
    struct fault fault;
    int64_t rate;

    if (arg_whole(args, "rate", RATE_MIN, RATE_MAX, 48000, &rate, &fault)
        || session_create(&session, args->words[0], (uint32_t)rate, &fault))
        return fail(&fault);
    printf(_("%s: a new song at %lld Hz\n"), session_folder(session),
           (long long)rate);
    session_close(session);
    return EXIT_GOOD;
}

const struct verb VERB_NEW = {
    .name = "new",
    .words = "SONG.rem [--rate HZ]",
    .summary = N_("make a new, empty song"),
    .min_words = 1,
    .max_words = 1,
    .options = {{"rate", "HZ", N_("frames a second, 48000 otherwise")}},
    .run = run,
};

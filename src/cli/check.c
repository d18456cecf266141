/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/health.h"
#include "base/text.h"
#include "cli/output.h"

#include <stdio.h>

static void
print_found(void *user, const struct fault *fault)
{
    char line[sizeof *fault];

    (void)user;
    fault_line(fault, line, sizeof line);
    print_name(line, 0);
    puts("");
}

static enum exit_code
check(const struct args *args)
{
    const bool in_json = arg_given(args, "json");
    struct json json = {0};
    struct health health;
    struct fault fault;

    if (in_json) {
        json_open(&json, NULL, '{');
        json_open(&json, "found", '[');
    }
    const enum status status =
        health_check(args->words[0], arg_given(args, "hash"),
                     in_json ? json_fault : print_found, &json, &health, &fault);
    if (in_json) {
        json_close(&json, ']');
        json_int(&json, "rows", health.rows);
        json_int(&json, "sources", health.sources);
        json_bool(&json, "sound", status == ST_OK);
        json_close(&json, '}');
    } else if (status == ST_OK) {
        printf(_("%s: all is well (%zu rows, %zu sound files)\n"), args->words[0],
               health.rows, health.sources);
    }
    if (status == ST_DAMAGED && health.found > 0)
        return EXIT_DIFFERS;
    return status ? fail(&fault) : EXIT_GOOD;
}

static enum exit_code
repair(const char *folder)
{
    struct repair report;
    struct fault fault;

    if (health_repair(folder, &report, &fault))
        return fail(&fault);
    if (!report.kept[0]) {
        printf(_("%s: nothing to repair\n"), folder);
        return EXIT_GOOD;
    }
    printf(_("%s: repaired; the damaged database is kept as %s\n"), folder,
           report.kept);
    printf(_("  rows: %zu read, %zu from the history, %zu lost\n"),
           report.rows_read, report.rows_from_history, report.rows_lost);
    printf(_("  edits of the history: %zu read, %zu lost\n"), report.steps_read,
           report.steps_lost);
    if (report.takes_from_files > 0)
        printf(_("  takes placed anew from their sound files: %zu\n"),
               report.takes_from_files);
    return EXIT_GOOD;
}

static enum exit_code
run(const struct args *args)
{
    return arg_given(args, "repair") ? repair(args->words[0]) : check(args);
}

const struct verb VERB_CHECK = {
    .name = "check",
    .words = "SONG [--repair]",
    .summary = N_("look whether a song and its sound files are whole; mend it"),
    .more = N_("Returns 3 where something is found.  A repair keeps the damaged database."),
    .min_words = 1,
    .max_words = 1,
    .options =
        {
            {"repair", NULL, N_("build a sound database from all that can be read")},
            {"hash", NULL, N_("compare every byte of the sound files, too")},
            {"json", NULL, N_("answer in JSON")},
        },
    .run = run,
};

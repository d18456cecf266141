/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.c: what was done to a song, and the way back and forth. */
#include "cli/verbs.h"

#include "app/command.h"
#include "app/session.h"
#include "base/text.h"
#include "cli/open.h"
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
print_time(int64_t microseconds, char text[32])
{
    const time_t seconds = microseconds / 1000000;
    struct tm local;

    if (!localtime_r(&seconds, &local) || !strftime(text, 32, "%F %T", &local))
        strcpy(text, "?");
}

/* `*` marks where the history stands; a step whose parent is not the one printed
 * just before begins a branch, and says from where. */
struct lines {
    int64_t last;
};

static void
print_step(void *user, const struct step *step)
{
    struct lines *lines = user;
    char when[32], label[LABEL_SIZE];

    print_time(step->time, when);
    printf("%c %5lld  %s  ", step->here ? '*' : ' ', (long long)step->number, when);
    command_label_told(step->label, label);
    print_name(label, 0);
    if (step->parent && step->parent != lines->last)
        printf(_("  (branches off)"));
    if (!step->sound)
        printf(_("  (damaged: cannot be undone or redone)"));
    puts("");
    lines->last = step->id;
}

static void
json_step(void *user, const struct step *step)
{
    struct json *json = user;

    json_open(json, NULL, '{');
    json_int(json, "number", step->number);
    json_id(json, "id", step->id);
    if (step->parent)
        json_id(json, "parent", step->parent);
    json_text(json, "label", step->label);
    json_text(json, "author", step->author);
    json_int(json, "time_us", step->time);
    json_int(json, "bytes", step->bytes);
    json_bool(json, "here", step->here);
    json_bool(json, "redo", step->redo);
    json_bool(json, "sound", step->sound);
    json_close(json, '}');
}

static enum exit_code
run_history(const struct args *args)
{
    struct session *session;
    struct fault fault;
    struct lines lines = {0};
    struct json json = {0};

    if (open_to_read(&session, args->words[0], &fault))
        return fail(&fault);
    enum status status;
    if (arg_given(args, "json")) {
        json_open(&json, NULL, '[');
        status = store_history(session_store(session), json_step, &json, &fault);
        json_close(&json, ']');
    } else {
        status = store_history(session_store(session), print_step, &lines, &fault);
    }
    session_close(session);
    return status ? fail(&fault) : EXIT_GOOD;
}

static enum exit_code
step_back(const struct args *args, const char *said,
          enum status (*go)(struct session *, char *, struct fault *))
{
    struct session *session;
    struct fault fault;
    char label[LABEL_SIZE], told[LABEL_SIZE];
    int64_t times = 1;
    enum status status = ST_OK;

    if (arg_whole(args, "times", 1, 1000000, 1, &times, &fault)
        || open_to_write(&session, args->words[0], &fault))
        return fail(&fault);
    for (int64_t i = 0; i < times && !status; i++) {
        status = go(session, label, &fault);
        if (status)
            break;
        printf("%s: ", said);
        command_label_told(label, told);
        print_name(told, 0);
        puts("");
    }
    session_close(session);
    return status ? fail(&fault) : EXIT_GOOD;
}

static enum exit_code
run_undo(const struct args *args)
{
    return step_back(args, _("undone"), session_undo);
}

static enum exit_code
run_redo(const struct args *args)
{
    return step_back(args, _("redone"), session_redo);
}

struct search {
    const char *text;
    long long number;
    int64_t found;
};

static void
match_step(void *user, const struct step *step)
{
    struct search *search = user;

    if (search->text[0] == '#' ? step->id == search->number
                               : step->number == search->number)
        search->found = step->id;
}

static enum exit_code
run_goto(const struct args *args)
{
    struct session *session;
    struct fault fault;
    const char *text = args->words[1];
    struct search search = {.text = text};
    char *end;

    const char *digits = text[0] == '#' ? text + 1 : text;

    search.number = strtoll(digits, &end, 10);
    if (end == digits || *end) {
        fault_set(&fault, ST_SYNTAX, text, _("is no edit"));
        fault_remedy(&fault, _("remanence history tells their numbers"));
        return fail(&fault);
    }
    if (open_to_write(&session, args->words[0], &fault))
        return fail(&fault);
    enum status status
        = store_history(session_store(session), match_step, &search, &fault);
    if (!status && !search.found) {
        status = fault_set(&fault, ST_NOT_FOUND, text, _("no such edit"));
        fault_remedy(&fault, _("remanence history tells their numbers"));
    }
    if (!status)
        status = session_goto(session, search.found, &fault);
    if (!status)
        printf(_("now at edit %s\n"), text);
    session_close(session);
    return status ? fail(&fault) : EXIT_GOOD;
}

const struct verb VERB_HISTORY = {
    .name = "history",
    .words = "SONG [--json]",
    .summary = N_("list every edit that was made, branches too"),
    .more = N_("The edit the song stands at is marked *."),
    .min_words = 1,
    .max_words = 1,
    .options = {{"json", NULL, N_("answer in JSON")}},
    .run = run_history,
};

const struct verb VERB_UNDO = {
    .name = "undo",
    .words = "SONG [--times N]",
    .summary = N_("take the last edit back"),
    .min_words = 1,
    .max_words = 1,
    .options = {{"times", "N", N_("that many edits")}},
    .run = run_undo,
};

const struct verb VERB_REDO = {
    .name = "redo",
    .words = "SONG [--times N]",
    .summary = N_("make the edit again that was undone last"),
    .min_words = 1,
    .max_words = 1,
    .options = {{"times", "N", N_("that many edits")}},
    .run = run_redo,
};

const struct verb VERB_GOTO = {
    .name = "goto",
    .words = "SONG EDIT",
    .summary = N_("go to any edit of the history, on any branch"),
    .more = N_("EDIT is a number that remanence history tells, or #ID."),
    .min_words = 2,
    .max_words = 2,
    .run = run_goto,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command.h"

#include "app/command_tables.h"
#include "base/text.h"
#include "model/ops_track.h"

#include <errno.h>
#include <string.h>

static const struct command *const TABLES[] = {
    COMMANDS_TRACK, COMMANDS_CLIP, COMMANDS_CLIPS, COMMANDS_COMP, COMMANDS_TIME,
    COMMANDS_MIX,   COMMANDS_INPUT,
};

const struct command *
command_table(size_t index)
{
    static const struct command END;

    for (size_t i = 0; i < COUNT(TABLES); i++)
        for (const struct command *at = TABLES[i]; at->name; at++)
            if (index-- == 0)
                return at;
    return &END;
}

const struct command *
command_find(const char *name)
{
    for (size_t i = 0; i < COUNT(TABLES); i++)
        for (const struct command *at = TABLES[i]; at->name; at++)
            if (strcmp(at->name, name) == 0)
                return at;
    return NULL;
}

static enum status
check_words(const struct command_line *line, const struct command **out,
            struct fault *fault)
{
    const struct command *command
        = line->count > 0 ? command_find(line->words[0]) : NULL;

    if (!command) {
        fault_set(fault, ST_SYNTAX, line->count > 0 ? line->words[0] : "",
                  _("no such edit"));
        fault_remedy(fault, _("see: remanence edit --help"));
        return ST_SYNTAX;
    }
    if (line->count - 1 < command->min_words
        || line->count - 1 > command->max_words) {
        fault_set(fault, ST_SYNTAX, command->name,
                  line->count - 1 < command->min_words ? _("something is missing")
                                                       : _("that is too much"));
        fault_remedy(fault, _("usage: %s %s"), command->name, command->words);
        return ST_SYNTAX;
    }
    *out = command;
    return ST_OK;
}

enum status
command_track(const struct command_call *call, size_t index, int64_t *out)
{
    const char *name = call->words[index];
    const enum status status
        = place_track(call->ops.model, name, out, call->ops.fault);

    if (status != ST_NOT_FOUND)
        return status;
    *out = op_track_named(&call->ops, name);
    return *out ? ST_OK : status;
}

static enum status
run_line(const struct session *session, struct edit *edit,
         const struct command_line *line, struct fault *fault)
{
    const struct command *command;
    const enum status status = check_words(line, &command, fault);

    if (status)
        return status;
    const struct command_call call = {
        .ops = {edit, session_model(session), fault},
        .words = line->words + 1,
        .count = line->count - 1,
    };
    return command->run(&call);
}

enum status
command_run_all(struct session *session, const char *label,
                const struct command_line *lines, size_t count, struct fault *fault)
{
    char own[LABEL_SIZE];
    const struct command *first;
    struct edit *edit;
    enum status status = count > 0 ? check_words(&lines[0], &first, fault) : ST_OK;

    if (status || count == 0)
        return status;
    if (!label)
        command_label(session, NULL, lines, count, own);
    if (edit_new(&edit, label ? label : own))
        return fault_errno(fault, ENOMEM, lines[0].words[0]);
    for (size_t i = 0; i < count && !status; i++)
        status = run_line(session, edit, &lines[i], fault);
    if (!status)
        status = session_commit(session, edit, fault);
    edit_free(edit);
    return status;
}

enum status
command_run(struct session *session, const char *const *words, size_t count,
            struct fault *fault)
{
    const struct command_line line = {words, count};

    return command_run_all(session, NULL, &line, 1, fault);
}

/* Copy one word down to *to, without its quotes; returns where it ends, or NULL
 * where a quote is open. */
static char *
take_word(char *from, char **to)
{
    char quote = 0;

    while (*from && (quote || !strchr(" \t\r\n", *from))) {
        if (*from == '\\' && quote != '\'' && from[1]) {
            *(*to)++ = from[1];
            from += 2;
        } else if (quote ? *from == quote : *from == '"' || *from == '\'') {
            quote = quote ? 0 : *from;
            from++;
        } else {
            *(*to)++ = *from++;
        }
    }
    return quote ? NULL : from;
}

enum status
command_words(char *line, const char **words, size_t max, size_t *count,
              struct fault *fault)
{
    char *from = line, *to = line;

    *count = 0;
    for (;;) {
        from += strspn(from, " \t\r\n");
        if (!*from || *from == '#')
            return ST_OK;
        if (*count == max)
            return fault_with(fault, ST_SYNTAX, words[0], _("too many words"),
                              _("write it as several edits"));
        words[(*count)++] = to;
        from = take_word(from, &to);
        if (!from)
            return fault_with(fault, ST_SYNTAX, words[*count - 1],
                              _("a quote is not closed"),
                              _("close it, or write \\ before it"));
        if (*from)
            from++;
        *to++ = '\0';
    }
}

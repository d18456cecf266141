/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h: every action on a song, by its name: what a gesture in the window, a
 * key, a line on the command line and a line of a script have in common.
 *
 * A command reads words («split», «Bass@1:00», …) as place.h names things, and adds
 * its changes to an edit.  Whoever runs one or several of them commits the edit as
 * one step of the history. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/session.h"
#include "base/fault.h"
#include "model/ops.h"

#include <stddef.h>

/* What a command works with. */
struct command_call {
    struct ops ops;           /* the edit, the model and the fault */
    const char *const *words; /* after the command's name */
    size_t count;
};

struct command {
    const char *name;  /* «fade-in» */
    const char *words; /* usage: «CLIP SPAN [SHAPE]» */
    const char *help;  /* marked for translation, not translated */
    const char *label; /* of its step in the history, likewise */
    size_t min_words;
    size_t max_words; /* COMMAND_MANY: no bound */
    enum status (*run)(const struct command_call *call);
};

enum { COMMAND_MANY = 4096 };

/* All commands, by subject; the end has no name.  Any thread. */
const struct command *command_table(size_t index);

/* The command of that name, or NULL.  Any thread. */
const struct command *command_find(const char *name);

/* Main thread: run one command, the first word its name, as one step of the
 * history.  Fails with ST_SYNTAX (no such command, too few words), and what the
 * command and session_commit() say; nothing has changed then. */
NODISCARD enum status command_run(struct session *session, const char *const *words,
                                  size_t count, struct fault *fault);

/* Main thread: run several as one step, labelled `label` (NULL: as command_label()
 * says). */
struct command_line {
    const char *const *words;
    size_t count;
};
NODISCARD enum status command_run_all(struct session *session, const char *label,
                                      const struct command_line *lines,
                                      size_t count, struct fault *fault);

/* Main thread: what such a step is called: `what` (NULL: the first command's label)
 * and, where all lines are about the same clip, lane, track or name, that:
 * «Move clip: hat».  To be asked before they run, as a name may be what they
 * change. */
void command_label(const struct session *session, const char *what,
                   const struct command_line *lines, size_t count,
                   char label[LABEL_SIZE]);

/* Any thread: a label of a step in the language of whoever reads it: what was done is
 * translated, what it was done to is not. */
void command_label_told(const char *label, char told[LABEL_SIZE]);

/* Any thread: split a line into words as a shell does: blanks part them, quotes
 * ("…" or '…') and backslashes keep them together, # begins a remark.  `line` is
 * changed, and the words point into it; returns their number, `max` at most.
 * ST_SYNTAX: a quote is open. */
NODISCARD enum status command_words(char *line, const char **words, size_t max,
                                    size_t *count, struct fault *fault);

#endif

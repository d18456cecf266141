/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command_tables.h: the tables of commands, by the file that holds them; each ends with a
 * name of NULL.  And what their words are read by. */
#ifndef APP_COMMAND_TABLES_H
#define APP_COMMAND_TABLES_H

#include "app/command.h"
#include "app/place.h"

#include <stdbool.h>

extern const struct command COMMANDS_TRACK[], COMMANDS_CLIP[], COMMANDS_COMP[],
    COMMANDS_TIME[], COMMANDS_MIX[];

/* The word at `index`, or NULL where there are fewer. */
static inline const char *
word(const struct command_call *call, size_t index)
{
    return index < call->count ? call->words[index] : NULL;
}

/* Words that mean something: a number within bounds; on or off; a colour #RRGGBB; one of
 * `names` (ends with NULL), of which `out` gets the index.  All fail with ST_SYNTAX or
 * ST_RANGE, and name `what` was looked for. */
NODISCARD enum status word_number(const char *text, const char *what, double low,
                                  double high, double *out, struct fault *fault);
NODISCARD enum status word_switch(const char *text, bool *out, struct fault *fault);
NODISCARD enum status word_color(const char *text, int64_t *out, struct fault *fault);
NODISCARD enum status word_choice(const char *text, const char *what,
                                  const char *const *names, int *out,
                                  struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command_tables.h: the tables of commands, by the file that holds them; each ends
 * with a name of NULL. */
#ifndef APP_COMMAND_TABLES_H
#define APP_COMMAND_TABLES_H

#include "app/command.h"
#include "app/place.h"
#include "app/words.h"

extern const struct command COMMANDS_TRACK[], COMMANDS_CLIP[], COMMANDS_CLIPS[],
    COMMANDS_COMP[], COMMANDS_TIME[], COMMANDS_MIX[], COMMANDS_INPUT[];

/* The word at `index`, or NULL where there are fewer. */
static inline const char *
word(const struct command_call *call, size_t index)
{
    return index < call->count ? call->words[index] : NULL;
}

/* The track that the word at `index` names: one of the song, or one that the same
 * edit has just added.  Fails as place_track() does. */
NODISCARD enum status command_track(const struct command_call *call, size_t index,
                                    int64_t *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.h: the history of an open song as a tree that can be shown: what was
 * done, when, and which ways branch off.
 *
 * Main thread.  It is read once, and then follows what the session does. */
#ifndef APP_HISTORY_H
#define APP_HISTORY_H

#include "app/session.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct history;

enum { HISTORY_COLUMNS = 16 };

struct history_step {
    int64_t id, parent; /* 0: it is the first */
    int64_t time;       /* microseconds since 1970, UTC */
    const char *label;
    bool here;  /* the song stands at it */
    bool ahead; /* redo comes there */
    bool aside; /* neither before nor ahead: of a branch */

    /* Drawn as a graph, newest at the top: the step's dot is in `column`; `through`
     * has a bit for each column that a line passes, `up` and `down` whether one
     * leaves the dot that way, and `branches` a bit for each column whose branch
     * begins at this dot. */
    unsigned column;
    uint32_t through, branches;
    bool up, down;
};

/* Read the history of a session, which must stay longer.  Fails, *out NULL:
 * ST_NO_MEM, and what store_history() says. */
NODISCARD enum status history_open(struct history **out, struct session *session,
                                   struct fault *fault);
void history_close(struct history *history);

/* After each change of the session, with its edit: a step came to it, or the song
 * stands at another one.  ST_NO_MEM: it must be opened anew. */
NODISCARD enum status history_follow(struct history *history,
                                     const struct edit *edit, struct fault *fault);

/* The steps, newest first; what is told stands until the history follows. */
size_t history_count(const struct history *history);
void history_step(const struct history *history, size_t index,
                  struct history_step *out);

/* Where the song stands: its place among them; and the most columns of any. */
size_t history_here(const struct history *history);
unsigned history_columns(const struct history *history);

#endif

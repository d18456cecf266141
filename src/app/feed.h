/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feed.h: the song's sound files as the engine's streams read them. */
#ifndef APP_FEED_H
#define APP_FEED_H

#include "app/session.h"
#include "engine/engine.h"

/* Why a source cannot sound: told once a source, as it is found. */
struct feed_report {
    void (*offline)(void *user, const struct row_source *source,
                    const struct fault *fault);
    void *user;
};

/* Main thread: give the engine every source of the song that it does not have yet.  A file
 * that is missing, was replaced (another size, rate or number of channels) or cannot be read is
 * reported (`report` may be NULL) and left out: its clips keep their place and are
 * silent.  Returns how many were left out. */
size_t feed_sources(const struct session *session, struct engine *engine,
                    const struct feed_report *report);

/* Main thread: whether the file of a source is there and is what the row says; the fault
 * tells what is wrong with it. */
NODISCARD enum status feed_check(const struct session *session,
                                 const struct row_source *source, struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* health.h: whether a song is as it was left, and how to mend it.  Main thread. */
#ifndef APP_HEALTH_H
#define APP_HEALTH_H

#include "app/session.h"
#include "base/fault.h"
#include "store/store.h"

struct health {
    size_t rows;    /* looked at */
    size_t sources; /* sound files looked at */
    size_t found;   /* things that are not well */
};

/* Look at everything: the database and its checksums, the history, whether the rows
 * make sense, each sound file (is it there, is it what it was; with `hash`, every
 * byte of it).  Nothing is written.  ST_OK: all is well; ST_DAMAGED: `found` has
 * told what is not.  Else why the song could not even be opened read-only. */
NODISCARD enum status
health_check(const char *folder, bool hash,
             void (*found)(void *user, const struct fault *fault), void *user,
             struct health *health, struct fault *fault);

/* Tell of each sound file of an open song that is not there, or not what it was:
 * its clips keep their place, and are silent or end early.  Nothing but the files'
 * heads is read. */
void health_offline(const struct session *session,
                    void (*found)(void *user, const struct fault *fault),
                    void *user);

/* store_repair(), with the project's own sound files to find lost takes in. */
NODISCARD enum status health_repair(const char *folder, struct repair *report,
                                    struct fault *fault);

#endif

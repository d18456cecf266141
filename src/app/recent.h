/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recent.h: the songs that were opened last, in $XDG_STATE_HOME/remanence/recent.
 *
 * Main thread. */
#ifndef APP_RECENT_H
#define APP_RECENT_H

#include "app/session.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECENT_MOST = 24 };

struct recent_song {
    char *folder; /* whole path */
    char *title;
    double seconds; /* to the end of the last clip */
    int64_t opened; /* seconds since 1970, UTC */
    bool there;     /* there is a project in it now */
};

struct recent {
    struct recent_song songs[RECENT_MOST]; /* the last one first */
    size_t count;
};

/* Fails, *out empty, as home_read(). */
NODISCARD enum status recent_load(struct recent *out, struct fault *fault);
void recent_clear(struct recent *recent);

/* Put a song that is opened at the head of the list.  Fails as home_write(). */
NODISCARD enum status recent_note(const struct session *session,
                                  struct fault *fault);

/* Let one that is in the list have this title and length. */
NODISCARD enum status recent_describe(const char *folder, const char *title,
                                      double seconds, struct fault *fault);

/* Strike one out; one that is not in it is no mistake.  Nothing happens to the
 * song. */
NODISCARD enum status recent_forget(const char *folder, struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arm.h: several tracks armed at once, as a command line says it; and what the
 * flight recorder has to tell.  Main thread. */
#ifndef APP_ARM_H
#define APP_ARM_H

#include "app/player.h"
#include "app/session.h"

/* Arm the tracks of `orders` («Bass=1», «Keys=3,4», or a track alone, with the
 * input that it has) and no others, as one step of the history; without orders,
 * what is armed stays so.  `monitor` (an index of WORD_MONITORS) holds for all that
 * are armed then; -1: as it is.  `player`: the one that they are to be recorded
 * through; NULL: nothing is changed, only *inputs is told (NULL is allowed): as
 * many channels as they need.  Fails with nothing changed: ST_SYNTAX, ST_NOT_FOUND
 * (a track, or its input: arm_possible()), ST_EXISTS (a track twice), and as
 * session_commit(). */
NODISCARD enum status arm_tracks(struct session *session, const char *const *orders,
                                 size_t count, int monitor,
                                 const struct player *player, unsigned *inputs,
                                 struct fault *fault);

/* Whether a track of that name can be recorded from its input: ST_NOT_FOUND: it has
 * none, the device has it not, or nothing is connected to it. */
NODISCARD enum status arm_possible(const struct player *player, const char *track,
                                   const struct row_input *input,
                                   struct fault *fault);

/* The armed tracks' ids, from top to bottom; returns how many there are, `max` are
 * told. */
size_t arm_armed(const struct session *session, int64_t *ids, size_t max);

struct incident_told {
    const char *kind; /* in the user's language */
    const char *word; /* of it, for programs */
    frames_t at;
    int64_t time;     /* microseconds since 1970, UTC */
    int64_t input;
    const char *track; /* "": all, or gone */
    int64_t track_id;  /* 0: all */
    bool counts;      /* `value` says something */
    int64_t value;
    const char *text;
};

/* Call back for each event of the flight recorder, in the order of time. */
NODISCARD enum status incidents_tell(struct session *session,
                                     void (*each)(void *user,
                                                  const struct incident_told *told),
                                     void *user, struct fault *fault);

#endif

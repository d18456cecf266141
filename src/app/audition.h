/* SPDX-License-Identifier: GPL-3.0-or-later */
/* audition.h: sound files are heard through the song's own outputs before they are
 * brought in: beside the song, whether that rolls or not (engine/aside.h).
 *
 * Main thread, all of it.  A worker opens, decodes and resamples them. */
#ifndef APP_AUDITION_H
#define APP_AUDITION_H

#include "app/player.h"

#include <stdbool.h>

struct audition;

/* For a player, which stays longer.  Fails, *out NULL: ST_NO_MEM. */
NODISCARD enum status audition_open(struct audition **out, struct player *player,
                                    struct fault *fault);

/* Waits until workers have noticed, some milliseconds; NULL is allowed. */
void audition_close(struct audition *audition);

/* Hear this file from there on, in seconds (from its beginning, where its decoder
 * cannot do else), in place of the one before.  Mono is heard on both sides, and of
 * more channels than two the first two are.  Fails as job_start(), nothing is heard
 * then; that the file cannot be read is told by audition_poll(). */
NODISCARD enum status audition_play(struct audition *audition, const char *path,
                                    double from, struct fault *fault);
void audition_stop(struct audition *audition);

/* How loud, dB; -144 and below: silent.  Full level at first. */
void audition_set_level(struct audition *audition, double db);

struct audition_state {
    bool sounding;       /* or about to */
    const char *path; /* of what sounds; NULL: nothing.  Until the next call here */
    double seconds;      /* where in it */
    double length;       /* of it, seconds; below 0: not known yet */
    struct fault fault;  /* unless its status is ST_OK: why it ended; told once */
};

/* Some ten times a second, and more often where that is shown. */
void audition_poll(struct audition *audition, struct audition_state *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* runner.h: what the verbs share that run a deck: levels on a terminal, takes as
 * they come, and keys.  Main thread. */
#ifndef CLI_RUNNER_H
#define CLI_RUNNER_H

#include "app/deck.h"
#include "cli/cli.h"

struct runner {
    struct session *session;
    struct player *player;
    struct deck *deck;
    struct deck_state state; /* after each turn */
    bool terminal;           /* levels are shown */
    bool keys;               /* there is one to press them on */
    bool failed;             /* a track, the disk, the device */
    uint32_t rate;
    unsigned turns;
};

/* Seconds, monotonic. */
double runner_clock(void);

/* For the options driver, device, transport, block and threads; and click.  Fail as
 * arg_whole() and player_click(). */
NODISCARD enum status runner_config(const struct args *args,
                                    struct player_config *config,
                                    struct fault *fault);
NODISCARD enum status runner_click(const struct args *args, struct runner *runner,
                                 struct fault *fault);

/* Arm as the options arm and monitor say; *inputs (NULL is allowed) are the
 * channels that it takes.  Before there is a player only that is told, and nothing
 * changed. */
NODISCARD enum status runner_arm(const struct args *args, struct runner *runner,
                               unsigned *inputs, struct fault *fault);

/* A deck for the player, and keys; fails as deck_open().  And end both. */
NODISCARD enum status runner_open(struct runner *runner, int64_t round_trip,
                                  double listen, struct fault *fault);
void runner_close(struct runner *runner);

/* Say which driver it is, and why; and once, where it has no realtime priority. */
void runner_device(struct player *player);

/* Say what takes are placed with, and whether that was asked for. */
void runner_placing(struct runner *runner, bool asked);

/* Wait for a moment, poll, show; «k» keeps what was just played.  Returns another
 * key that was pressed, or 0. */
char runner_turn(struct runner *runner);

/* Leave the line with the levels. */
void runner_clear(const struct runner *runner);

/* Tell of a take on standard output; `user` is the struct runner. */
void runner_taken(void *user, const char *name, frames_t start, int64_t length);

#endif

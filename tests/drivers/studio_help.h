/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studio_help.h: a song that records through a driver which runs by itself. */
#ifndef TESTS_DRIVERS_STUDIO_HELP_H
#define TESTS_DRIVERS_STUDIO_HELP_H

#include "app/deck.h"
#include "tests/app/app_help.h"

struct studio {
    struct app_song *song;
    struct player *player;
    struct deck *deck;
    struct deck_state state;
    unsigned notices;
    char notice[256]; /* the last */
};

/* An empty song at 48 kHz; then a player and a deck for it, once it has what it needs.
 * `inputs` channels; `round_trip` as in struct deck_config. */
void studio_new(struct studio *studio);
void studio_open(struct studio *studio, const struct player_config *config,
                 int64_t round_trip);

/* Player and deck are closed; then the song, too. */
void studio_close(struct studio *studio);
void studio_free(struct studio *studio);

/* A track that records channel `input` (from 1), armed, not monitored. */
int64_t studio_track(struct studio *studio, const char *name, int input);

/* A stereo clip of `frames` frames from the song's beginning: the ramp (ramp.h). */
void studio_ramp(struct studio *studio, int64_t frames);

/* Roll; poll until it does, for so many frames of the timeline, and until all is in the
 * song and it stands.  Each fails the test after a minute. */
void studio_roll(struct studio *studio, const struct deck_order *order);
void studio_frames(struct studio *studio, int64_t frames);
void studio_settle(struct studio *studio);

/* Poll for so many milliseconds; until the device is lost, or is there again. */
void studio_poll(struct studio *studio, int ms);
void studio_await_lost(struct studio *studio, bool lost);

/* Open a probe (server_help.h) whose clock goes to our first input, and nothing else does. */
struct probe;
void studio_wire(struct probe *probe);

/* The samples of a track's take of that number as its clip shows them, to be freed. */
float *studio_take(const struct studio *studio, int64_t track, int64_t number,
                   int64_t *at, int64_t *frames);

#endif

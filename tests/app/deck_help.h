/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deck_help.h: a song that records from a ramp: frame n of the input clock is
 * n + 1, on channel c of 2^22 c more, so that each sample of a take tells
 * when it came in. */
#ifndef TESTS_APP_DECK_HELP_H
#define TESTS_APP_DECK_HELP_H

#include "app/deck.h"
#include "tests/app/app_help.h"

enum { RAMP_CHANNELS = 4, RAMP_CHANNEL = 1 << 22 };

struct ramp_song {
    struct app_song *song;
    struct player *player;
    struct deck *deck;
    uint32_t block;
    int64_t input; /* frames that have gone in */
    /* on the input clock: where the last roll began; -1: none has */
    int64_t rolled_at;
    int64_t rolled_from;
    bool rolling;
    bool silent; /* what goes in from now on is silence */
    unsigned notices;
    char notice[256]; /* the last */
    struct deck_state state;
};

/* Open player and deck of the song; `round_trip` as in struct deck_config. */
void ramp_open(struct ramp_song *ramp, struct app_song *song, uint32_t block,
               int64_t round_trip);
void ramp_close(struct ramp_song *ramp);

/* A new track that records that input, armed, monitored not. */
int64_t ramp_track(struct app_song *song, const char *name, const char *input);

/* As the deck is told, and until it rolls. */
void ramp_roll(struct ramp_song *ramp, const struct deck_order *order);

/* A cycle, and what the main thread does after it. */
void ramp_cycle(struct ramp_song *ramp);

/* Cycles until it rolls, for so many frames, and until nothing is left
 * to be placed. */
void ramp_until_rolling(struct ramp_song *ramp);
void ramp_frames(struct ramp_song *ramp, int64_t frames);
void ramp_settle(struct ramp_song *ramp);

/* Roll from there; stop. */
void ramp_play(struct ramp_song *ramp, int64_t at);
void ramp_halt(struct ramp_song *ramp);

/* Until the writer has heard all that went in; the frames stay in the rings. */
void ramp_let_hear(struct ramp_song *ramp);

/* Keep what was played, which lies in the song then. */
void ramp_keep(struct ramp_song *ramp);

/* The samples that a clip shows, of one channel; to be freed. */
float *ramp_clip(const struct session *session, const struct row_clip *clip,
                 unsigned channel);

/* The clip of a track's take of that number. */
const struct row_clip *ramp_take(const struct session *session, int64_t track,
                                 int64_t number);

/* Timeline frame t of the clip holds what came in when t was heard, `latency`
 * later. */
void ramp_assert_in_place(const struct ramp_song *ramp, const struct row_clip *clip,
                          unsigned channel, int wired, int64_t latency,
                          int64_t wrapped);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model_song_help.h: small songs for the tests of the model. */
#ifndef TESTS_MODEL_SONG_HELP_H
#define TESTS_MODEL_SONG_HELP_H

#include "model/edit.h"
#include "model/model.h"
#include "model/ops.h"

/* A model with a new song at 48 kHz in it, and an edit under way on it. */
struct model_song {
    struct model *model;
    struct ops ops; /* its edit is open; apply with model_song_apply() */
    struct fault fault;
};

/* The song is the caller's to model_song_close(). */
void model_song_open(struct model_song *song);
void model_song_close(struct model_song *song);

/* Check and apply the edit, and open a new one. */
void model_song_apply(struct model_song *song);

/* Throw the edit away and open a new one. */
void model_song_drop(struct model_song *song);

/* Make the edit that undoes another, against the model before it was applied. */
struct edit *model_song_inverse(const struct model *model, const struct edit *edit);

/* A model with the same rows. */
struct model *model_song_copy(const struct model *model);

/* Add a source of that many frames; an audio track, and its lane. */
int64_t model_song_source(struct model_song *song, int64_t length);
int64_t model_song_track(struct model_song *song, const char *name, int64_t *lane);

/* Add a clip of a whole source at a frame. */
int64_t model_song_clip(struct model_song *song, int64_t lane, int64_t source,
                        int64_t at);

/* A number that looks random. */
uint64_t model_song_random(uint64_t *seed);
uint64_t model_song_below(uint64_t *seed, uint64_t bound);

#endif

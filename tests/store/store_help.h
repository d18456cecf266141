/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store_help.h: what the store's tests have in common: a folder of their own, songs
 * to put in it, and ways to compare what is stored with what is in memory. */
#ifndef TESTS_STORE_STORE_HELP_H
#define TESTS_STORE_STORE_HELP_H

#include "model/edit.h"
#include "model/model.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place {
    char root[64]; /* made by mkdtemp */
    char song[96]; /* root/Song.rem */
    char db[128];  /* its database */
};

/* Set-up and tear-down for cmocka: *state is a struct place. */
int place_make(void **state);
int place_remove(void **state);

/* A song with tracks, one lane and strip each, and so many clips spread over them;
 * ids count up from 1, those of clips from CLIP_1. */
enum { TRACK_1 = 100, LANE_1 = 1000, SOURCE_1 = 5000, CLIP_1 = 10000 };
struct edit *song_edit(int tracks, int clips);

/* A project of it at place->song, open; and a model with the same rows. */
struct store *song_make(const struct place *place, int tracks, int clips,
                        struct model **model);

/* Open, and fail the test with the fault's line where that fails. */
struct store *song_open(const char *folder, enum store_mode mode);

/* An edit with that clip moved to `at` (and renamed, where name is not NULL). */
struct edit *clip_moved(const struct model *model, int64_t id, int64_t at,
                        const char *name);

/* Commit to the store, then the model; frees the edit. */
void commit(struct store *store, struct model *model, struct edit *edit);

/* Undo, redo or go, in the store and then in the model. */
void undo(struct store *store, struct model *model);
void redo(struct store *store, struct model *model);
void go(struct store *store, struct model *model, int64_t step);

/* What the store holds, loaded anew. */
struct model *loaded(struct store *store);
bool same_as_stored(struct store *store, const struct model *model);
uint64_t digest(struct store *store);

/* Fail the test with a fault's line unless status is ST_OK. */
void assert_fine(enum status status, const struct fault *fault);

/* A file's bytes, to be freed; and back. */
unsigned char *file_read(const char *path, size_t *size);
void file_write(const char *path, const void *bytes, size_t size);
bool file_exists(const char *path);

/* What another program does to the database: SQL, outside of the store. */
void raw_sql(const char *db, const char *sql);
int64_t raw_int(const char *db, const char *sql);

/* A small generator of numbers: the same on every machine. */
uint64_t next_random(uint64_t *state);

#endif

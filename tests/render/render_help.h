/* SPDX-License-Identifier: GPL-3.0-or-later */
/* render_help.h: a small song on the disk, to be bounced. */
#ifndef TESTS_RENDER_RENDER_HELP_H
#define TESTS_RENDER_RENDER_HELP_H

#include "engine/device.h"
#include "model/model.h"
#include "render/bounce.h"
#include "store/store.h"

#include <stdbool.h>

enum { TUNE_RATE = 48000, TUNE_TRACKS = 5 };

/* Ids are the test's: tracks 1 …, the master 90, the bus 91; sources 200 +
 * track. */
enum { TUNE_MASTER = 90, TUNE_BUS = 91, TUNE_SOURCE = 200, TUNE_CLIP = 300 };

enum tune_kind {
    TUNE_PLAIN,   /* five tracks, fader and pan */
    TUNE_MIXED,   /* and: EQ, compressors, a bus with a tail, a device that delays */
};

/* What inserts there are: see devices_help.c. */
extern const struct device_table tune_devices;

struct tune {
    char root[64];     /* made by mkdtemp */
    char folder[96];   /* root/Tune.rem */
    struct store *store;
    struct model *model;
    int64_t length;    /* frames */
};

/* `length` frames a track, made of numbers. */
void tune_open(struct tune *tune, enum tune_kind kind, int64_t length);
void tune_close(struct tune *tune);

/* A path in the tune's root; a few at a time are remembered. */
const char *tune_path(struct tune *tune, const char *name);

/* Set a track's fader, as an edit of the history. */
void tune_fader(struct tune *tune, int64_t track, double db);

/* A 24-bit master, whole, to `path` (NULL: only hashed), of one file. */
struct bounce_spec tune_spec(struct tune *tune, struct bounce_file *file);

/* Run it and fail the test if that fails. */
void tune_bounce(const struct bounce_spec *spec, struct bounce_result *result,
                 struct bounce_figures *figures);

/* How many files stand in the root beside the project. */
unsigned tune_files(const struct tune *tune);

/* All samples of a stereo file, interleaved, to be freed. */
float *tune_samples(const char *path, int64_t *frames);

bool same_hash(struct hash128 a, struct hash128 b);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rig_help.h: a song in memory, and an engine that a test drives by hand. */
#ifndef TESTS_ENGINE_RIG_HELP_H
#define TESTS_ENGINE_RIG_HELP_H

#include "engine/device.h"
#include "engine/engine.h"
#include "engine/plan.h"
#include "model/model.h"
#include "tests/engine/stream_help.h"

enum { RIG_RATE = 48000, RIG_SOURCES = 128, RIG_LONG = 20 * RIG_RATE };

/* Ids are given by the test: small, so that their order is known. */
struct rig {
    struct model *model;
    struct engine *engine;
    struct plan_options options;
    struct stream_fake fakes[RIG_SOURCES];
    unsigned n_fakes;
    int64_t next_id;  /* of a track */
    int64_t next_row; /* of the rest */
};

/* What `config` does not say is as usual: RIG_RATE, blocks to 8192, one thread, and
 * devices: those of src/plugins, and «late» (delays by 100 frames and says so),
 * «late7» (by 7), «widen» (adds half of the left to the right), «decay» (a one-pole
 * tail); their one control is «gain», which the first two heed. */
void rig_open(struct rig *rig, struct engine_config config);

/* The same song on another engine. */
void rig_reopen(struct rig *rig, struct engine_config config);
void rig_close(struct rig *rig);

/* Put or delete a row. */
void rig_put(struct rig *rig, enum table table, void *row);
void rig_delete(struct rig *rig, enum table table, int64_t id);

/* A track of that kind, feeding `output` (0: the master), with a lane that plays
 * (its id is the track's plus 1000) and its strip. */
int64_t rig_track(struct rig *rig, enum track_kind kind, int64_t channels,
                   int64_t output);
struct row_strip rig_strip(const struct rig *rig, int64_t track);

/* A source of RIG_LONG frames; its fake. */
const struct stream_fake *rig_source(struct rig *rig, unsigned channels);

/* A clip without fades, of that source. */
int64_t rig_clip(struct rig *rig, int64_t track, const struct stream_fake *source,
                  int64_t at, int64_t length, int64_t offset);
struct row_clip rig_clip_row(const struct rig *rig, int64_t clip);

int64_t rig_send(struct rig *rig, int64_t from, int64_t to, enum send_tap tap,
                  double level_db);
int64_t rig_insert(struct rig *rig, int64_t track, enum insert_place place,
                    const char *device);

/* Build a plan and let the engine have it. */
void rig_plan(struct rig *rig);

/* Plan, locate, roll. */
void rig_roll(struct rig *rig, int64_t from);

/* `frames` frames of left and right, in blocks of `block` at most. */
void rig_render(struct rig *rig, float *left, float *right, uint32_t frames,
                 uint32_t block);

#endif

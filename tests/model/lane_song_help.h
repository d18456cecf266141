/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lane_song_help.h: a song of one track, and what its lane plays. */
#ifndef TESTS_MODEL_LANE_SONG_HELP_H
#define TESTS_MODEL_LANE_SONG_HELP_H

#include "model/playlist.h"
#include "tests/model/model_song_help.h"

/* Clips of a lane, put as rows, so that layers and fades are what the test says. */
struct lane_song {
    struct model_song song;
    struct playlist *list;
    int64_t track;
    int64_t lane;
    const struct playlist_segment *segments;
    size_t count;
};

void lane_song_open(struct lane_song *f);
void lane_song_close(struct lane_song *f);

/* A clip of a source of its own, from its frame 1000 on; put into the edit. */
struct row_clip lane_song_clip(struct lane_song *f, int64_t id, int64_t from,
                               int64_t to, int64_t layer);
void lane_song_put_clip(struct lane_song *f, struct row_clip clip);
void lane_song_put(struct lane_song *f, int64_t id, int64_t from, int64_t to,
                   int64_t layer);

/* A second lane, and a comp that is active; its id.  What it plays of which lane, and
 * a clip on that. */
int64_t lane_song_add_comp(struct lane_song *f, int64_t *second, int64_t crossfade);
void lane_song_swipe(struct lane_song *f, int64_t comp, int64_t from, int64_t to,
                     int64_t lane);
void lane_song_put_on(struct lane_song *f, int64_t lane, int64_t id, int64_t from,
                      int64_t to);

/* The edit is applied, and the segments are those of the track then. */
void lane_song_compile(struct lane_song *f);

/* With all its fades; 0 outside of it. */
double segment_gain(const struct playlist_segment *segment, int64_t frame);

void assert_segment(const struct playlist_segment *segment, int64_t clip,
                    int64_t start, int64_t end);
void assert_fade(const struct playlist_fade *fade, int64_t start, int64_t length,
                 enum fade_shape shape);

#endif

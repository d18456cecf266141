/* SPDX-License-Identifier: GPL-3.0-or-later */
/* playlist_internal.h: what the parts of playlist.c share. */
#ifndef MODEL_PLAYLIST_INTERNAL_H
#define MODEL_PLAYLIST_INTERNAL_H

#include "model/playlist.h"

/* Segments that grow. */
struct segments {
    struct playlist_segment *all;
    size_t count;
    size_t capacity;
};

struct lane_room;

/* A lane of a comp, compiled once for all its ranges. */
struct comp_lane {
    int64_t lane_id;
    size_t first;
    size_t count;
};

/* A range, and how it is joined to the next: crossfaded from `a` to `b`, if they
 * differ; `joined` is false where the next does not follow at once with material.
 */
struct range {
    int64_t from, to;
    size_t lane; /* in comp_lanes */
    int64_t a, b;
    bool joined;
    enum fade_shape shape;
};

struct playlist {
    struct lane_room *room;
    struct segments out;
    struct segments pool; /* what the lanes of a comp sound */
    struct comp_lane *lanes;
    struct range *ranges;
    size_t n_lanes, n_ranges;
    size_t lanes_capacity, ranges_capacity;
};

/* Main thread: the room for compiling a lane.  Fails with ST_NO_MEM. */
NODISCARD enum status lane_room_new(struct lane_room **out);
void lane_room_free(struct lane_room *room);

/* Main thread: add what a lane sounds, sorted by start (and by end as well).  Fails
 * with ST_NO_MEM. */
NODISCARD enum status lane_compile(struct lane_room *room, struct segments *to,
                                   const struct model *model,
                                   const struct edit *edit, int64_t lane_id);

/* Main thread: add what a comp sounds to list->out.  Fails with ST_NO_MEM. */
NODISCARD enum status comp_compile(struct playlist *list, const struct model *model,
                                   const struct edit *edit,
                                   const struct row_comp *comp);

/* Main thread: as playlist_compile(), of a comp, whether it is active or not. */
NODISCARD enum status
playlist_compile_comp(struct playlist *list, const struct model *model,
                      const struct edit *edit, const struct row_comp *comp,
                      const struct playlist_segment **segments, size_t *count);

/* Main thread: room for one more segment; NULL without memory. */
struct playlist_segment *segments_add(struct segments *segments);

/* Main thread: room for `need` things of `size` bytes in *all, which may move.
 * Fails with ST_NO_MEM, nothing changed. */
NODISCARD enum status room_for(void *all, size_t *capacity, size_t need,
                               size_t size);

/* Main thread: whether both play the same frames of the same source. */
bool same_sound(const struct playlist_segment *a, const struct playlist_segment *b);

/* Main thread: forget the fades that a segment's edges have cut away. */
void forget_spent_fades(struct playlist_segment *segment);

#endif

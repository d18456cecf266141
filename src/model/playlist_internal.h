/* SPDX-License-Identifier: GPL-3.0-or-later */
/* playlist_internal.h: what playlist.c and playlist_lane.c share. */
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

/* Main thread: the room for compiling a lane.  Fails with ST_NO_MEM. */
NODISCARD enum status lane_room_new(struct lane_room **out);
void lane_room_free(struct lane_room *room);

/* Main thread: add what a lane sounds, sorted by start (and by end as well).  Fails with
 * ST_NO_MEM. */
NODISCARD enum status lane_compile(struct lane_room *room, struct segments *to,
                                   const struct model *model, const struct edit *edit,
                                   int64_t lane_id);

/* Main thread: as playlist_compile(), of a comp, whether it is active or not. */
NODISCARD enum status playlist_compile_comp(struct playlist *list,
                                            const struct model *model,
                                            const struct edit *edit,
                                            const struct row_comp *comp,
                                            const struct playlist_segment **segments,
                                            size_t *count);

/* Main thread: room for one more segment; NULL without memory. */
struct playlist_segment *segments_add(struct segments *segments);

/* Main thread: room for `need` things of `size` bytes in *all, which may move.  Fails with
 * ST_NO_MEM, nothing changed. */
NODISCARD enum status room_for(void *all, size_t *capacity, size_t need, size_t size);

/* Main thread: whether both play the same frames of the same source. */
bool same_sound(const struct playlist_segment *a, const struct playlist_segment *b);

/* Main thread: forget the fades that a segment's edges have cut away. */
void forget_spent_fades(struct playlist_segment *segment);

#endif

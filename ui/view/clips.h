/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clips.h: the clips of each lane, sorted by where they begin, so that those in
 * sight are found by halving.
 *
 * Main thread, where nothing else is said.  Lanes are sorted when they are first asked for, and again only
 * after an edit of theirs. */
#ifndef VIEW_CLIPS_H
#define VIEW_CLIPS_H

#include "model/model.h"

#include <stdbool.h>
#include <stddef.h>

struct clips;
struct edit;

/* Where a clip lies on its lane. */
struct clip_span {
    int64_t id;
    int64_t start; /* frames of the song */
    int64_t end;   /* not included */
    /* where clips overlap, the higher lies on top; equal: the later one */
    int64_t layer;
    int64_t last_end; /* the greatest end up to here */
};

struct clips *clips_new(void);
void clips_free(struct clips *clips);

/* Any thread that has the model for itself: those of a whole song, sorted. */
struct clips *clips_sorted(const struct model *model);

/* Forget what an edit, that is in the model already, has changed. */
void clips_apply(struct clips *clips, const struct edit *edit);

/* All clips of a lane by start; they stand until the next clips_apply(). */
const struct clip_span *clips_of(struct clips *clips, const struct model *model,
                                 int64_t lane_id, size_t *count);

/* Those among them that may be seen from `from` to `to`; all that are, and some
 * that end before it. */
const struct clip_span *clips_within(struct clips *clips, const struct model *model,
                                     int64_t lane_id, double from, double to,
                                     size_t *count);

/* Where one clip lies; false where there is none of that id. */
bool clips_span(const struct model *model, int64_t clip_id, struct clip_span *out);

/* Where the last clip of the song ends; 0 without one. */
int64_t clips_end(struct clips *clips, const struct model *model);

#endif

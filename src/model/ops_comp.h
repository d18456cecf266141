/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_comp.h: takes, lanes and comps.  See model/ops.h for what all ops do. */
#ifndef MODEL_OPS_COMP_H
#define MODEL_OPS_COMP_H

#include "model/ops.h"

/* Add a lane below the others; it does not play.  `name` NULL: «Lane 2». */
NODISCARD enum status op_lane_add(const struct ops *ops, int64_t track_id,
                                  const char *name, int64_t *id);

/* Delete a lane, its clips and what comps took from it.  Not a track's last
 * (ST_RANGE).  If it was the only one to play, the topmost other one does. */
NODISCARD enum status op_lane_delete(const struct ops *ops, int64_t lane_id);

/* Let this lane alone play, and no comp of its track be active. */
NODISCARD enum status op_lane_play(const struct ops *ops, int64_t lane_id);

/* The lane of that name of a track, or 0; of several, the topmost. */
int64_t op_lane_named(const struct ops *ops, int64_t track_id, const char *name);

/* Add a recorded take and its clip, from `start` on (what would lie before the song
 * is trimmed away).  `take` says all but id and number, which it gets: the next of
 * its track; the text of `take` stays the caller's.  On `lane_id`, or where that is
 * 0 on a new lane «Take 3».  The source's row must be there.  What `made` points to
 * (NULL is allowed) is told the ids. */
struct op_take_made {
    int64_t take_id;
    int64_t lane_id;
    int64_t clip_id;
};
NODISCARD enum status op_take_add(const struct ops *ops,
                                  const struct row_take *take, int64_t lane_id,
                                  struct op_take_made *made);

NODISCARD enum status op_take_rate(const struct ops *ops, int64_t take_id,
                                   int rating);

/* Add a comp without ranges; it is not active.  `name` NULL: «Comp 1». */
NODISCARD enum status op_comp_add(const struct ops *ops, int64_t track_id,
                                  const char *name, int64_t *id);
NODISCARD enum status op_comp_delete(const struct ops *ops, int64_t comp_id);

/* The comp of that name of a track, or 0; of several, the one with the least id. */
int64_t op_comp_named(const struct ops *ops, int64_t track_id, const char *name);

/* Swipe: from `from` to `to` the comp takes `lane_id`.  Ranges in the way are cut,
 * shortened or replaced; those of the same lane that touch become one.  Ranges
 * never overlap. */
NODISCARD enum status op_comp_set(const struct ops *ops, int64_t comp_id,
                                  frames_t from, frames_t to, int64_t lane_id);

/* Let the comp take nothing there. */
NODISCARD enum status op_comp_clear(const struct ops *ops, int64_t comp_id,
                                    frames_t from, frames_t to);

/* Let this comp alone sound on its track; or none, but the lanes that play. */
NODISCARD enum status op_comp_activate(const struct ops *ops, int64_t comp_id);
NODISCARD enum status op_comp_deactivate(const struct ops *ops, int64_t track_id);

/* How long its seams are crossfaded. */
NODISCARD enum status op_comp_crossfade(const struct ops *ops, int64_t comp_id,
                                        int64_t frames);

/* Put what the comp sounds on a new lane of its own, as clips that sound the same,
 * and let that lane play.  The comp stays, not active.  Two things a lane cannot
 * say, and they are made anew: a fade that a range cuts through goes from the cut
 * on, and where a seam falls into a crossfade of the lane, two clips sound instead
 * of three. */
NODISCARD enum status op_comp_flatten(const struct ops *ops, int64_t comp_id,
                                      int64_t *lane_id);

#endif

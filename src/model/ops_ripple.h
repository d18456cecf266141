/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_ripple.h: edits of a stretch of time: that close the gap they leave, or open
 * the one they need; and the one that leaves it.  See model/ops.h for what all ops
 * do.
 *
 * A locked clip among those that would move or be cut: ST_READ_ONLY. */
#ifndef MODEL_OPS_RIPPLE_H
#define MODEL_OPS_RIPPLE_H

#include "model/ops.h"

/* What moves: the clips and comp ranges of one track; those of all tracks; those,
 * and markers, tempo, metre, loop and punch range as well. */
enum op_ripple { RIPPLE_TRACK, RIPPLE_TRACKS, RIPPLE_SONG };

/* Take `from` … `to` out of the time: what lies in it goes (clips are cut at its
 * edges), what lies behind it moves left.  `track_id` counts for RIPPLE_TRACK
 * only. */
NODISCARD enum status op_ripple_cut(const struct ops *ops, enum op_ripple what,
                                    int64_t track_id, frames_t from, frames_t to);

/* Silence `from` … `to` on a track (0: on all): clips that sound there are cut at
 * its edges, and what lies between goes; where a comp sounds, it takes nothing
 * there, and its takes stay.  Nothing moves. */
NODISCARD enum status op_clear_range(const struct ops *ops, int64_t track_id,
                                     frames_t from, frames_t to);

/* Put `length` frames of silence in at a time: clips are cut there, what lies
 * behind it moves right.  In the song, tempo and metre go on through the gap as
 * they are at its start. */
NODISCARD enum status op_ripple_insert(const struct ops *ops, enum op_ripple what,
                                       int64_t track_id, frames_t at,
                                       int64_t length);

/* Delete a clip; what begins later moves left by its length (or less, where the
 * next clip of its lane begins within it: up to its start). */
NODISCARD enum status op_ripple_delete(const struct ops *ops, enum op_ripple what,
                                       int64_t clip_id);

/* Trim a clip, as in ops_clip.h; what begins later moves along.  Trimmed at its
 * start the clip still begins where it began. */
NODISCARD enum status op_ripple_trim_start(const struct ops *ops,
                                           enum op_ripple what, int64_t clip_id,
                                           struct when to);
NODISCARD enum status op_ripple_trim_end(const struct ops *ops, enum op_ripple what,
                                         int64_t clip_id, struct when to);

#endif

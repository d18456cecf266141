/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_clip.h: clips.  See model/ops.h for what all ops do.
 *
 * What is placed last (added, moved, copied) lies on top of its lane; how clips
 * that overlap sound, model/playlist.h says: no op stores a crossfade.  A locked
 * clip is not moved, cut, trimmed, slipped or deleted (ST_READ_ONLY).  The fades of
 * a clip together are never longer than the clip: where it gets shorter, both give
 * way alike. */
#ifndef MODEL_OPS_CLIP_H
#define MODEL_OPS_CLIP_H

#include "model/ops.h"

struct op_clip {
    int64_t lane_id;
    int64_t source_id;
    int64_t take_id; /* 0: not recorded */
    const char *name; /* NULL: the name of the source's file */
    struct when at;
    int64_t offset;
    int64_t length; /* frames; 0: to the source's end */
};

/* Add a clip of a source. */
NODISCARD enum status op_clip_add(const struct ops *ops, const struct op_clip *what,
                                  int64_t *id);

/* Cut a clip in two at a time within it; *id is the right part.  The fade-in stays
 * with the left one, the fade-out with the right one; the cut has none. */
NODISCARD enum status op_clip_split(const struct ops *ops, int64_t clip_id,
                                    struct when at, int64_t *id);

/* Let the clip begin or end at a time; the sound stays where it is.  It goes as far
 * as the source has sound, and not before the song's start.  ST_RANGE: nothing
 * would be left. */
NODISCARD enum status op_clip_trim_start(const struct ops *ops, int64_t clip_id,
                                         struct when to);
NODISCARD enum status op_clip_trim_end(const struct ops *ops, int64_t clip_id,
                                       struct when to);

/* Move clips by a distance: frames, or ticks (each by as much music).  `lanes` says
 * where each one goes, NULL: they stay on theirs.  All or none: ST_RANGE where one
 * would begin before the song.  Takes time in proportion to `count`. */
NODISCARD enum status op_clips_move(const struct ops *ops, const int64_t *clip_ids,
                                    const int64_t *lanes, size_t count,
                                    struct when by);

/* The same with copies, whose ids are written to `copies` (NULL is allowed). */
NODISCARD enum status op_clips_copy(const struct ops *ops, const int64_t *clip_ids,
                                    const int64_t *lanes, size_t count,
                                    struct when by, int64_t *copies);

NODISCARD enum status op_clips_delete(const struct ops *ops,
                                      const int64_t *clip_ids, size_t count);

/* Move the sound within the clip: `by` frames later in the source (or earlier,
 * below 0), as far as there is sound. */
NODISCARD enum status op_clip_slip(const struct ops *ops, int64_t clip_id,
                                   int64_t by);

/* A fade over `length` frames, at most the clip's; the other fade gives way. */
NODISCARD enum status op_clip_fade_in(const struct ops *ops, int64_t clip_id,
                                      int64_t length, enum fade_shape shape);
NODISCARD enum status op_clip_fade_out(const struct ops *ops, int64_t clip_id,
                                       int64_t length, enum fade_shape shape);

NODISCARD enum status op_clip_gain(const struct ops *ops, int64_t clip_id,
                                   double db);
NODISCARD enum status op_clip_mute(const struct ops *ops, int64_t clip_id,
                                   bool muted);
NODISCARD enum status op_clip_lock(const struct ops *ops, int64_t clip_id,
                                   bool locked);
NODISCARD enum status op_clip_raise(const struct ops *ops, int64_t clip_id);

/* Let the clip's place be kept in ticks (it goes with the tempo) or in frames (it
 * stays). */
NODISCARD enum status op_clip_anchor(const struct ops *ops, int64_t clip_id,
                                     enum time_unit unit);

#endif

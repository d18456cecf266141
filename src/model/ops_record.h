/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_record.h: what was recorded, into the song.  See model/ops.h for what all ops
 * do. */
#ifndef MODEL_OPS_RECORD_H
#define MODEL_OPS_RECORD_H

#include "model/ops.h"
#include "model/ops_comp.h"

struct op_record {
    int64_t handle; /* frames of the file that come before the clip; */
    int64_t tail;   /* and behind it */
    bool overdub;
};

/* Add a take and its sound file.  `take->start` is where the file's first frame
 * belongs, which may be before the song; the take's clip begins `handle` frames
 * later (or at the song's start, where that is later still), and can be opened to
 * either side as far as the file goes.  Its edges are fades of 3 ms, as they cut
 * through a sound.  Its lane comes on top of the track's others, and it is what
 * sounds there:
 *   - on a track without clips it takes the lane that is there;
 *   - with `overdub` its lane sounds together with what sounded before;
 *   - else a comp (the active one, or a new one) takes the new lane within the
 *     clip, and
 *     what sounded before outside of it.  Where nothing is left outside, the lane
 *       plays.
 *   - Several lanes that sounded together cannot be in a comp: within the clip
 *     theirs are
 *     cut and muted, but for those that are locked.
 * The take's track must be there; `take->source_id` is not looked at. */
NODISCARD enum status op_record_add(const struct ops *ops,
                                    const struct row_source *source,
                                    const struct row_take *take,
                                    const struct op_record *how,
                                    struct op_take_made *made);

/* Place a take again, as if this had been the round trip when it was recorded: its
 * sound moves, the edges of its clips stay where they are as far as there is sound.
 * ST_READ_ONLY: one of the clips is locked. */
NODISCARD enum status op_take_replace(const struct ops *ops, int64_t take_id,
                                      int64_t round_trip);

#endif

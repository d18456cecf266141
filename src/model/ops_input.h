/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_input.h: what a track records.  See model/ops.h for what all ops do. */
#ifndef MODEL_OPS_INPUT_H
#define MODEL_OPS_INPUT_H

#include "model/ops.h"

/* Give an audio track the driver's channels `first` and `second` (from 0; second
 * -1: mono; both -1: none, and the track is armed no more).  `name` is what the
 * system calls the first, "" where nobody knows.  ST_RANGE: the same channel twice,
 * or a second one alone. */
NODISCARD enum status op_input_channels(const struct ops *ops, int64_t track_id,
                                        int64_t first, int64_t second,
                                        const char *name);

/* Set gain_db, polarity, monitor, armed or overdub.  A track's row is made when the
 * first of them is set. */
NODISCARD enum status op_input_set(const struct ops *ops, int64_t track_id,
                                   const char *column, double value);

#endif

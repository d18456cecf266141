/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_time.h: tempo, metre, markers, sections, loop and punch.  See model/ops.h for
 * what all ops do.
 *
 * Clips and markers that are kept in ticks go with the tempo by themselves; sound
 * that is kept in frames stays where it is. */
#ifndef MODEL_OPS_TIME_H
#define MODEL_OPS_TIME_H

#include "model/ops.h"

/* Set the tempo from a tick on, up to the next change; `ramp`: in a line to that
 * one.  One point a tick: the one that is there is changed. */
NODISCARD enum status op_tempo_set(const struct ops *ops, ticks_t at, double bpm,
                                   bool ramp);

/* Delete the tempo point at that tick.  The first one stays (ST_RANGE). */
NODISCARD enum status op_tempo_delete(const struct ops *ops, ticks_t at);

/* Let that tempo point stand at another tick.  The first one stays (ST_RANGE);
 * where there is one already: ST_EXISTS. */
NODISCARD enum status op_tempo_move(const struct ops *ops, ticks_t at, ticks_t to);

/* Set the metre from the start of the bar on in which the tick lies. */
NODISCARD enum status op_metre_set(const struct ops *ops, ticks_t at, int64_t num,
                                   int64_t den);
NODISCARD enum status op_metre_delete(const struct ops *ops, ticks_t at);

/* Let the change of metre in that bar stand at the bar nearest to `to`, as bars are
 * counted without it.  Errors: as op_tempo_move(). */
NODISCARD enum status op_metre_move(const struct ops *ops, ticks_t at, ticks_t to);

/* Main thread: the start of the bar nearest to a tick, as it would be without the
 * metre `but_id` (0: with all), and with `edit` (NULL: none). */
ticks_t metre_bar(const struct edit *edit, const struct model *model,
                  int64_t but_id, ticks_t at);

/* A marker; a section has a length, counted as its place is. */
NODISCARD enum status op_marker_add(const struct ops *ops, const char *name,
                                    struct when at, int64_t *id);
NODISCARD enum status op_section_add(const struct ops *ops, const char *name,
                                     struct when at, int64_t length, int64_t *id);
NODISCARD enum status op_marker_move(const struct ops *ops, int64_t id,
                                     struct when at);
NODISCARD enum status op_section_length(const struct ops *ops, int64_t id,
                                        int64_t length);
NODISCARD enum status op_marker_rename(const struct ops *ops, int64_t id,
                                       const char *name);
NODISCARD enum status op_marker_delete(const struct ops *ops, int64_t id);

/* ST_RANGE: the end is not after the start. */
NODISCARD enum status op_loop_set(const struct ops *ops, frames_t from, frames_t to,
                                  bool on);
NODISCARD enum status op_punch_set(const struct ops *ops, frames_t from,
                                   frames_t to);

#endif

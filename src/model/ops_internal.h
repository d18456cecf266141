/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_internal.h: what the ops_*.c share.  Main thread, all of it.
 *
 * Rows that ops read are shallow: their text belongs to the edit or the model.
 * ops_put() copies it, so a row is read, changed and put without owning
 * anything. */
#ifndef MODEL_OPS_INTERNAL_H
#define MODEL_OPS_INTERNAL_H

#include "model/ops.h"
#include "model/tables.h"

/* --- rows (ops.c) --- */

/* Copy the row as it will be, without its text.  Fails with ST_NOT_FOUND. */
NODISCARD enum status ops_get(const struct ops *ops, enum table table, int64_t id,
                              void *row);
const void *ops_row(const struct ops *ops, enum table table, int64_t id);
NODISCARD enum status ops_put(const struct ops *ops, enum table table, void *row);
NODISCARD enum status ops_delete(const struct ops *ops, enum table table,
                                 int64_t id);
enum status ops_no_memory(const struct ops *ops);

/* Read a track of one of the kinds: bits, 1 << TRACK_AUDIO … Fails with
 * ST_NOT_FOUND or ST_KIND. */
NODISCARD enum status ops_get_track(const struct ops *ops, int64_t id,
                                    unsigned kinds, struct row_track *track);

/* ST_RANGE, told with its bounds, unless `value` suits the column. */
NODISCARD enum status ops_check_number(const struct ops *ops,
                                       const struct column *column, double value);
/* ST_RANGE unless it is UTF-8. */
NODISCARD enum status ops_check_text(const struct ops *ops, const char *text);

/* ST_RANGE unless the place lies in the song. */
NODISCARD enum status ops_check_place(const struct ops *ops, const char *where,
                                      struct when at);

/* --- lists of ids (ops.c) --- */

struct ids {
    int64_t *all;
    size_t count;
    size_t capacity;
};

NODISCARD enum status ids_add(const struct ops *ops, struct ids *ids, int64_t id);
/* The rows of an owner, or all of a table, added to `ids`, which the caller
 * frees. */
NODISCARD enum status ids_collect(const struct ops *ops, enum table table,
                                  int64_t owner, struct ids *ids);
NODISCARD enum status ids_collect_all(const struct ops *ops, enum table table,
                                      struct ids *ids);
/* The clips of a track's lanes, or, where `track_id` is 0, all clips. */
NODISCARD enum status ids_collect_clips(const struct ops *ops, int64_t track_id,
                                        struct ids *ids);
void ids_free(struct ids *ids);

/* --- order (ops_order.c) --- */

/* A sort key that brings a row before `before_id` (0: to the end) among the rows of
 * `owner` (0: of the whole table).  Where keys have come too close, all get new
 * ones. */
NODISCARD enum status ops_sort_key(const struct ops *ops, enum table table,
                                   int64_t owner, int64_t moving_id,
                                   int64_t before_id, double *key);

/* --- trees (ops_tree.c) --- */

/* Delete a row and all that hangs on it. */
NODISCARD enum status ops_delete_tree(const struct ops *ops, enum table table,
                                      int64_t id);

/* After rows of `table` were deleted: delete what cannot be without them (a send
 * without its bus), and let go what can (a clip without its take). */
NODISCARD enum status ops_mend(const struct ops *ops, enum table table);

/* Copy a row and all that hangs on it, with new ids; references among them lead to
 * the copies.  A copied track gets a copy of its strip. */
NODISCARD enum status ops_copy_tree(const struct ops *ops, enum table table,
                                    int64_t id, int64_t *copy);

/* --- clips (ops_clip.c) --- */

struct span {
    frames_t start;
    frames_t end;
};

/* Where a clip lies, in frames. */
struct span ops_clip_span(const struct ops *ops, const struct row_clip *clip);

/* ST_READ_ONLY, if the clip is locked. */
NODISCARD enum status ops_clip_free_to_move(const struct ops *ops,
                                            const struct row_clip *clip);

/* Split a clip, locked or not; *right is 0 where the place does not lie within
 * it. */
NODISCARD enum status ops_clip_cut(const struct ops *ops, int64_t clip_id,
                                   struct when at, int64_t *right);

/* The distance that moves a place `at` of `unit` by `by`, whatever that is counted
 * in. */
struct when ops_moved(const struct ops *ops, struct when at, struct when by);

/* --- the ranges of a comp (ops_ranges.c) --- */

struct range_piece {
    int64_t id; /* 0: a new one */
    int64_t lane_id;
    int64_t start, end;
};

struct ranges {
    int64_t comp_id;
    struct range_piece *all; /* by start, not overlapping */
    size_t count;
    size_t capacity;
    struct ids old; /* the rows as they were read */
};

NODISCARD enum status ranges_load(const struct ops *ops, int64_t comp_id,
                                  struct ranges *ranges);
void ranges_free(struct ranges *ranges);
/* Take `from` … `to` away from all. */
NODISCARD enum status ranges_clear(const struct ops *ops, struct ranges *ranges,
                                   int64_t from, int64_t to);
NODISCARD enum status ranges_add(const struct ops *ops, struct ranges *ranges,
                                 struct range_piece piece);
/* Move all that begins at or after `from`. */
void ranges_shift(struct ranges *ranges, int64_t from, int64_t by);
/* Join what touches on one lane, and put what differs from the rows. */
NODISCARD enum status ranges_store(const struct ops *ops, struct ranges *ranges);

/* --- the time of the song (ops_ripple_song.c) --- */

/* Take ticks or frames out of, or put them into, markers, tempo, metre, loop and
 * punch range.  `to` is the place behind what goes. */
NODISCARD enum status ops_song_cut(const struct ops *ops, frames_t from,
                                   frames_t to);
NODISCARD enum status ops_song_insert(const struct ops *ops, frames_t at,
                                      int64_t length);

#endif

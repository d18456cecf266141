/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_mix.h: channel strips, sends and inserts.  See model/ops.h for what all ops
 * do. */
#ifndef MODEL_OPS_MIX_H
#define MODEL_OPS_MIX_H

#include "model/ops.h"

/* Set a column of the track's strip by its name (struct row_strip; eq1_hz …), which
 * takes in mute, solo, fader_db and pan.  Levels below LEVEL_OFF_DB, -inf too, are
 * set to it. */
NODISCARD enum status op_strip_set(const struct ops *ops, int64_t track_id,
                                   const char *column, double value);

/* Let no track be solo any more. */
NODISCARD enum status op_solo_clear(const struct ops *ops);

/* Add a send to a bus.  ST_CONFLICT: it would feed the track from itself. */
NODISCARD enum status op_send_add(const struct ops *ops, int64_t track_id,
                                  int64_t target_id, double level_db,
                                  enum send_tap tap, int64_t *id);

/* The track's first send to that bus, or 0. */
int64_t op_send_to(const struct ops *ops, int64_t track_id, int64_t target_id);

/* Set level_db, pan, tap or on. */
NODISCARD enum status op_send_set(const struct ops *ops, int64_t send_id,
                                  const char *column, double value);
NODISCARD enum status op_send_remove(const struct ops *ops, int64_t send_id);

/* Add a device above another insert of the same place (0: at the end). */
NODISCARD enum status op_insert_add(const struct ops *ops, int64_t track_id,
                                    const char *device, enum insert_place place,
                                    int64_t before_id, int64_t *id);

/* Move an insert above another one of its track and to that one's place (before_id
 * 0: to the end of `place`). */
NODISCARD enum status op_insert_move(const struct ops *ops, int64_t insert_id,
                                     enum insert_place place, int64_t before_id);
NODISCARD enum status op_insert_on(const struct ops *ops, int64_t insert_id,
                                   bool on);
NODISCARD enum status op_insert_remove(const struct ops *ops, int64_t insert_id);

/* Set a control of the device. */
NODISCARD enum status op_insert_param(const struct ops *ops, int64_t insert_id,
                                      const char *symbol, double value);

#endif

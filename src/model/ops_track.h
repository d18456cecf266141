/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_track.h: a new song, and its tracks.  See model/ops.h for what all ops do. */
#ifndef MODEL_OPS_TRACK_H
#define MODEL_OPS_TRACK_H

#include "model/ops.h"

/* The rows of a new project: the song, a stereo master, 120 bpm and 4/4. */
NODISCARD enum status op_song_new(const struct ops *ops, const char *name,
                                  int64_t rate);

struct op_track {
    enum track_kind kind;
    const char *name;  /* NULL or "": «Audio 3», «Bus 1» … */
    int64_t color;     /* -1: the next of the palette */
    int64_t channels;  /* 0: one for audio, two for all others */
    int64_t folder_id; /* 0: none */
    int64_t before_id; /* the track above which it comes; 0: the end,
                        * above the master */
};

/* Add a track with its channel strip; an audio or MIDI track has one lane, which
 * plays.  A second master: ST_EXISTS. */
NODISCARD enum status op_track_add(const struct ops *ops,
                                   const struct op_track *what, int64_t *id);

/* The track of that name, or 0; of several, the topmost. */
int64_t op_track_named(const struct ops *ops, const char *name);

/* The lane that plays (of several, the topmost; where none does, the topmost lane),
 * or 0. */
int64_t op_track_lane(const struct ops *ops, int64_t track_id);

NODISCARD enum status op_track_rename(const struct ops *ops, int64_t id,
                                      const char *name);
NODISCARD enum status op_track_color(const struct ops *ops, int64_t id,
                                     int64_t color);

/* Put the track above another (0: at the end). */
NODISCARD enum status op_track_move(const struct ops *ops, int64_t id,
                                    int64_t before_id);

/* Lay the track into a folder (0: take it out).  ST_CONFLICT: the folder lies in
 * it, or sound would run in a circle. */
NODISCARD enum status op_track_fold(const struct ops *ops, int64_t id,
                                    int64_t folder_id);

/* Let the track feed a bus, folder or the master; 0: its folder, or else the
 * master.  ST_CONFLICT: that would be feedback, by whatever way (outputs, folders,
 * sends). */
NODISCARD enum status op_track_output(const struct ops *ops, int64_t id,
                                      int64_t output_id);

/* Delete the track and all that hangs on it: strip, sends from it and to it,
 * inserts, lanes with their clips, comps, takes.  The sources stay, with their
 * sound.  What fed it feeds its folder or the master; what lay in it lies where it
 * lay.  Not the master. */
NODISCARD enum status op_track_delete(const struct ops *ops, int64_t id);

/* Copy the track and all that hangs on it; the copy comes right below it. */
NODISCARD enum status op_track_duplicate(const struct ops *ops, int64_t id,
                                         int64_t *copy);

#endif

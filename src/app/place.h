/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.h: how people name the things of a song, on a command line and in a script.
 *
 *     TRACK   its name («Lead Vox»), or #ID; «master» is the master
 *     LANE    TRACK/NAME, TRACK/N (from the top, from 1), or #ID
 *     CLIP    TRACK@TIME (the clip that sounds there), TRACK:N (the Nth of its
 *             playing
 *             lane, from 1), LANE@TIME, LANE:N, or #ID
 *     TIME    see time/timecode.h, or «NAME» of a marker or section as @NAME
 *     MARKER  the name of a marker or section, or #ID
 *
 * A name fits exactly, else in any case, if just one does.  All of it: main thread;
 * fails with ST_NOT_FOUND, ST_SYNTAX, ST_RANGE (several fit), and tells what was
 * looked for. */
#ifndef APP_PLACE_H
#define APP_PLACE_H

#include "base/fault.h"
#include "model/model.h"
#include "time/timecode.h"

#include <stddef.h>

NODISCARD enum status place_track(const struct model *model, const char *text,
                                  int64_t *out, struct fault *fault);
NODISCARD enum status place_lane(const struct model *model, const char *text,
                                 int64_t *out, struct fault *fault);
NODISCARD enum status place_clip(const struct model *model, const char *text,
                                 int64_t *out, struct fault *fault);
NODISCARD enum status place_marker(const struct model *model, const char *text,
                                   int64_t *out, struct fault *fault);
NODISCARD enum status place_time(const struct model *model, const char *text,
                                 struct when *out, struct fault *fault);
NODISCARD enum status place_frames(const struct model *model, const char *text,
                                   frames_t *out, struct fault *fault);

/* A length of time from a place on (a distance in bars depends on where it begins),
 * which may be negative. */
NODISCARD enum status place_span(const struct model *model, const char *text,
                                 frames_t from, int64_t *out, struct fault *fault);

/* The lane of the track that plays when no comp does, and the track's lanes and
 * clips in the order in which they are seen: `*out` is the caller's to free. */
int64_t place_playing_lane(const struct model *model, int64_t track);
NODISCARD enum status place_lanes(const struct model *model, int64_t track,
                                  const struct row_lane ***out, size_t *count);
NODISCARD enum status place_clips(const struct model *model, int64_t lane,
                                  const struct row_clip ***out, size_t *count);
NODISCARD enum status place_tracks(const struct model *model,
                                   const struct row_track ***out, size_t *count);

/* Where a clip begins and ends; and the last of all (0: there is none). */
frames_t place_clip_start(const struct model *model, const struct row_clip *clip);
frames_t place_clip_end(const struct model *model, const struct row_clip *clip);
frames_t place_end(const struct model *model);

#endif

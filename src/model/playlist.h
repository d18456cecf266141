/* SPDX-License-Identifier: GPL-3.0-or-later */
/* playlist.h: what a track plays, as a flat list of segments.
 *
 * A track plays its active comp, or where it has none, its lanes that play (several
 * sound together).  Only audio clips are here; muted ones are as if they were not
 * there, and those whose source is missing keep their place.
 *
 * Clips of a lane that overlap.  Of two clips the one with the higher layer lies on
 * top (with the same layer the one that starts later, then the one with the greater
 * id).
 *   - Overlap in part (one ends within the other): a crossfade of equal power over
 *     the
 *     whole overlap, whichever lies on top.
 *   - Covered from end to end by one on top: silent.
 *   - On top in the midst of a longer one: the lower one is silent below it, and
 *     joined to
 *     it at either edge by a crossfade as long as the upper one's own fade there,
 *       at least
 *     5 ms (but no more than half the upper one).
 *   - Three and more: what counts is where another clip comes to lie on top; a
 *     crossfade
 *     ends at the next such place, so that never more than two sound.
 * A crossfade takes the place of the own fades at the edges that it joins.
 *
 * Comps.  Where two ranges meet, their lanes are crossfaded with equal power over
 * comp.crossfade frames, centred on the seam, as far as both lanes have material
 * there (and at most to the middle of either range); a clip's own fade that lies
 * within the crossfade gives way to it.  An edge without a neighbour that cuts
 * through a clip fades linearly over half as many frames, within the range.
 *
 * Where both sides of a crossfade play the same frames of the same source, it is
 * linear, so that it is not heard. */
#ifndef MODEL_PLAYLIST_H
#define MODEL_PLAYLIST_H

#include "model/model.h"

struct edit;
struct playlist;

/* From `start` on, for `length` frames of the timeline.  It may begin before the
 * segment or end after it, where a part of it is cut away. */
struct playlist_fade {
    int64_t start;
    int64_t length; /* 0: no fade */
    enum fade_shape shape;
};

enum playlist_fade_kind {
    PLAYLIST_OWN,     /* the clip's */
    PLAYLIST_OVERLAP, /* with another clip of the lane */
    PLAYLIST_SEAM,    /* of the comp */
    PLAYLIST_FADES,
};

/* Frames `start` … `end` (not included) of the timeline sound the source from its
 * frame `offset` on, with `gain_db` and the product of all its fades. */
struct playlist_segment {
    int64_t clip_id;
    int64_t source_id; /* may lead nowhere: silence */
    int64_t start;
    int64_t end;
    int64_t offset;
    double gain_db;
    struct playlist_fade in[PLAYLIST_FADES];
    struct playlist_fade out[PLAYLIST_FADES];
};

/* Main thread: the room in which lists are compiled; keep it for all tracks of a
 * song.  Fails with ST_NO_MEM, *out NULL. */
NODISCARD enum status playlist_new(struct playlist **out);
void playlist_free(struct playlist *list);

/* Main thread: compile what a track plays, sorted by start.  With `edit` (NULL:
 * none), as it will be with that (but for its tempo).  Looks at the clips of this
 * track only.  The segments belong to the playlist and stand until the next call.
 * A track that is not there plays nothing.  Fails with ST_NO_MEM. */
NODISCARD enum status playlist_compile(struct playlist *list,
                                       const struct model *model,
                                       const struct edit *edit, int64_t track_id,
                                       const struct playlist_segment **segments,
                                       size_t *count);

/* Main thread: as playlist_compile(), what a lane plays by itself, whether the
 * track plays it or not. */
NODISCARD enum status
playlist_compile_lane(struct playlist *list, const struct model *model,
                      const struct edit *edit, int64_t lane_id,
                      const struct playlist_segment **segments, size_t *count);

/* Main thread: the gain of a fade at a frame of the timeline, 0 … 1: the formulas
 * of dsp/fade.h, for those who draw or check; not what the engine runs. */
double playlist_fade_in_gain(const struct playlist_fade *fade, int64_t frame);
double playlist_fade_out_gain(const struct playlist_fade *fade, int64_t frame);

#endif

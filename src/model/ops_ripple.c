/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_ripple.h"

#include "base/text.h"
#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <string.h>

/* How far what lies behind a place moves: in frames, or what is kept in ticks, in
 * the song's ripple, by as much music, as the tempo moves along with it. */
struct ripple {
    const struct ops *ops;
    enum op_ripple what;
    int64_t track_id; /* 0: all */
    int64_t frames;
    int64_t ticks;
};

static struct ripple
ripple_between(const struct ops *ops, enum op_ripple what, int64_t track_id,
               frames_t from, frames_t to, int sign)
{
    const struct tempo_map *map = model_tempo(ops->model);
    const int64_t music = tempo_ticks(map, to).n - tempo_ticks(map, from).n;

    return (struct ripple){ops, what, what == RIPPLE_TRACK ? track_id : 0,
                           sign * (to.n - from.n), sign * music};
}

/* The music that goes into the song where silence is put in: as the tempo stands
 * there. */
static int64_t
music_in_gap(const struct ops *ops, frames_t at, int64_t length)
{
    const struct tempo_map *map = model_tempo(ops->model);
    const double bpm = tempo_bpm(map, tempo_ticks(map, at));
    const double music
        = (double)length * bpm * TICKS_PER_QUARTER / (60.0 * tempo_map_rate(map));

    return (int64_t)(music + 0.5);
}

static enum status
check_scope(const struct ops *ops, enum op_ripple what, int64_t track_id)
{
    struct row_track track;

    return what == RIPPLE_TRACK ? ops_get_track(ops, track_id, ~0U, &track) : ST_OK;
}

/* --- clips -------------------------------------------------------------------- */

static enum status
shift_clip(const struct ripple *ripple, int64_t clip_id)
{
    const struct ops *ops = ripple->ops;
    struct row_clip clip;
    enum status status = ops_get(ops, TABLE_CLIP, clip_id, &clip);

    if (status != ST_OK || (status = ops_clip_free_to_move(ops, &clip)) != ST_OK)
        return status;
    const struct when at = {clip.at, (enum time_unit)clip.unit};
    struct when by = {ripple->frames, TIME_FRAMES};

    if (ripple->what == RIPPLE_SONG && clip.unit == TIME_TICKS)
        by = (struct when){ripple->ticks, TIME_TICKS};
    clip.at = ops_moved(ops, at, by).n;
    if (clip.at < 0)
        clip.at = 0; /* it was rounded to before the song */
    return ops_put(ops, TABLE_CLIP, &clip);
}

/* Take out of one clip what lies in the range; *behind is what is left of it there,
 * a clip of its own (0: nothing). */
static enum status
clear_clip(const struct ops *ops, const struct row_clip *clip, frames_t from,
           frames_t to, int64_t *behind)
{
    const struct when first = {from.n, TIME_FRAMES}, last = {to.n, TIME_FRAMES};
    const struct span span = ops_clip_span(ops, clip);
    int64_t rest = clip->id;
    enum status status = ops_clip_free_to_move(ops, clip);

    *behind = 0;
    if (status == ST_OK && span.start.n < from.n)
        status = ops_clip_cut(ops, clip->id, first, &rest);
    /* its end lies too close to cut anything off */
    if (status != ST_OK || rest == 0)
        return status;
    if (span.end.n > to.n
        && (status = ops_clip_cut(ops, rest, last, behind)) != ST_OK)
        return status;
    return ops_delete_tree(ops, TABLE_CLIP, rest);
}

/* Cut one clip out of the range; what of it lies behind moves up. */
static enum status
cut_clip(const struct ripple *ripple, int64_t clip_id, frames_t from, frames_t to)
{
    const struct ops *ops = ripple->ops;
    struct row_clip clip;
    int64_t behind;
    enum status status = ops_get(ops, TABLE_CLIP, clip_id, &clip);

    if (status != ST_OK)
        return status;
    const struct span span = ops_clip_span(ops, &clip);

    if (span.end.n <= from.n)
        return ST_OK;
    if (span.start.n >= to.n)
        return shift_clip(ripple, clip_id);
    status = clear_clip(ops, &clip, from, to, &behind);
    return status == ST_OK && behind ? shift_clip(ripple, behind) : status;
}

/* Open a gap in, or before, one clip. */
static enum status
part_clip(const struct ripple *ripple, int64_t clip_id, frames_t at)
{
    const struct ops *ops = ripple->ops;
    struct row_clip clip;
    int64_t right;
    enum status status = ops_get(ops, TABLE_CLIP, clip_id, &clip);

    if (status != ST_OK)
        return status;
    const struct span span = ops_clip_span(ops, &clip);

    if (span.end.n <= at.n)
        return ST_OK;
    if (span.start.n >= at.n)
        return shift_clip(ripple, clip_id);
    if ((status = ops_clip_free_to_move(ops, &clip)) != ST_OK
        || (status
            = ops_clip_cut(ops, clip_id, (struct when){at.n, TIME_FRAMES}, &right))
               != ST_OK)
        return status;
    return right ? shift_clip(ripple, right) : ST_OK;
}

/* --- comps -------------------------------------------------------------------- */

/* Take `from` … `to` out of the ranges of a comp; or, where `to` does not lie
 * behind it, put in as many frames as the ripple moves by. */
static enum status
ripple_comp(const struct ripple *ripple, int64_t comp_id, frames_t from,
            frames_t to)
{
    struct ranges ranges;
    enum status status = ranges_load(ripple->ops, comp_id, &ranges);

    if (status == ST_OK && to.n > from.n) {
        status = ranges_clear(ripple->ops, &ranges, from.n, to.n);
    } else if (status == ST_OK) {
        const size_t count = ranges.count;

        for (size_t i = 0; status == ST_OK && i < count; i++) {
            struct range_piece rest = ranges.all[i];

            if (rest.start >= from.n || rest.end <= from.n)
                continue;
            ranges.all[i].end = from.n;
            rest.id = 0;
            rest.start = from.n;
            status = ranges_add(ripple->ops, &ranges, rest);
        }
    }
    if (status == ST_OK) {
        ranges_shift(&ranges, to.n > from.n ? to.n : from.n, ripple->frames);
        status = ranges_store(ripple->ops, &ranges);
    }
    ranges_free(&ranges);
    return status;
}

static enum status
ripple_comps(const struct ripple *ripple, frames_t from, frames_t to)
{
    struct ids ids = {0};
    enum status status
        = ripple->track_id
              ? ids_collect(ripple->ops, TABLE_COMP, ripple->track_id, &ids)
              : ids_collect_all(ripple->ops, TABLE_COMP, &ids);

    for (size_t i = 0; status == ST_OK && i < ids.count; i++)
        status = ripple_comp(ripple, ids.all[i], from, to);
    ids_free(&ids);
    return status;
}

/* --- the gestures ------------------------------------------------------------- */

static enum status
check_frames(const struct ops *ops, frames_t at)
{
    return ops_check_place(ops, NULL, (struct when){at.n, TIME_FRAMES});
}

static enum status
check_range(const struct ops *ops, frames_t from, frames_t to)
{
    enum status status = check_frames(ops, from);

    if (status != ST_OK || (status = check_frames(ops, to)) != ST_OK)
        return status;
    return to.n > from.n ? ST_OK
                         : fault_with(ops->fault, ST_RANGE, NULL,
                                      _("the range ends before it starts"),
                                      _("choose a later end"));
}

enum status
op_ripple_cut(const struct ops *ops, enum op_ripple what, int64_t track_id,
              frames_t from, frames_t to)
{
    const struct ripple ripple = ripple_between(ops, what, track_id, from, to, -1);
    struct ids ids = {0};
    enum status status = check_scope(ops, what, track_id);

    if (status != ST_OK || (status = check_range(ops, from, to)) != ST_OK)
        return status;
    status = ids_collect_clips(ops, ripple.track_id, &ids);
    for (size_t i = 0; status == ST_OK && i < ids.count; i++)
        status = cut_clip(&ripple, ids.all[i], from, to);
    ids_free(&ids);
    if (status == ST_OK)
        status = ripple_comps(&ripple, from, to);
    return status == ST_OK && what == RIPPLE_SONG ? ops_song_cut(ops, from, to)
                                                  : status;
}

static enum status
clear_lane(const struct ops *ops, int64_t lane_id, frames_t from, frames_t to)
{
    struct ids ids = {0};
    enum status status = ids_collect(ops, TABLE_CLIP, lane_id, &ids);

    for (size_t i = 0; status == ST_OK && i < ids.count; i++) {
        struct row_clip clip;
        int64_t behind;

        status = ops_get(ops, TABLE_CLIP, ids.all[i], &clip);
        const struct span span = ops_clip_span(ops, &clip);

        if (status == ST_OK && span.start.n < to.n && span.end.n > from.n)
            status = clear_clip(ops, &clip, from, to, &behind);
    }
    ids_free(&ids);
    return status;
}

/* What a comp leaves out stays in its takes. */
static enum status
clear_track(const struct ops *ops, int64_t track_id, frames_t from, frames_t to)
{
    struct walk comps = walk_owned(ops->edit, ops->model, TABLE_COMP, track_id);
    struct ids lanes = {0};
    const struct row_comp *comp;
    enum status status;

    while ((comp = walk_next(&comps)))
        if (comp->active)
            return op_comp_clear(ops, comp->id, from, to);
    status = ids_collect(ops, TABLE_LANE, track_id, &lanes);
    for (size_t i = 0; status == ST_OK && i < lanes.count; i++) {
        const struct row_lane *lane = ops_row(ops, TABLE_LANE, lanes.all[i]);

        if (lane->plays)
            status = clear_lane(ops, lane->id, from, to);
    }
    ids_free(&lanes);
    return status;
}

enum status
op_clear_range(const struct ops *ops, int64_t track_id, frames_t from, frames_t to)
{
    struct ids tracks = {0};
    enum status status = check_range(ops, from, to);

    if (status == ST_OK)
        status
            = check_scope(ops, track_id ? RIPPLE_TRACK : RIPPLE_TRACKS, track_id);
    if (status == ST_OK)
        status = track_id ? ids_add(ops, &tracks, track_id)
                          : ids_collect_all(ops, TABLE_TRACK, &tracks);
    for (size_t i = 0; status == ST_OK && i < tracks.count; i++)
        status = clear_track(ops, tracks.all[i], from, to);
    ids_free(&tracks);
    return status;
}

enum status
op_ripple_insert(const struct ops *ops, enum op_ripple what, int64_t track_id,
                 frames_t at, int64_t length)
{
    struct ripple ripple
        = {ops, what, what == RIPPLE_TRACK ? track_id : 0, length, 0};
    struct ids ids = {0};
    enum status status = check_scope(ops, what, track_id);

    if (status != ST_OK || (status = check_frames(ops, at)) != ST_OK)
        return status;
    if (length <= 0 || length > INT64_C(1) << 52)
        return fault_with(ops->fault, ST_RANGE, NULL,
                          _("silence has a length above 0"),
                          _("choose a longer one"));
    ripple.ticks = music_in_gap(ops, at, length);
    status = ids_collect_clips(ops, ripple.track_id, &ids);
    for (size_t i = 0; status == ST_OK && i < ids.count; i++)
        status = part_clip(&ripple, ids.all[i], at);
    ids_free(&ids);
    if (status == ST_OK)
        status = ripple_comps(&ripple, at, at);
    return status == ST_OK && what == RIPPLE_SONG ? ops_song_insert(ops, at, length)
                                                  : status;
}

/* Where the clips begin that move along with a clip's end: at its end, or where the
 * next clip of its lane begins before that. */
static int64_t
begin_of_later(const struct ops *ops, const struct row_clip *clip, struct span span)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_CLIP, clip->lane_id);
    const struct row_clip *other;
    int64_t at = span.end.n;

    while ((other = walk_next(&walk))) {
        const int64_t start = ops_clip_span(ops, other).start.n;

        if (other->id != clip->id && start > span.start.n && start < at)
            at = start;
    }
    return at;
}

/* Move all but one clip that begin at `from` or later by `by` frames, with comps
 * and, if asked, the song. */
static enum status
move_later(const struct ops *ops, enum op_ripple what, int64_t track_id,
           int64_t from, int64_t by, int64_t but)
{
    const frames_t edge = frames(from), back = frames(by < 0 ? from + by : from);
    struct ripple ripple = ripple_between(ops, what, track_id, back, edge, -1);
    struct ids ids = {0};
    enum status status = ids_collect_clips(ops, ripple.track_id, &ids);

    if (by > 0) {
        ripple.frames = by;
        ripple.ticks = music_in_gap(ops, edge, by);
    }
    for (size_t i = 0; status == ST_OK && i < ids.count; i++) {
        const struct row_clip *clip = ops_row(ops, TABLE_CLIP, ids.all[i]);

        if (clip->id != but && ops_clip_span(ops, clip).start.n >= from)
            status = shift_clip(&ripple, ids.all[i]);
    }
    ids_free(&ids);
    if (status == ST_OK)
        status = ripple_comps(&ripple, back, edge);
    if (status != ST_OK || what != RIPPLE_SONG)
        return status;
    return by < 0 ? ops_song_cut(ops, back, edge) : ops_song_insert(ops, edge, by);
}

/* Read a clip that may be moved, with its track. */
static enum status
get_clip(const struct ops *ops, int64_t clip_id, struct row_clip *clip,
         int64_t *track_id)
{
    struct row_lane lane;
    enum status status = ops_get(ops, TABLE_CLIP, clip_id, clip);

    if (status != ST_OK || (status = ops_clip_free_to_move(ops, clip)) != ST_OK
        || (status = ops_get(ops, TABLE_LANE, clip->lane_id, &lane)) != ST_OK)
        return status;
    *track_id = lane.track_id;
    return ST_OK;
}

enum status
op_ripple_delete(const struct ops *ops, enum op_ripple what, int64_t clip_id)
{
    struct row_clip clip;
    int64_t track_id;
    enum status status = get_clip(ops, clip_id, &clip, &track_id);

    if (status != ST_OK)
        return status;
    const struct span span = ops_clip_span(ops, &clip);
    const int64_t from = begin_of_later(ops, &clip, span);

    if ((status = ops_delete_tree(ops, TABLE_CLIP, clip_id)) != ST_OK)
        return status;
    return move_later(ops, what, track_id, from, span.start.n - from, 0);
}

enum status
op_ripple_trim_end(const struct ops *ops, enum op_ripple what, int64_t clip_id,
                   struct when to)
{
    struct row_clip clip, trimmed;
    int64_t track_id;
    enum status status = get_clip(ops, clip_id, &clip, &track_id);

    if (status != ST_OK || (status = op_clip_trim_end(ops, clip_id, to)) != ST_OK
        || (status = ops_get(ops, TABLE_CLIP, clip_id, &trimmed)) != ST_OK)
        return status;
    const struct span span = ops_clip_span(ops, &clip);
    const int64_t from = begin_of_later(ops, &clip, span);
    int64_t by = ops_clip_span(ops, &trimmed).end.n - span.end.n;

    if (by < span.start.n - from)
        by = span.start.n - from;
    return by ? move_later(ops, what, track_id, from, by, clip_id) : ST_OK;
}

enum status
op_ripple_trim_start(const struct ops *ops, enum op_ripple what, int64_t clip_id,
                     struct when to)
{
    struct row_clip clip, trimmed;
    int64_t track_id;
    enum status status = get_clip(ops, clip_id, &clip, &track_id);

    if (status != ST_OK || (status = op_clip_trim_start(ops, clip_id, to)) != ST_OK
        || (status = ops_get(ops, TABLE_CLIP, clip_id, &trimmed)) != ST_OK)
        return status;
    const struct span span = ops_clip_span(ops, &clip);
    const int64_t from = begin_of_later(ops, &clip, span);
    int64_t by = span.start.n - ops_clip_span(ops, &trimmed).start.n;

    trimmed.at = clip.at;
    if ((status = ops_put(ops, TABLE_CLIP, &trimmed)) != ST_OK)
        return status;
    if (by < span.start.n - from)
        by = span.start.n - from;
    return by ? move_later(ops, what, track_id, from, by, clip_id) : ST_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_record.h"

#include "base/text.h"
#include "model/ops_clip.h"
#include "model/ops_internal.h"
#include "model/ops_track.h"
#include "model/walk.h"

#include <stdio.h>

/* What sounds on a track before a take is added. */
struct sounding {
    size_t clips;      /* of all lanes */
    size_t lanes;      /* that play */
    int64_t lane;      /* the topmost of them */
    int64_t top;       /* the topmost of all */
    int64_t comp;      /* active */
    int64_t start, end; /* of all that is on playing lanes */
};

static void
look_at_clips(const struct ops *ops, const struct row_lane *lane,
              struct sounding *is)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_CLIP, lane->id);
    const struct row_clip *clip;

    while ((clip = walk_next(&walk))) {
        const struct span span = ops_clip_span(ops, clip);

        is->clips++;
        if (!lane->plays)
            continue;
        if (is->end == 0 || span.start.n < is->start)
            is->start = span.start.n;
        if (span.end.n > is->end)
            is->end = span.end.n;
    }
}

static struct sounding
look(const struct ops *ops, int64_t track_id)
{
    struct walk lanes = walk_owned(ops->edit, ops->model, TABLE_LANE, track_id);
    struct walk comps = walk_owned(ops->edit, ops->model, TABLE_COMP, track_id);
    struct sounding is = {.lane = op_track_lane(ops, track_id)};
    const struct row_lane *lane;
    const struct row_comp *comp;
    double sort = 0;

    while ((lane = walk_next(&lanes))) {
        is.lanes += lane->plays != 0;
        if (!is.top || lane->sort < sort) {
            is.top = lane->id;
            sort = lane->sort;
        }
        look_at_clips(ops, lane, &is);
    }
    while ((comp = walk_next(&comps)))
        if (comp->active && (!is.comp || comp->id < is.comp))
            is.comp = comp->id;
    return is;
}

/* 3 ms: of an edge that cuts through a sound. */
static int64_t
edge_fade(const struct ops *ops)
{
    return tempo_map_rate(model_tempo(ops->model)) * 3 / 1000;
}

/* A lane on top of the others, which does not play yet. */
static enum status
lane_on_top(const struct ops *ops, int64_t track_id, int64_t top, const char *name,
            int64_t *id)
{
    union row row;
    enum status status = op_lane_add(ops, track_id, name, id);

    if (status == ST_OK && top)
        status = ops_get(ops, TABLE_LANE, *id, &row);
    if (status != ST_OK || !top)
        return status;
    status = ops_sort_key(ops, TABLE_LANE, track_id, *id, top, &row.lane.sort);
    return status == ST_OK ? ops_put(ops, TABLE_LANE, &row) : status;
}

static enum status
let_play(const struct ops *ops, int64_t lane_id)
{
    union row row;
    const enum status status = ops_get(ops, TABLE_LANE, lane_id, &row);

    if (status != ST_OK)
        return status;
    row.lane.plays = 1;
    return ops_put(ops, TABLE_LANE, &row);
}

/* What a comp sounds goes on a lane of its own first, as a comp cannot sound
 * two. */
static enum status
sound_together(const struct ops *ops, const struct sounding *is, int64_t lane_id)
{
    int64_t flat;
    enum status status = ST_OK;

    if (is->comp)
        status = op_comp_flatten(ops, is->comp, &flat);
    return status == ST_OK ? let_play(ops, lane_id) : status;
}

/* Cut a clip at a place, if that lies within it; *right is the part behind it, and
 * either edge fades. */
static enum status
cut_softly(const struct ops *ops, int64_t clip_id, frames_t at, int64_t *right)
{
    const struct when place = {at.n, TIME_FRAMES};
    enum status status = ops_clip_cut(ops, clip_id, place, right);

    if (status != ST_OK || *right == 0)
        return status;
    status = op_clip_fade_out(ops, clip_id, edge_fade(ops), FADE_LINEAR);
    return status == ST_OK
               ? op_clip_fade_in(ops, *right, edge_fade(ops), FADE_LINEAR)
               : status;
}

static enum status
mute_within(const struct ops *ops, int64_t clip_id, struct span range)
{
    const struct row_clip *clip = ops_row(ops, TABLE_CLIP, clip_id);
    const struct span span = ops_clip_span(ops, clip);
    int64_t right = 0, rest = 0;
    enum status status;

    if (clip->locked || clip->muted || span.end.n <= range.start.n
        || span.start.n >= range.end.n)
        return ST_OK;
    status = cut_softly(ops, clip_id, range.start, &right);
    if (status == ST_OK)
        status = cut_softly(ops, right ? right : clip_id, range.end, &rest);
    return status == ST_OK ? op_clip_mute(ops, right ? right : clip_id, true)
                           : status;
}

/* A comp takes one lane at a time: what several sound together gives way by
 * itself. */
static enum status
sound_over(const struct ops *ops, int64_t track_id, int64_t lane_id,
           struct span range)
{
    struct ids clips = {0};
    enum status status = ids_collect_clips(ops, track_id, &clips);

    for (size_t i = 0; i < clips.count && status == ST_OK; i++) {
        const struct row_clip *clip = ops_row(ops, TABLE_CLIP, clips.all[i]);
        const struct row_lane *lane = ops_row(ops, TABLE_LANE, clip->lane_id);

        if (lane->plays && lane->id != lane_id)
            status = mute_within(ops, clips.all[i], range);
    }
    ids_free(&clips);
    return status == ST_OK ? let_play(ops, lane_id) : status;
}

static enum status
sound_instead(const struct ops *ops, int64_t track_id, const struct sounding *is,
              int64_t lane_id, struct span clip)
{
    int64_t comp = is->comp;
    enum status status = ST_OK;

    if (!comp && is->start >= clip.start.n && is->end <= clip.end.n)
        return op_lane_play(ops, lane_id);
    if (!comp && is->lanes > 1)
        return sound_over(ops, track_id, lane_id, clip);
    if (!comp) {
        status = op_comp_add(ops, track_id, NULL, &comp);
        if (status == ST_OK)
            status = op_comp_set(ops, comp, frames(0), frames(is->end), is->lane);
        if (status == ST_OK)
            status = op_comp_activate(ops, comp);
    }
    return status == ST_OK ? op_comp_set(ops, comp, clip.start, clip.end, lane_id)
                           : status;
}

/* The clip that op_take_add() has made shows the whole file: take handle and tail
 * away. */
static enum status
hide_handles(const struct ops *ops, int64_t clip_id, int64_t start, int64_t tail,
             struct span *span)
{
    union row row;
    struct row_clip *clip = &row.clip;
    enum status status = ops_get(ops, TABLE_CLIP, clip_id, &row);

    if (status != ST_OK)
        return status;
    const int64_t cut = start - clip->at;

    if (cut > 0) {
        clip->at += cut;
        clip->offset += cut;
        clip->length -= cut;
    }
    if (tail < clip->length)
        clip->length -= tail;
    clip->fade_in = clip->fade_out
        = edge_fade(ops) < clip->length / 2 ? edge_fade(ops) : clip->length / 2;
    *span = (struct span){frames(clip->at), frames(clip->at + clip->length)};
    return ops_put(ops, TABLE_CLIP, &row);
}

/* The number that its name and its file have already. */
static enum status
keep_number(const struct ops *ops, int64_t take_id, int64_t number)
{
    union row row;
    const enum status status = ops_get(ops, TABLE_TAKE, take_id, &row);

    if (status != ST_OK)
        return status;
    row.take.number = number;
    return ops_put(ops, TABLE_TAKE, &row);
}

enum status
op_record_add(const struct ops *ops, const struct row_source *source,
              const struct row_take *take, const struct op_record *how,
              struct op_take_made *made)
{
    const struct sounding is = look(ops, take->track_id);
    const int64_t start = take->start.n + how->handle;
    struct op_take_made ids = {.lane_id = is.clips ? 0 : is.lane};
    struct row_take own = *take;
    union row row = {.source = *source};
    struct span span;
    char name[64];

    if (how->handle < 0 || how->tail < 0
        || source->length - how->tail <= how->handle
        || take->start.n + source->length - how->tail <= 0)
        return fault_set(ops->fault, ST_RANGE, source->path, "%s",
                         _("nothing of the take lies in the song"));
    row.id = 0;
    enum status status = ops_put(ops, TABLE_SOURCE, &row);
    snprintf(name, sizeof name, _("Take %lld"), (long long)take->number);
    if (status == ST_OK && !ids.lane_id)
        status = lane_on_top(ops, take->track_id, is.top, name, &ids.lane_id);
    own.source_id = row.id;
    if (status == ST_OK)
        status = op_take_add(ops, &own, ids.lane_id, &ids);
    if (status == ST_OK)
        status = keep_number(ops, ids.take_id, take->number);
    if (status == ST_OK)
        status = hide_handles(ops, ids.clip_id, start, how->tail, &span);
    if (status == ST_OK && is.clips)
        status = how->overdub
                     ? sound_together(ops, &is, ids.lane_id)
                     : sound_instead(ops, take->track_id, &is, ids.lane_id, span);
    if (status == ST_OK && made)
        *made = ids;
    return status;
}

/* Let the clip show the source from `by` frames later on. */
static enum status
slip(const struct ops *ops, int64_t clip_id, int64_t by, int64_t length)
{
    union row row;
    enum status status = ops_get(ops, TABLE_CLIP, clip_id, &row);
    struct row_clip *clip = &row.clip;

    if (status == ST_OK)
        status = ops_clip_free_to_move(ops, clip);
    if (status != ST_OK)
        return status;
    clip->offset += by;
    if (clip->offset < 0) {
        if (clip->unit == TIME_FRAMES)
            clip->at -= clip->offset;
        clip->length += clip->offset;
        clip->offset = 0;
    }
    if (clip->length > length - clip->offset)
        clip->length = length - clip->offset;
    return clip->length > 0 ? ops_put(ops, TABLE_CLIP, &row)
                            : ops_delete_tree(ops, TABLE_CLIP, clip_id);
}

enum status
op_take_replace(const struct ops *ops, int64_t take_id, int64_t round_trip)
{
    union row row;
    struct row_source source;
    struct ids ids = {0};
    enum status status = ops_get(ops, TABLE_TAKE, take_id, &row);

    if (status == ST_OK)
        status = ops_get(ops, TABLE_SOURCE, row.take.source_id, &source);
    if (status == ST_OK)
        status = ops_check_number(ops, column_named(TABLE_TAKE, "round_trip"),
                                  (double)round_trip);
    if (status != ST_OK)
        return status;
    const int64_t by = round_trip - row.take.round_trip; /* so much earlier */

    row.take.round_trip = round_trip;
    row.take.start = frames(row.take.start.n - by);
    status = ops_put(ops, TABLE_TAKE, &row);
    if (status == ST_OK)
        status = ids_collect_clips(ops, row.take.track_id, &ids);
    for (size_t i = 0; i < ids.count && status == ST_OK; i++) {
        const struct row_clip *clip = ops_row(ops, TABLE_CLIP, ids.all[i]);

        if (clip->take_id == take_id)
            status = slip(ops, ids.all[i], by, source.length);
    }
    ids_free(&ids);
    return status;
}

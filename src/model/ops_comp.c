/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ops_comp.h"

#include "base/text.h"
#include "model/ops_clip.h"
#include "model/ops_internal.h"
#include "model/playlist_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <stdio.h>
#include <string.h>

enum { AUDIO = 1U << TRACK_AUDIO, WITH_LANES = AUDIO | 1U << TRACK_MIDI };

static size_t
count_owned(const struct ops *ops, enum table table, int64_t owner)
{
    struct walk walk = walk_owned(ops->edit, ops->model, table, owner);
    size_t count = 0;

    while (walk_next(&walk))
        count++;
    return count;
}

/* --- lanes -------------------------------------------------------------------- */

int64_t
op_lane_named(const struct ops *ops, int64_t track_id, const char *name)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_LANE, track_id);
    const struct row_lane *found = NULL, *lane;

    while ((lane = walk_next(&walk)))
        if (strcmp(lane->name, name) == 0
            && (!found || lane->sort < found->sort
                || (lane->sort == found->sort && lane->id < found->id)))
            found = lane;
    return found ? found->id : 0;
}

enum status
op_lane_add(const struct ops *ops, int64_t track_id, const char *name, int64_t *id)
{
    struct row_track track;
    struct row_lane lane;
    char usual[64];
    enum status status = ops_get_track(ops, track_id, WITH_LANES, &track);

    if (status != ST_OK || (name && (status = ops_check_text(ops, name)) != ST_OK))
        return status;
    snprintf(usual, sizeof usual, _("Lane %zu"),
             count_owned(ops, TABLE_LANE, track_id) + 1);
    row_init(TABLE_LANE, &lane);
    lane.track_id = track_id;
    lane.name = name ? (char *)name : usual;
    if ((status = ops_sort_key(ops, TABLE_LANE, track_id, 0, 0, &lane.sort))
            != ST_OK
        || (status = ops_put(ops, TABLE_LANE, &lane)) != ST_OK)
        return status;
    if (id)
        *id = lane.id;
    return ST_OK;
}

/* Let `lane_id` play and no other lane of the track. */
static enum status
play_only(const struct ops *ops, int64_t track_id, int64_t lane_id)
{
    struct ids ids = {0};
    enum status status = ids_collect(ops, TABLE_LANE, track_id, &ids);

    for (size_t i = 0; status == ST_OK && i < ids.count; i++) {
        struct row_lane lane;

        if ((status = ops_get(ops, TABLE_LANE, ids.all[i], &lane)) != ST_OK
            || lane.plays == (lane.id == lane_id))
            continue;
        lane.plays = lane.id == lane_id;
        status = ops_put(ops, TABLE_LANE, &lane);
    }
    ids_free(&ids);
    return status;
}

/* Let `comp_id` be active and no other comp of the track; 0: none. */
static enum status
activate_only(const struct ops *ops, int64_t track_id, int64_t comp_id)
{
    struct ids ids = {0};
    enum status status = ids_collect(ops, TABLE_COMP, track_id, &ids);

    for (size_t i = 0; status == ST_OK && i < ids.count; i++) {
        struct row_comp comp;

        if ((status = ops_get(ops, TABLE_COMP, ids.all[i], &comp)) != ST_OK
            || comp.active == (comp.id == comp_id))
            continue;
        comp.active = comp.id == comp_id;
        status = ops_put(ops, TABLE_COMP, &comp);
    }
    ids_free(&ids);
    return status;
}

enum status
op_lane_play(const struct ops *ops, int64_t lane_id)
{
    struct row_lane lane;
    enum status status = ops_get(ops, TABLE_LANE, lane_id, &lane);

    if (status != ST_OK
        || (status = play_only(ops, lane.track_id, lane_id)) != ST_OK)
        return status;
    return activate_only(ops, lane.track_id, 0);
}

/* The topmost lane of a track but one, and whether one of them plays. */
static const struct row_lane *
other_lane(const struct ops *ops, const struct row_lane *but, bool *plays)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_LANE, but->track_id);
    const struct row_lane *found = NULL, *lane;

    *plays = false;
    while ((lane = walk_next(&walk))) {
        if (lane->id == but->id)
            continue;
        *plays = *plays || lane->plays;
        if (!found || lane->sort < found->sort
            || (lane->sort == found->sort && lane->id < found->id))
            found = lane;
    }
    return found;
}

enum status
op_lane_delete(const struct ops *ops, int64_t lane_id)
{
    struct row_lane lane;
    bool plays;
    enum status status = ops_get(ops, TABLE_LANE, lane_id, &lane);

    if (status != ST_OK)
        return status;
    const struct row_lane *other = other_lane(ops, &lane, &plays);

    if (!other)
        return fault_with(ops->fault, ST_RANGE, lane.name,
                          _("a track needs one lane at least"),
                          _("delete the track, or keep the lane"));
    if (!plays && (status = play_only(ops, lane.track_id, other->id)) != ST_OK)
        return status;
    if ((status = ops_delete_tree(ops, TABLE_LANE, lane_id)) != ST_OK)
        return status;
    return ops_mend(ops, TABLE_LANE);
}

/* --- takes -------------------------------------------------------------------- */

static int64_t
next_number(const struct ops *ops, int64_t track_id)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_TAKE, track_id);
    const struct row_take *take;
    int64_t number = 1;

    while ((take = walk_next(&walk)))
        if (take->number >= number)
            number = take->number + 1;
    return number;
}

static enum status
put_take_clip(const struct ops *ops, const struct row_take *take, int64_t lane_id,
              int64_t *id)
{
    const int64_t before = take->start.n < 0 ? -take->start.n : 0;
    const struct op_clip clip = {
        .lane_id = lane_id,
        .source_id = take->source_id,
        .take_id = take->id,
        .name = take->name,
        .at = {take->start.n + before, TIME_FRAMES},
        .offset = before,
    };

    return op_clip_add(ops, &clip, id);
}

enum status
op_take_add(const struct ops *ops, const struct row_take *take, int64_t lane_id,
            struct op_take_made *made)
{
    struct row_track track;
    struct row_source source;
    struct row_take own = *take;
    struct op_take_made ids = {.lane_id = lane_id};
    char name[64];
    enum status status = ops_get_track(ops, take->track_id, AUDIO, &track);

    if (status != ST_OK
        || (status = ops_get(ops, TABLE_SOURCE, take->source_id, &source)) != ST_OK
        || (status = ops_check_text(ops, take->name)) != ST_OK)
        return status;
    own.id = 0;
    own.number = next_number(ops, take->track_id);
    snprintf(name, sizeof name, _("Take %lld"), (long long)own.number);
    if (!own.name[0])
        own.name = name;
    if (lane_id == 0
        && (status = op_lane_add(ops, take->track_id, name, &ids.lane_id)) != ST_OK)
        return status;
    if ((status = ops_put(ops, TABLE_TAKE, &own)) != ST_OK
        || (status = put_take_clip(ops, &own, ids.lane_id, &ids.clip_id)) != ST_OK)
        return status;
    ids.take_id = own.id;
    if (made)
        *made = ids;
    return ST_OK;
}

enum status
op_take_rate(const struct ops *ops, int64_t take_id, int rating)
{
    return op_set_number(ops, TABLE_TAKE, take_id, "rating", rating);
}

/* --- comps -------------------------------------------------------------------- */

int64_t
op_comp_named(const struct ops *ops, int64_t track_id, const char *name)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_COMP, track_id);
    const struct row_comp *comp;
    int64_t found = 0;

    while ((comp = walk_next(&walk)))
        if (strcmp(comp->name, name) == 0 && (!found || comp->id < found))
            found = comp->id;
    return found;
}

/* 10 ms, the usual length of a seam. */
static int64_t
usual_crossfade(const struct ops *ops)
{
    return tempo_map_rate(model_tempo(ops->model)) / 100;
}

enum status
op_comp_add(const struct ops *ops, int64_t track_id, const char *name, int64_t *id)
{
    struct row_track track;
    struct row_comp comp;
    char usual[64];
    enum status status = ops_get_track(ops, track_id, AUDIO, &track);

    if (status != ST_OK || (name && (status = ops_check_text(ops, name)) != ST_OK))
        return status;
    snprintf(usual, sizeof usual, _("Comp %zu"),
             count_owned(ops, TABLE_COMP, track_id) + 1);
    row_init(TABLE_COMP, &comp);
    comp.track_id = track_id;
    comp.name = name ? (char *)name : usual;
    comp.crossfade = usual_crossfade(ops);
    if ((status = ops_put(ops, TABLE_COMP, &comp)) != ST_OK)
        return status;
    if (id)
        *id = comp.id;
    return ST_OK;
}

enum status
op_comp_delete(const struct ops *ops, int64_t comp_id)
{
    struct row_comp comp;
    const enum status status = ops_get(ops, TABLE_COMP, comp_id, &comp);

    return status == ST_OK ? ops_delete_tree(ops, TABLE_COMP, comp_id) : status;
}

static enum status
check_range(const struct ops *ops, const struct row_comp *comp, frames_t from,
            frames_t to)
{
    const enum status status
        = ops_check_place(ops, comp->name, (struct when){from.n, TIME_FRAMES});

    if (status != ST_OK || from.n < to.n)
        return status;
    return fault_with(ops->fault, ST_RANGE, comp->name,
                      _("the range ends before it starts"),
                      _("choose a later end"));
}

/* Clear the range and, where there is a lane, give it to that. */
static enum status
swipe(const struct ops *ops, const struct row_comp *comp, frames_t from,
      frames_t to, int64_t lane_id)
{
    const struct range_piece piece = {0, lane_id, from.n, to.n};
    struct ranges ranges;
    enum status status = ranges_load(ops, comp->id, &ranges);

    if (status == ST_OK)
        status = ranges_clear(ops, &ranges, from.n, to.n);
    if (status == ST_OK && lane_id)
        status = ranges_add(ops, &ranges, piece);
    if (status == ST_OK)
        status = ranges_store(ops, &ranges);
    ranges_free(&ranges);
    return status;
}

enum status
op_comp_set(const struct ops *ops, int64_t comp_id, frames_t from, frames_t to,
            int64_t lane_id)
{
    struct row_comp comp;
    struct row_lane lane;
    enum status status = ops_get(ops, TABLE_COMP, comp_id, &comp);

    if (status != ST_OK
        || (status = ops_get(ops, TABLE_LANE, lane_id, &lane)) != ST_OK
        || (status = check_range(ops, &comp, from, to)) != ST_OK)
        return status;
    if (lane.track_id != comp.track_id)
        return fault_with(ops->fault, ST_CONFLICT, comp.name,
                          _("a comp takes from lanes of its own track"),
                          _("name a lane of the same track"));
    return swipe(ops, &comp, from, to, lane_id);
}

enum status
op_comp_clear(const struct ops *ops, int64_t comp_id, frames_t from, frames_t to)
{
    struct row_comp comp;
    enum status status = ops_get(ops, TABLE_COMP, comp_id, &comp);

    if (status != ST_OK || (status = check_range(ops, &comp, from, to)) != ST_OK)
        return status;
    return swipe(ops, &comp, from, to, 0);
}

enum status
op_comp_activate(const struct ops *ops, int64_t comp_id)
{
    struct row_comp comp;
    const enum status status = ops_get(ops, TABLE_COMP, comp_id, &comp);

    return status == ST_OK ? activate_only(ops, comp.track_id, comp_id) : status;
}

enum status
op_comp_deactivate(const struct ops *ops, int64_t track_id)
{
    struct row_track track;
    const enum status status = ops_get_track(ops, track_id, AUDIO, &track);

    return status == ST_OK ? activate_only(ops, track_id, 0) : status;
}

enum status
op_comp_crossfade(const struct ops *ops, int64_t comp_id, int64_t frames)
{
    return op_set_number(ops, TABLE_COMP, comp_id, "crossfade", (double)frames);
}

/* --- flattening --------------------------------------------------------------- */

/* How much of a fade lies within the segment, at its start or its end. */
static int64_t
rest_of_fade_in(const struct playlist_segment *segment,
                const struct playlist_fade *fade)
{
    const int64_t end = fade->start + fade->length;

    return fade->length > 0 && end > segment->start ? end - segment->start : 0;
}

static int64_t
rest_of_fade_out(const struct playlist_segment *segment,
                 const struct playlist_fade *fade)
{
    return fade->length > 0 && fade->start < segment->end
               ? segment->end - fade->start
               : 0;
}

/* Let the clip have the longest fades of the segment, where no neighbour overlaps:
 * with one that does, the overlap is crossfaded by itself. */
static void
take_fades(struct row_clip *clip, const struct playlist_segment *segment,
           bool overlaps_in, bool overlaps_out)
{
    clip->fade_in = clip->fade_out = 0;
    for (int i = 0; i < PLAYLIST_FADES; i++) {
        const int64_t in = rest_of_fade_in(segment, &segment->in[i]);
        const int64_t out = rest_of_fade_out(segment, &segment->out[i]);

        if (!overlaps_in && in > clip->fade_in) {
            clip->fade_in = in;
            clip->fade_in_shape = segment->in[i].shape;
        }
        if (!overlaps_out && out > clip->fade_out) {
            clip->fade_out = out;
            clip->fade_out_shape = segment->out[i].shape;
        }
    }
    if (clip->fade_in > clip->length)
        clip->fade_in = clip->length;
    if (clip->fade_out > clip->length - clip->fade_in)
        clip->fade_out = clip->length - clip->fade_in;
}

static enum status
put_segments(const struct ops *ops, int64_t lane_id,
             const struct playlist_segment *segments, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct playlist_segment *segment = &segments[i];
        struct row_clip clip;
        enum status status = ops_get(ops, TABLE_CLIP, segment->clip_id, &clip);

        if (status != ST_OK)
            return status;
        clip.id = 0;
        clip.lane_id = lane_id;
        clip.at = segment->start;
        clip.unit = TIME_FRAMES;
        clip.length = segment->end - segment->start;
        clip.offset = segment->offset;
        clip.layer = (int64_t)i;
        clip.locked = 0;
        take_fades(&clip, segment, i > 0 && segments[i - 1].end > segment->start,
                   i + 1 < count && segments[i + 1].start < segment->end);
        if ((status = ops_put(ops, TABLE_CLIP, &clip)) != ST_OK)
            return status;
    }
    return ST_OK;
}

enum status
op_comp_flatten(const struct ops *ops, int64_t comp_id, int64_t *lane_id)
{
    const struct playlist_segment *segments;
    struct playlist *list = NULL;
    struct row_comp comp;
    size_t count;
    int64_t lane;
    enum status status = ops_get(ops, TABLE_COMP, comp_id, &comp);

    if (status != ST_OK
        || (status = op_lane_add(ops, comp.track_id, comp.name, &lane)) != ST_OK)
        return status;
    if (playlist_new(&list) != ST_OK
        || playlist_compile_comp(list, ops->model, ops->edit, &comp, &segments,
                                 &count)
               != ST_OK)
        status = ops_no_memory(ops);
    if (status == ST_OK)
        status = put_segments(ops, lane, segments, count);
    playlist_free(list);
    if (status != ST_OK)
        return status;
    if (lane_id)
        *lane_id = lane;
    return op_lane_play(ops, lane);
}

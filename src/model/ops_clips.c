/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_clips.c: many clips at once, in time proportional to how many, and to what
 * lies on the lanes that they come to. */
#include "base/text.h"
#include "model/idmap.h"
#include "model/ops_clip.h"
#include "model/ops_internal.h"
#include "model/tables.h"
#include "model/walk.h"

#include <stdlib.h>

/* A lane that clips come to. */
struct target {
    int64_t id;
    int64_t
        /* the highest layer of the clips that lie there and stay; or below 0 */
        top;
    int64_t lowest; /* the lowest layer of those that come */
    bool midi;
};

struct moving {
    const struct ops *ops;
    const int64_t *clip_ids;
    const int64_t *lanes; /* may be NULL */
    size_t count;
    struct idmap set;    /* the clips that move; empty where they are copied */
    struct idmap places; /* of lanes, in `targets` */
    struct target *targets;
    size_t n_targets, capacity;
};

static void
free_moving(struct moving *moving)
{
    idmap_free(&moving->set);
    idmap_free(&moving->places);
    free(moving->targets);
}

static enum status
look_at_lane(const struct moving *moving, struct target *target)
{
    const struct ops *ops = moving->ops;
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_CLIP, target->id);
    const struct row_clip *clip;
    struct row_lane lane;
    struct row_track track;
    enum status status = ops_get(ops, TABLE_LANE, target->id, &lane);

    if (status != ST_OK
        || (status = ops_get_track(ops, lane.track_id, ~0U, &track)) != ST_OK)
        return status;
    target->midi = track.kind == TRACK_MIDI;
    while ((clip = walk_next(&walk)))
        if (clip->layer > target->top && !idmap_find(&moving->set, clip->id))
            target->top = clip->layer;
    return ST_OK;
}

/* The target of a lane, a new one where there is none. */
static enum status
find_target(struct moving *moving, int64_t lane_id, struct target **out)
{
    const uint32_t *place = idmap_find(&moving->places, lane_id);
    struct target target = {lane_id, -1, INT64_MAX, false};

    if (place) {
        *out = &moving->targets[*place];
        return ST_OK;
    }
    const enum status status = look_at_lane(moving, &target);
    if (status != ST_OK)
        return status;
    if (moving->n_targets == moving->capacity) {
        const size_t more = moving->capacity ? moving->capacity * 2 : 8;
        struct target *targets = realloc(moving->targets, more * sizeof *targets);

        if (!targets)
            return ops_no_memory(moving->ops);
        moving->targets = targets;
        moving->capacity = more;
    }
    if (idmap_put(&moving->places, lane_id, (uint32_t)moving->n_targets) != ST_OK)
        return ops_no_memory(moving->ops);
    *out = &moving->targets[moving->n_targets++];
    **out = target;
    return ST_OK;
}

static int64_t
lane_of(const struct moving *moving, size_t i, const struct row_clip *clip)
{
    return moving->lanes && moving->lanes[i] ? moving->lanes[i] : clip->lane_id;
}

/* Look at all clips and lanes before any is changed. */
static enum status
prepare(struct moving *moving, bool copies)
{
    enum status status = ST_OK;

    for (size_t i = 0; !copies && i < moving->count; i++)
        if (idmap_put(&moving->set, moving->clip_ids[i], (uint32_t)i) != ST_OK)
            return ops_no_memory(moving->ops);
    for (size_t i = 0; status == ST_OK && i < moving->count; i++) {
        struct row_clip clip;
        struct target *target = NULL;

        status = ops_get(moving->ops, TABLE_CLIP, moving->clip_ids[i], &clip);
        if (status == ST_OK && !copies)
            status = ops_clip_free_to_move(moving->ops, &clip);
        if (status != ST_OK
            || (status = find_target(moving, lane_of(moving, i, &clip), &target))
                   != ST_OK)
            break;
        if (target->midi != (clip.kind == CLIP_MIDI))
            return fault_with(moving->ops->fault, ST_KIND, clip.name,
                              _("sound and MIDI lie on tracks of their own"),
                              _("name another track"));
        if (clip.layer < target->lowest)
            target->lowest = clip.layer;
    }
    return status;
}

/* The clip where it goes: on top of what stays, in the order they had among
 * themselves. */
static enum status
place(const struct moving *moving, size_t i, struct when by, struct row_clip *clip)
{
    const struct when at = {clip->at, (enum time_unit)clip->unit};
    const struct when to = ops_moved(moving->ops, at, by);

    clip->lane_id = lane_of(moving, i, clip);
    const struct target *target
        = &moving->targets[*idmap_find(&moving->places, clip->lane_id)];

    const enum status status = ops_check_place(moving->ops, clip->name, to);

    if (status != ST_OK)
        return status;
    clip->at = to.n;
    if (target->lowest <= target->top)
        clip->layer += target->top + 1 - target->lowest;
    return ST_OK;
}

static enum status
check_distance(const struct ops *ops, struct when by)
{
    const int64_t far = INT64_C(1) << 53;

    return by.n >= -far && by.n <= far
               ? ST_OK
               : fault_with(ops->fault, ST_RANGE, NULL, _("too far away"),
                            _("choose a nearer place"));
}

enum status
op_clips_move(const struct ops *ops, const int64_t *clip_ids, const int64_t *lanes,
              size_t count, struct when by)
{
    struct moving moving
        = {.ops = ops, .clip_ids = clip_ids, .lanes = lanes, .count = count};
    enum status status = check_distance(ops, by);

    if (status == ST_OK)
        status = prepare(&moving, false);
    for (size_t i = 0; status == ST_OK && i < count; i++) {
        struct row_clip clip;

        if (*idmap_find(&moving.set, clip_ids[i]) != i)
            continue; /* it is named again later */
        if ((status = ops_get(ops, TABLE_CLIP, clip_ids[i], &clip)) == ST_OK
            && (status = place(&moving, i, by, &clip)) == ST_OK)
            status = ops_put(ops, TABLE_CLIP, &clip);
    }
    free_moving(&moving);
    return status;
}

enum status
op_clips_copy(const struct ops *ops, const int64_t *clip_ids, const int64_t *lanes,
              size_t count, struct when by, int64_t *copies)
{
    struct moving moving
        = {.ops = ops, .clip_ids = clip_ids, .lanes = lanes, .count = count};
    enum status status = check_distance(ops, by);

    if (status == ST_OK)
        status = prepare(&moving, true);
    for (size_t i = 0; status == ST_OK && i < count; i++) {
        struct row_clip clip;
        int64_t copy;

        if ((status = ops_copy_tree(ops, TABLE_CLIP, clip_ids[i], &copy)) != ST_OK
            || (status = ops_get(ops, TABLE_CLIP, copy, &clip)) != ST_OK
            || (status = place(&moving, i, by, &clip)) != ST_OK)
            break;
        clip.locked = 0;
        status = ops_put(ops, TABLE_CLIP, &clip);
        if (copies)
            copies[i] = copy;
    }
    free_moving(&moving);
    return status;
}

enum status
op_clips_delete(const struct ops *ops, const int64_t *clip_ids, size_t count)
{
    enum status status = ST_OK;

    for (size_t i = 0; status == ST_OK && i < count; i++) {
        struct row_clip clip;

        if ((status = ops_get(ops, TABLE_CLIP, clip_ids[i], &clip)) == ST_OK
            && (status = ops_clip_free_to_move(ops, &clip)) == ST_OK)
            status = ops_delete_tree(ops, TABLE_CLIP, clip_ids[i]);
    }
    return status;
}

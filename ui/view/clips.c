/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/clips.h"

#include "model/edit.h"
#include "model/idmap.h"
#include "ui/view/alloc.h"

#include <stdlib.h>

struct lane_clips {
    int64_t id;
    struct clip_span *spans;
    size_t count, room;
    bool stale;
};

struct clips {
    struct lane_clips *lanes;
    size_t count, room;
    struct idmap lane_at; /* of a lane, in `lanes` */
    /* of a clip: the lane where it was seen last, in `lanes` */
    struct idmap of_clip;
};

struct clips *
clips_new(void)
{
    return view_alloc(1, sizeof(struct clips));
}

void
clips_free(struct clips *clips)
{
    if (!clips)
        return;
    for (size_t i = 0; i < clips->count; i++)
        free(clips->lanes[i].spans);
    free(clips->lanes);
    idmap_free(&clips->lane_at);
    idmap_free(&clips->of_clip);
    free(clips);
}

/* --- what an edit has changed ------------------------------------------------- */

static void
clip_changed(struct clips *clips, const struct change *change)
{
    const uint32_t *was = idmap_find(&clips->of_clip, change->id);
    const struct row_clip *clip = change->row;
    const uint32_t *is = clip ? idmap_find(&clips->lane_at, clip->lane_id) : NULL;

    if (was)
        clips->lanes[*was].stale = true;
    if (is)
        clips->lanes[*is].stale = true;
    if (was && !clip)
        idmap_remove(&clips->of_clip, change->id);
}

void
clips_apply(struct clips *clips, const struct edit *edit)
{
    size_t count;
    const struct change *changes = edit_changes(edit, &count);
    bool tempo = false;

    for (size_t i = 0; i < count; i++)
        if (changes[i].table == TABLE_CLIP)
            clip_changed(clips, &changes[i]);
        else if (changes[i].table == TABLE_TEMPO || changes[i].table == TABLE_METRE)
            tempo = true;
    for (size_t i = 0; tempo && i < clips->count; i++)
        clips->lanes[i].stale = true;
}

/* --- sorting ------------------------------------------------------------------ */

static struct clip_span
span_of(const struct tempo_map *map, const struct row_clip *clip)
{
    const struct when at = {clip->at, (enum time_unit)clip->unit};
    const frames_t start = when_frames(map, at);
    frames_t end = frames_add(start, frames(clip->length));

    if (clip->kind == CLIP_MIDI)
        end = tempo_frames(map,
                           ticks_add(when_ticks(map, at), ticks(clip->length)));
    return (struct clip_span){clip->id, start.n, end.n, clip->layer, end.n};
}

bool
clips_span(const struct model *model, int64_t clip_id, struct clip_span *out)
{
    const struct row_clip *clip = model_row(model, TABLE_CLIP, clip_id);

    if (clip)
        *out = span_of(model_tempo(model), clip);
    return clip != NULL;
}

static int
in_order(const void *a, const void *b)
{
    const struct clip_span *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static void
sort_lane(struct clips *clips, const struct model *model, size_t index)
{
    struct lane_clips *lane = &clips->lanes[index];
    const struct tempo_map *map = model_tempo(model);
    const struct row_clip *clip = model_first(model, TABLE_CLIP, lane->id);

    lane->count = 0;
    for (; clip; clip = model_next(model, TABLE_CLIP, clip)) {
        lane->spans = view_grow(lane->spans, &lane->room, lane->count + 1,
                                sizeof *lane->spans);
        lane->spans[lane->count++] = span_of(map, clip);
        if (idmap_put(&clips->of_clip, clip->id, (uint32_t)index) != ST_OK)
            abort(); /* as alloc.h says */
    }
    if (lane->count > 1)
        qsort(lane->spans, lane->count, sizeof *lane->spans, in_order);
    for (size_t i = 1; i < lane->count; i++)
        if (lane->spans[i].last_end < lane->spans[i - 1].last_end)
            lane->spans[i].last_end = lane->spans[i - 1].last_end;
    lane->stale = false;
}

static size_t
lane_index(struct clips *clips, int64_t lane_id)
{
    const uint32_t *at = idmap_find(&clips->lane_at, lane_id);

    if (at)
        return *at;
    clips->lanes = view_grow(clips->lanes, &clips->room, clips->count + 1,
                             sizeof *clips->lanes);
    clips->lanes[clips->count] = (struct lane_clips){.id = lane_id, .stale = true};
    if (idmap_put(&clips->lane_at, lane_id, (uint32_t)clips->count) != ST_OK)
        abort(); /* as alloc.h says */
    return clips->count++;
}

const struct clip_span *
clips_of(struct clips *clips, const struct model *model, int64_t lane_id,
         size_t *count)
{
    *count = 0;
    if (lane_id == 0)
        return NULL;
    const size_t index = lane_index(clips, lane_id);

    if (clips->lanes[index].stale)
        sort_lane(clips, model, index);
    *count = clips->lanes[index].count;
    return clips->lanes[index].spans;
}

struct clips *
clips_sorted(const struct model *model)
{
    struct clips *clips = clips_new();
    size_t count, ignored;

    (void)model_rows(model, TABLE_CLIP, &count);
    if (idmap_reserve(&clips->of_clip, count) != ST_OK)
        abort(); /* as alloc.h says */
    const struct row_lane *lane = model_rows(model, TABLE_LANE, &count);

    for (size_t i = 0; i < count; i++)
        (void)clips_of(clips, model, lane[i].id, &ignored);
    return clips;
}

/* --- halving ------------------------------------------------------------------ */

/* The first whose last end lies behind `from`: as those only grow, none before it
 * is seen. */
static size_t
first_behind(const struct clip_span *spans, size_t count, double from)
{
    size_t low = 0, high = count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if ((double)spans[middle].last_end > from)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static size_t
first_after(const struct clip_span *spans, size_t count, double to)
{
    size_t low = 0, high = count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if ((double)spans[middle].start >= to)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

const struct clip_span *
clips_within(struct clips *clips, const struct model *model, int64_t lane_id,
             double from, double to, size_t *count)
{
    size_t all;
    const struct clip_span *spans = clips_of(clips, model, lane_id, &all);
    const size_t first = first_behind(spans, all, from);
    const size_t end = first_after(spans, all, to);

    *count = end > first ? end - first : 0;
    return spans ? spans + first : NULL;
}

int64_t
clips_end(struct clips *clips, const struct model *model)
{
    size_t lanes, count;
    const struct row_lane *lane = model_rows(model, TABLE_LANE, &lanes);
    int64_t end = 0;

    for (size_t i = 0; i < lanes; i++) {
        const struct clip_span *spans = clips_of(clips, model, lane[i].id, &count);

        if (count > 0 && spans[count - 1].last_end > end)
            end = spans[count - 1].last_end;
    }
    return end;
}

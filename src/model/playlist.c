/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/playlist.h"

#include "model/playlist_internal.h"
#include "model/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A lane of a comp, compiled once for all its ranges. */
struct comp_lane {
    int64_t lane_id;
    size_t first;
    size_t count;
};

/* A range, and how it is joined to the next: crossfaded from `a` to `b`, if they differ;
 * `joined` is false where the next does not follow at once with material. */
struct range {
    int64_t from, to;
    size_t lane; /* in comp_lanes */
    int64_t a, b;
    bool joined;
    enum fade_shape shape;
};

struct playlist {
    struct lane_room *room;
    struct segments out;
    struct segments pool; /* what the lanes of a comp sound */
    struct comp_lane *lanes;
    struct range *ranges;
    size_t n_lanes, n_ranges;
    size_t lanes_capacity, ranges_capacity;
};

/* --- what playlist_lane.c shares ----------------------------------------------------- */

enum status
room_for(void *all, size_t *capacity, size_t need, size_t size)
{
    size_t more = *capacity ? *capacity : 16;
    void *memory;

    if (need <= *capacity)
        return ST_OK;
    while (more < need)
        more *= 2;
    memcpy(&memory, all, sizeof memory); /* a pointer to any type, at `all` */
    if (!(memory = realloc(memory, more * size)))
        return ST_NO_MEM;
    memcpy(all, &memory, sizeof memory);
    *capacity = more;
    return ST_OK;
}

struct playlist_segment *
segments_add(struct segments *segments)
{
    if (room_for(&segments->all, &segments->capacity, segments->count + 1,
                 sizeof *segments->all)
        != ST_OK)
        return NULL;
    return &segments->all[segments->count++];
}

bool
same_sound(const struct playlist_segment *a, const struct playlist_segment *b)
{
    return a->source_id == b->source_id && a->source_id != 0
           && a->offset - a->start == b->offset - b->start;
}

void
forget_spent_fades(struct playlist_segment *segment)
{
    for (int i = 0; i < PLAYLIST_FADES; i++) {
        struct playlist_fade *in = &segment->in[i];
        struct playlist_fade *out = &segment->out[i];

        if (in->length > 0 && in->start + in->length <= segment->start)
            *in = (struct playlist_fade){0};
        if (out->length > 0 && out->start >= segment->end)
            *out = (struct playlist_fade){0};
    }
}

/* --- comps --------------------------------------------------------------------------- */

static enum status
find_lane(struct playlist *list, const struct model *model, const struct edit *edit,
          int64_t lane_id, size_t *out)
{
    const size_t n = list->n_lanes;

    for (*out = 0; *out < n; ++*out)
        if (list->lanes[*out].lane_id == lane_id)
            return ST_OK;
    if (room_for(&list->lanes, &list->lanes_capacity, n + 1, sizeof *list->lanes)
        != ST_OK)
        return ST_NO_MEM;
    const size_t first = list->pool.count;

    if (lane_compile(list->room, &list->pool, model, edit, lane_id) != ST_OK)
        return ST_NO_MEM;
    list->lanes[n] = (struct comp_lane){lane_id, first, list->pool.count - first};
    list->n_lanes++;
    return ST_OK;
}

static int
by_from(const void *a, const void *b)
{
    const struct range *x = a;
    const struct range *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

/* Ranges in order; those of one lane that touch are one.  They do not overlap in a sound
 * project; in another, the earlier one holds. */
static void
merge_ranges(struct playlist *list)
{
    size_t n = 0;

    if (list->n_ranges > 1)
        qsort(list->ranges, list->n_ranges, sizeof *list->ranges, by_from);
    for (size_t i = 0; i < list->n_ranges; i++) {
        struct range range = list->ranges[i];
        struct range *last = n ? &list->ranges[n - 1] : NULL;

        if (last && range.from < last->to)
            range.from = last->to;
        if (range.from >= range.to)
            continue;
        if (last && last->lane == range.lane && last->to == range.from)
            last->to = range.to;
        else
            list->ranges[n++] = range;
    }
    list->n_ranges = n;
}

static enum status
gather_ranges(struct playlist *list, const struct model *model, const struct edit *edit,
              int64_t comp_id)
{
    const int64_t far = INT64_C(1) << 53; /* no sum overflows, whatever the rows hold */
    struct walk walk = walk_owned(edit, model, TABLE_COMP_RANGE, comp_id);
    const struct row_comp_range *row;

    list->n_lanes = list->n_ranges = list->pool.count = 0;
    while ((row = walk_next(&walk))) {
        if (row->start.n < -far || row->start.n > far || row->length < 1
            || row->length > far)
            continue;
        struct range range = {.from = row->start.n, .to = row->start.n + row->length};

        if (find_lane(list, model, edit, row->lane_id, &range.lane) != ST_OK
            || room_for(&list->ranges, &list->ranges_capacity, list->n_ranges + 1,
                        sizeof *list->ranges)
                   != ST_OK)
            return ST_NO_MEM;
        list->ranges[list->n_ranges++] = range;
    }
    merge_ranges(list);
    return ST_OK;
}

/* The first segment of a lane that ends after `at`, counted in the pool; the lane's end
 * where none does.  Segments are sorted by their ends, too. */
static size_t
first_after(const struct playlist *list, const struct comp_lane *lane, int64_t at)
{
    size_t low = lane->first, high = lane->first + lane->count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (list->pool.all[middle].end > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* How far the lane sounds on without a gap from just before `at`; `at` itself where
 * nothing sounds there up to it (then *last is NULL). */
static int64_t
sounds_until(const struct playlist *list, const struct comp_lane *lane, int64_t at,
             const struct playlist_segment **last)
{
    const struct playlist_segment *all = list->pool.all;
    int64_t until = at;

    *last = NULL;
    for (size_t i = first_after(list, lane, at - 1); i < lane->first + lane->count; i++) {
        if (*last ? all[i].start > until : all[i].start >= at)
            break;
        if (!*last)
            *last = &all[i];
        until = all[i].end;
    }
    return until;
}

/* From where on the lane sounds without a gap up to just after `at`. */
static int64_t
sounds_since(const struct playlist *list, const struct comp_lane *lane, int64_t at,
             const struct playlist_segment **first)
{
    const struct playlist_segment *all = list->pool.all;
    size_t i = first_after(list, lane, at);
    int64_t since = at;

    *first = NULL;
    if (i == lane->first + lane->count || all[i].start > at)
        return at;
    *first = &all[i];
    since = all[i].start;
    while (i-- > lane->first && all[i].end >= since)
        since = all[i].start;
    return since;
}

static int64_t
min(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t
max(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The crossfade between a range and the next. */
static void
join_ranges(const struct playlist *list, struct range *left, const struct range *right,
            int64_t crossfade)
{
    const struct playlist_segment *x, *y;
    const int64_t at = left->to;
    int64_t a = at - min(crossfade / 2, (left->to - left->from) / 2);
    int64_t b = at + min(crossfade - crossfade / 2, (right->to - right->from) / 2);

    if (at != right->from)
        return;
    b = min(b, sounds_until(list, &list->lanes[left->lane], at, &x));
    a = max(a, sounds_since(list, &list->lanes[right->lane], at, &y));
    if (!x || !y)
        return;
    left->joined = true;
    left->a = a;
    left->b = b;
    left->shape = same_sound(x, y) ? FADE_LINEAR : FADE_EQUAL_POWER;
}

/* A range's edge: until where its segments go, and the fade over them. */
struct edge {
    int64_t at;
    struct playlist_fade fade;
    bool cuts_only; /* fade those that the edge cuts through */
};

static struct edge
left_edge(const struct range *range, const struct range *before, int64_t half)
{
    if (before && before->joined)
        return (struct edge){
            before->a, {before->a, before->b - before->a, before->shape}, false};
    return (struct edge){range->from, {range->from, half, FADE_LINEAR}, true};
}

static struct edge
right_edge(const struct range *range, int64_t half)
{
    if (range->joined)
        return (struct edge){
            range->b, {range->a, range->b - range->a, range->shape}, false};
    return (struct edge){range->to, {range->to - half, half, FADE_LINEAR}, true};
}

static enum status
emit_range(struct playlist *list, const struct range *range, const struct range *before,
           int64_t crossfade)
{
    const struct comp_lane *lane = &list->lanes[range->lane];
    const int64_t half = min(crossfade, range->to - range->from) / 2;
    const struct edge left = left_edge(range, before, half);
    const struct edge right = right_edge(range, half);

    for (size_t i = first_after(list, lane, left.at); i < lane->first + lane->count; i++) {
        const struct playlist_segment whole = list->pool.all[i];
        struct playlist_segment *segment;

        if (whole.start >= right.at)
            break;
        if (!(segment = segments_add(&list->out)))
            return ST_NO_MEM;
        *segment = whole;
        segment->start = max(whole.start, left.at);
        segment->end = min(whole.end, right.at);
        segment->offset += segment->start - whole.start;
        if (!left.cuts_only || whole.start < left.at)
            segment->in[PLAYLIST_SEAM] = left.fade;
        if (!right.cuts_only || whole.end > right.at)
            segment->out[PLAYLIST_SEAM] = right.fade;
        forget_spent_fades(segment);
    }
    return ST_OK;
}

static enum status
compile_comp(struct playlist *list, const struct model *model, const struct edit *edit,
             const struct row_comp *comp)
{
    const int64_t crossfade = min(max(comp->crossfade, 0), INT64_C(1) << 53);

    if (gather_ranges(list, model, edit, comp->id) != ST_OK)
        return ST_NO_MEM;
    for (size_t i = 0; i + 1 < list->n_ranges; i++)
        join_ranges(list, &list->ranges[i], &list->ranges[i + 1], crossfade);
    for (size_t i = 0; i < list->n_ranges; i++)
        if (emit_range(list, &list->ranges[i], i ? &list->ranges[i - 1] : NULL, crossfade)
            != ST_OK)
            return ST_NO_MEM;
    return ST_OK;
}

/* --- tracks -------------------------------------------------------------------------- */

/* The active comp; of several, which a sound project does not have, the least id's. */
static const struct row_comp *
active_comp(const struct model *model, const struct edit *edit, int64_t track_id)
{
    struct walk walk = walk_owned(edit, model, TABLE_COMP, track_id);
    const struct row_comp *found = NULL, *row;

    while ((row = walk_next(&walk)))
        if (row->active && (!found || row->id < found->id))
            found = row;
    return found;
}

static enum status
compile_lanes(struct playlist *list, const struct model *model, const struct edit *edit,
              int64_t track_id)
{
    struct walk walk = walk_owned(edit, model, TABLE_LANE, track_id);
    const struct row_lane *lane;

    while ((lane = walk_next(&walk)))
        if (lane->plays
            && lane_compile(list->room, &list->out, model, edit, lane->id) != ST_OK)
            return ST_NO_MEM;
    return ST_OK;
}

static int
in_time(const void *a, const void *b)
{
    const struct playlist_segment *x = a;
    const struct playlist_segment *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->clip_id != y->clip_id)
        return x->clip_id < y->clip_id ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static void
sort_segments(struct segments *segments)
{
    for (size_t i = 1; i < segments->count; i++) {
        if (in_time(&segments->all[i - 1], &segments->all[i]) <= 0)
            continue;
        qsort(segments->all, segments->count, sizeof *segments->all, in_time);
        return;
    }
}

enum status
playlist_new(struct playlist **out)
{
    struct playlist *list = calloc(1, sizeof *list);

    *out = NULL;
    if (!list || lane_room_new(&list->room) != ST_OK) {
        free(list);
        return ST_NO_MEM;
    }
    *out = list;
    return ST_OK;
}

void
playlist_free(struct playlist *list)
{
    if (!list)
        return;
    lane_room_free(list->room);
    free(list->out.all);
    free(list->pool.all);
    free(list->lanes);
    free(list->ranges);
    free(list);
}

/* What was compiled, in order. */
static enum status
finish(struct playlist *list, enum status status, const struct playlist_segment **segments,
       size_t *count)
{
    if (status != ST_OK)
        return status;
    sort_segments(&list->out);
    *segments = list->out.all;
    *count = list->out.count;
    return ST_OK;
}

enum status
playlist_compile_comp(struct playlist *list, const struct model *model,
                      const struct edit *edit, const struct row_comp *comp,
                      const struct playlist_segment **segments, size_t *count)
{
    list->out.count = 0;
    return finish(list, compile_comp(list, model, edit, comp), segments, count);
}

enum status
playlist_compile(struct playlist *list, const struct model *model,
                 const struct edit *edit, int64_t track_id,
                 const struct playlist_segment **segments, size_t *count)
{
    const struct row_comp *comp = active_comp(model, edit, track_id);

    if (comp)
        return playlist_compile_comp(list, model, edit, comp, segments, count);
    list->out.count = 0;
    return finish(list, compile_lanes(list, model, edit, track_id), segments, count);
}

/* --- fades --------------------------------------------------------------------------- */

static double
shape_gain(enum fade_shape shape, double x)
{
    switch (shape) {
    case FADE_EQUAL_POWER:
        return sin(x * M_PI_2);
    case FADE_SLOW:
        return x * x * x;
    case FADE_FAST:
        return 1 - (1 - x) * (1 - x) * (1 - x);
    case FADE_S_CURVE:
        return (3 - 2 * x) * x * x;
    case FADE_LINEAR:
        break;
    }
    return x;
}

double
playlist_fade_in_gain(const struct playlist_fade *fade, int64_t frame)
{
    if (fade->length <= 0 || frame >= fade->start + fade->length)
        return 1;
    if (frame < fade->start)
        return 0;
    return shape_gain(fade->shape,
                      ((double)(frame - fade->start) + 0.5) / (double)fade->length);
}

double
playlist_fade_out_gain(const struct playlist_fade *fade, int64_t frame)
{
    if (fade->length <= 0 || frame < fade->start)
        return 1;
    if (frame >= fade->start + fade->length)
        return 0;
    return shape_gain(fade->shape,
                      ((double)(fade->start + fade->length - frame) - 0.5)
                          / (double)fade->length);
}

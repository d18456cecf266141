/* SPDX-License-Identifier: GPL-3.0-or-later */
/* playlist_comp.c: a comp's ranges, each filled with what its lane sounds there,
 * and the seams between them. */
#include "model/playlist_internal.h"
#include "model/walk.h"

#include <stdlib.h>

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

/* Ranges in order; those of one lane that touch are one.  They do not overlap in a
 * sound project; in another, the earlier one holds. */
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
gather_ranges(struct playlist *list, const struct model *model,
              const struct edit *edit, int64_t comp_id)
{
    const int64_t far = INT64_C(1)
                        << 53; /* no sum overflows, whatever the rows hold */
    struct walk walk = walk_owned(edit, model, TABLE_COMP_RANGE, comp_id);
    const struct row_comp_range *row;

    list->n_lanes = list->n_ranges = list->pool.count = 0;
    while ((row = walk_next(&walk))) {
        if (row->start.n < -far || row->start.n > far || row->length < 1
            || row->length > far)
            continue;
        struct range range
            = {.from = row->start.n, .to = row->start.n + row->length};

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

/* The first segment of a lane that ends after `at`, counted in the pool; the lane's
 * end where none does.  Segments are sorted by their ends, too. */
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
    for (size_t i = first_after(list, lane, at - 1); i < lane->first + lane->count;
         i++) {
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
join_ranges(const struct playlist *list, struct range *left,
            const struct range *right, int64_t crossfade)
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

/* A seam takes the place of a clip's own fade that lies within it: of a take that
 * begins just there. */
static void
fade_at_seam(struct playlist_fade fades[PLAYLIST_FADES],
             const struct playlist_fade *seam)
{
    struct playlist_fade *own = &fades[PLAYLIST_OWN];

    fades[PLAYLIST_SEAM] = *seam;
    if (own->start >= seam->start
        && own->start + own->length <= seam->start + seam->length)
        own->length = 0;
}

static enum status
emit_range(struct playlist *list, const struct range *range,
           const struct range *before, int64_t crossfade)
{
    const struct comp_lane *lane = &list->lanes[range->lane];
    const int64_t half = min(crossfade, range->to - range->from) / 2;
    const struct edge left = left_edge(range, before, half);
    const struct edge right = right_edge(range, half);

    for (size_t i = first_after(list, lane, left.at); i < lane->first + lane->count;
         i++) {
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
            fade_at_seam(segment->in, &left.fade);
        if (!right.cuts_only || whole.end > right.at)
            fade_at_seam(segment->out, &right.fade);
        forget_spent_fades(segment);
    }
    return ST_OK;
}

enum status
comp_compile(struct playlist *list, const struct model *model,
             const struct edit *edit, const struct row_comp *comp)
{
    const int64_t crossfade = min(max(comp->crossfade, 0), INT64_C(1) << 53);

    if (gather_ranges(list, model, edit, comp->id) != ST_OK)
        return ST_NO_MEM;
    for (size_t i = 0; i + 1 < list->n_ranges; i++)
        join_ranges(list, &list->ranges[i], &list->ranges[i + 1], crossfade);
    for (size_t i = 0; i < list->n_ranges; i++)
        if (emit_range(list, &list->ranges[i], i ? &list->ranges[i - 1] : NULL,
                       crossfade)
            != ST_OK)
            return ST_NO_MEM;
    return ST_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* playlist_lane.c: the clips of one lane, overlaps resolved.
 *
 * First a sweep cuts the timeline into regions, in each of which one clip lies on
 * top.  Then, where two regions touch and both clips have material around, a window
 * is laid over the boundary, in which both sound, crossfaded. */
#include "model/playlist_internal.h"

#include "model/walk.h"

#include <stdlib.h>
#include <string.h>

/* A crossfade where a clip lies in the midst of another and has no fade of its own:
 * this part of a second. */
enum { SHORT_SEAM = 200 };

struct item {
    struct playlist_segment clip; /* as if it lay alone */
    int64_t layer;
    int64_t fade_in, fade_out;
    bool in_joined,
        out_joined; /* a crossfade has taken the place of the own fade */
};

/* From `from` to `to` the item lies on top; at its right end it may be crossfaded
 * with the next region from `a` to `b`. */
struct region {
    uint32_t item;
    int64_t from, to;
    int64_t a, b; /* equal: no crossfade */
};

struct order {
    int64_t start;
    uint32_t item;
};

struct lane_room {
    struct item *items;
    struct order *order; /* by start */
    uint32_t *heap;      /* the items under way, the topmost first */
    struct region *regions;
    size_t n_items, n_heap, n_regions;
    size_t items_capacity, order_capacity, heap_capacity, regions_capacity;
    int64_t short_seam; /* frames */
};

enum status
lane_room_new(struct lane_room **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? ST_OK : ST_NO_MEM;
}

void
lane_room_free(struct lane_room *room)
{
    if (!room)
        return;
    free(room->items);
    free(room->order);
    free(room->heap);
    free(room->regions);
    free(room);
}

/* --- gathering ---------------------------------------------------------------- */

static void
fill_item(struct item *item, const struct row_clip *row, int64_t start)
{
    const int64_t end = start + row->length;

    *item = (struct item){
        .clip = {.clip_id = row->id,
                 .source_id = row->source_id,
                 .start = start,
                 .end = end,
                 .offset = row->offset,
                 .gain_db = row->gain_db},
        .layer = row->layer,
        .fade_in = row->fade_in,
        .fade_out = row->fade_out,
    };
    item->clip.in[PLAYLIST_OWN] = (struct playlist_fade){
        start, row->fade_in, (enum fade_shape)row->fade_in_shape};
    item->clip.out[PLAYLIST_OWN] = (struct playlist_fade){
        end - row->fade_out, row->fade_out, (enum fade_shape)row->fade_out_shape};
}

static int
by_start(const void *a, const void *b)
{
    const struct order *x = a;
    const struct order *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

/* So that sums of times cannot overflow, whatever a damaged project holds. */
static bool
is_sane(const struct row_clip *row)
{
    const int64_t far = INT64_C(1) << 53;

    return row->length >= 1 && row->length <= far && row->at >= -far
           && row->at <= far && row->offset >= -far && row->offset <= far
           && row->fade_in >= 0 && row->fade_in <= far && row->fade_out >= 0
           && row->fade_out <= far;
}

static enum status
gather(struct lane_room *room, const struct model *model, const struct edit *edit,
       int64_t lane_id)
{
    const struct tempo_map *tempo = model_tempo(model);
    struct walk walk = walk_owned(edit, model, TABLE_CLIP, lane_id);
    const struct row_clip *row;

    room->short_seam = tempo_map_rate(tempo) / SHORT_SEAM;
    room->n_items = 0;
    while ((row = walk_next(&walk))) {
        const size_t n = room->n_items;
        const struct when at = {row->at, (enum time_unit)row->unit};

        if (row->kind != CLIP_AUDIO || row->muted || !is_sane(row))
            continue;
        if (room_for(&room->items, &room->items_capacity, n + 1,
                     sizeof *room->items)
                != ST_OK
            || room_for(&room->order, &room->order_capacity, n + 1,
                        sizeof *room->order)
                   != ST_OK)
            return ST_NO_MEM;
        fill_item(&room->items[n], row, when_frames(tempo, at).n);
        room->order[n] = (struct order){room->items[n].clip.start, (uint32_t)n};
        room->n_items++;
    }
    if (room->n_items > 0)
        if (room->n_items > 1)
            qsort(room->order, room->n_items, sizeof *room->order, by_start);
    return ST_OK;
}

/* --- the sweep ---------------------------------------------------------------- */

static bool
lies_above(const struct lane_room *room, uint32_t a, uint32_t b)
{
    const struct item *x = &room->items[a];
    const struct item *y = &room->items[b];

    if (x->layer != y->layer)
        return x->layer > y->layer;
    if (x->clip.start != y->clip.start)
        return x->clip.start > y->clip.start;
    return x->clip.clip_id > y->clip.clip_id;
}

static void
push(struct lane_room *room, uint32_t item)
{
    size_t at = room->n_heap++;

    while (at > 0 && lies_above(room, item, room->heap[(at - 1) / 2])) {
        room->heap[at] = room->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    room->heap[at] = item;
}

static void
pop(struct lane_room *room)
{
    const uint32_t item = room->heap[--room->n_heap];
    size_t at = 0;

    for (size_t child; (child = 2 * at + 1) < room->n_heap; at = child) {
        if (child + 1 < room->n_heap
            && lies_above(room, room->heap[child + 1], room->heap[child]))
            child++;
        if (!lies_above(room, room->heap[child], item))
            break;
        room->heap[at] = room->heap[child];
    }
    room->heap[at] = item;
}

static void
add_region(struct lane_room *room, uint32_t item, int64_t from, int64_t to)
{
    struct region *last = &room->regions[room->n_regions - 1];

    if (from == to)
        return;
    if (room->n_regions > 0 && last->item == item && last->to == from)
        last->to = last->a = last->b = to;
    else
        room->regions[room->n_regions++]
            = (struct region){.item = item, from, to, to, to};
}

/* Each clip begins and ends once, so there are at most two regions a clip. */
static void
sweep(struct lane_room *room)
{
    size_t next = 0;
    int64_t now = INT64_MIN;

    room->n_heap = room->n_regions = 0;
    while (room->n_heap > 0 || next < room->n_items) {
        if (room->n_heap == 0 && room->order[next].start > now)
            now = room->order[next].start;
        while (next < room->n_items && room->order[next].start <= now)
            push(room, room->order[next++].item);
        const uint32_t top = room->heap[0];
        const int64_t end = room->items[top].clip.end;

        if (end <= now) {
            pop(room);
            continue;
        }
        int64_t until = end;
        while (next < room->n_items && room->order[next].start < until) {
            const struct order *order = &room->order[next];

            if (lies_above(room, order->item, top))
                until = order->start;
            else
                push(room, room->order[next++].item);
        }
        add_region(room, top, now, until);
        now = until;
    }
}

/* --- crossfades --------------------------------------------------------------- */

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

/* How long a clip in the midst of another is crossfaded with it. */
static int64_t
seam_of(const struct lane_room *room, const struct item *item, int64_t fade)
{
    return min(max(fade, room->short_seam),
               (item->clip.end - item->clip.start) / 2);
}

/* The crossfade at the right end of a region. */
static void
join(struct lane_room *room, struct region *left, const struct region *right)
{
    struct item *x = &room->items[left->item];
    struct item *y = &room->items[right->item];
    const int64_t at = left->to;

    if (at != right->from || (x->clip.end == at && y->clip.start == at))
        return;
    if (x->clip.end == at) { /* y comes out from under x */
        const bool part = y->clip.start > x->clip.start;

        left->a = part ? y->clip.start
                       : max(y->clip.start, at - seam_of(room, x, x->fade_out));
        y->in_joined = y->in_joined || part;
        x->out_joined = true;
    } else { /* x goes on below y */
        const bool part = x->clip.end < y->clip.end;

        left->b = part ? x->clip.end
                       : min(x->clip.end, at + seam_of(room, y, y->fade_in));
        x->out_joined = x->out_joined || part;
        y->in_joined = true;
    }
}

/* Keep the crossfade that goes into a region from its left, and the one that begins
 * in it at its right, within it and apart: where they would collide they meet in
 * its middle. */
static void
part_windows(struct region *before, struct region *region)
{
    const int64_t middle = region->from + (region->to - region->from) / 2;

    if (before->to != region->from || before->b <= region->a)
        return;
    if (before->b <= middle)
        region->a = before->b;
    else if (region->a >= middle)
        before->b = region->a;
    else
        before->b = region->a = middle;
}

static enum fade_shape
shape_between(const struct playlist_segment *a, const struct playlist_segment *b)
{
    return same_sound(a, b) ? FADE_LINEAR : FADE_EQUAL_POWER;
}

static enum status
emit(struct lane_room *room, struct segments *to)
{
    for (size_t i = 0; i < room->n_regions; i++) {
        const struct region *region = &room->regions[i];
        const struct region *before = i ? region - 1 : NULL;
        const struct item *item = &room->items[region->item];
        struct playlist_segment *segment = segments_add(to);
        int64_t start = region->from;

        if (!segment)
            return ST_NO_MEM;
        *segment = item->clip;
        if (before && before->a < before->b && before->to == region->from) {
            start = before->a;
            segment->in[PLAYLIST_OVERLAP] = (struct playlist_fade){
                before->a, before->b - before->a,
                shape_between(&room->items[before->item].clip, &item->clip)};
        }
        if (region->a < region->b)
            segment->out[PLAYLIST_OVERLAP] = (struct playlist_fade){
                region->a, region->b - region->a,
                shape_between(&item->clip, &room->items[region[1].item].clip)};
        if (item->in_joined)
            segment->in[PLAYLIST_OWN].length = 0;
        if (item->out_joined)
            segment->out[PLAYLIST_OWN].length = 0;
        segment->offset += start - segment->start;
        segment->start = start;
        segment->end = region->b;
        forget_spent_fades(segment);
    }
    return ST_OK;
}

enum status
lane_compile(struct lane_room *room, struct segments *to, const struct model *model,
             const struct edit *edit, int64_t lane_id)
{
    if (gather(room, model, edit, lane_id) != ST_OK
        || room_for(&room->heap, &room->heap_capacity, room->n_items,
                    sizeof *room->heap)
               != ST_OK
        || room_for(&room->regions, &room->regions_capacity, 2 * room->n_items,
                    sizeof *room->regions)
               != ST_OK)
        return ST_NO_MEM;
    sweep(room);
    for (size_t i = 0; i + 1 < room->n_regions; i++)
        join(room, &room->regions[i], &room->regions[i + 1]);
    for (size_t i = 1; i < room->n_regions; i++)
        part_windows(&room->regions[i - 1], &room->regions[i]);
    return emit(room, to);
}

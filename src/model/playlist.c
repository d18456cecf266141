/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/playlist.h"

#include "model/playlist_internal.h"
#include "model/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- what the parts share ----------------------------------------------------- */

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

/* --- tracks ------------------------------------------------------------------- */

/* The active comp; of several, which a sound project does not have, the least id's.
 */
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
compile_lanes(struct playlist *list, const struct model *model,
              const struct edit *edit, int64_t track_id)
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
finish(struct playlist *list, enum status status,
       const struct playlist_segment **segments, size_t *count)
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
    return finish(list, comp_compile(list, model, edit, comp), segments, count);
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
    return finish(list, compile_lanes(list, model, edit, track_id), segments,
                  count);
}

enum status
playlist_compile_lane(struct playlist *list, const struct model *model,
                      const struct edit *edit, int64_t lane_id,
                      const struct playlist_segment **segments, size_t *count)
{
    list->out.count = 0;
    return finish(list, lane_compile(list->room, &list->out, model, edit, lane_id),
                  segments, count);
}

/* --- fades -------------------------------------------------------------------- */

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

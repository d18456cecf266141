/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tracks play, from the model's playlists to segments of streams. */
#include "engine/plan_internal.h"

#include "dsp/gain.h"

#include <stdlib.h>

static uint32_t
count_fades(const struct playlist_segment *segments, size_t count)
{
    uint32_t fades = 0;

    for (size_t i = 0; i < count; i++)
        for (int kind = 0; kind < PLAYLIST_FADES; kind++)
            fades += (segments[i].in[kind].length > 0)
                     + (segments[i].out[kind].length > 0);
    return fades;
}

static void
add_fade(struct clip_fade *fades, struct clip_shape *shape,
         const struct playlist_fade *fade, bool out)
{
    if (fade->length <= 0)
        return;
    fades[shape->first_fade + shape->n_fades++] = (struct clip_fade){
        .start = fade->start,
        .length = fade->length,
        .curve = (enum fade_curve)fade->shape,
        .out = out,
    };
}

/* A track's clips as they were compiled, which all plans share until they change;
 * what is offline takes no room. */
struct kept_clips {
    struct kept kept;
    uint64_t model, streams, gone; /* what they were made of, as stamps */
    struct clips clips;
    struct stream_segment *segments;
    struct clip_shape *shapes;
    struct clip_fade *fades;
    int64_t *reach;
    uint32_t count, n_fades;
    int64_t reached;
    int64_t end; /* also of those that are offline */
    unsigned offline;
};

static void
free_clips(struct kept *kept)
{
    struct kept_clips *made = (struct kept_clips *)kept;

    free(made->segments);
    free(made->shapes);
    free(made->fades);
    free(made->reach);
    free(made);
}

/* Room for `count` clips with `fades` fades. */
static struct kept_clips *
new_clips(int64_t track, size_t count, size_t fades)
{
    struct kept_clips *made = calloc(1, sizeof *made);

    if (!made)
        return NULL;
    made->kept = (struct kept){.id = track, .kind = KEEP_CLIPS, .free = free_clips};
    made->reached = made->end = INT64_MIN;
    made->segments = malloc((count + 1) * sizeof *made->segments);
    made->shapes = malloc((count + 1) * sizeof *made->shapes);
    made->fades = malloc((fades + 1) * sizeof *made->fades);
    made->reach = malloc((count + 1) * sizeof *made->reach);
    if (made->segments && made->shapes && made->fades && made->reach)
        return made;
    free_clips(&made->kept);
    return NULL;
}

static void
add_clip(struct kept_clips *made, const struct playlist_segment *from,
         struct stream *stream)
{
    struct clip_shape *shape = &made->shapes[made->count];

    made->segments[made->count] = (struct stream_segment){
        .stream = stream,
        .start = from->start,
        .end = from->end,
        .offset = from->offset,
    };
    *shape = (struct clip_shape){
        .gain = gain_from_db(from->gain_db),
        .first_fade = made->n_fades,
    };
    for (int kind = 0; kind < PLAYLIST_FADES; kind++) {
        add_fade(made->fades, shape, &from->in[kind], false);
        add_fade(made->fades, shape, &from->out[kind], true);
    }
    made->n_fades += shape->n_fades;
    if (from->end > made->reached)
        made->reached = from->end;
    made->reach[made->count++] = made->reached;
}

static struct kept_clips *
make_clips(struct build *build, int64_t track,
           const struct playlist_segment *segments, size_t count)
{
    struct kept_clips *made = new_clips(track, count, count_fades(segments, count));

    if (!made)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        struct stream *stream
            = streams_find(build->engine->streams, segments[i].source_id);

        if (segments[i].end > made->end)
            made->end = segments[i].end;
        if (stream)
            add_clip(made, &segments[i], stream);
        else
            made->offline++;
    }
    made->clips = (struct clips){made->segments, made->shapes, made->fades,
                                 made->reach, made->count};
    return made;
}

/* Of all that the track plays: a comp may name a lane of another track, in a
 * project that makes no sense. */
static uint64_t
stamp_of(const struct model *model, int64_t track)
{
    uint64_t stamp = model_stamp(model, TABLE_TRACK, track);

    for (const struct row_comp *comp = model_first(model, TABLE_COMP, track); comp;
         comp = model_next(model, TABLE_COMP, comp))
        for (const struct row_comp_range *range
             = model_first(model, TABLE_COMP_RANGE, comp->id);
             range; range = model_next(model, TABLE_COMP_RANGE, range)) {
            const uint64_t lane = model_stamp(model, TABLE_LANE, range->lane_id);

            stamp = lane > stamp ? lane : stamp;
        }
    return stamp;
}

/* A source that has come is nothing to a track that lacked none. */
static bool
stand_still(const struct kept_clips *made, uint64_t model,
            const struct streams *streams)
{
    return made->model == model
           && (made->offline > 0 ? made->streams == streams_stamp(streams)
                                 : made->gone == streams_stamp_gone(streams));
}

/* Those of the plan before, where they are the same still; else new ones.  The plan
 * keeps them.  NULL: no memory. */
static struct kept_clips *
clips_of(struct build *build, struct playlist *list, int64_t track)
{
    struct keep *keep = build->engine->keep;
    const uint64_t model = stamp_of(build->model, track);
    const struct streams *streams = build->engine->streams;
    struct kept_clips *made
        = (struct kept_clips *)keep_find(keep, KEEP_CLIPS, track);
    const struct playlist_segment *segments;
    size_t count;

    if (made && stand_still(made, model, streams))
        return plan_keep(build->plan, &made->kept) ? NULL : made;
    if (playlist_compile(list, build->model, NULL, track, &segments, &count))
        return NULL;
    made = make_clips(build, track, segments, count);
    if (!made)
        return NULL;
    made->model = model;
    made->streams = streams_stamp(streams);
    made->gone = streams_stamp_gone(streams);
    keep_add(keep, &made->kept);
    if (!plan_keep(build->plan, &made->kept))
        return made;
    keep_drop(keep_ref(&made->kept));
    return NULL;
}

static void
add_track(struct plan *plan, struct strip *strip, const struct kept_clips *made)
{
    strip->clips = made->clips;
    plan->offline += made->offline;
    if (made->end > plan->end)
        plan->end = made->end;
    if (made->count > 0)
        plan->tracks[plan->n_tracks++]
            = (struct stream_track){made->segments, made->count};
}

enum status
build_clips(struct build *build)
{
    struct plan *plan = build->plan;
    struct playlist *list;
    enum status status = playlist_new(&list);

    plan->tracks = plan_memory(plan, plan->n_strips, sizeof *plan->tracks);
    if (!plan->tracks)
        status = ST_NO_MEM;
    for (uint32_t i = 0; !status && i < plan->n_strips; i++) {
        const struct kept_clips *made
            = clips_of(build, list, plan->strips[i].track);

        if (made)
            add_track(plan, &plan->strips[i], made);
        else
            status = ST_NO_MEM;
    }
    playlist_free(list);
    return status;
}

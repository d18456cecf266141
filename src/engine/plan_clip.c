/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tracks play, from the model's playlists to segments of streams. */
#include "engine/plan_internal.h"

#include "dsp/gain.h"

#include <string.h>

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

/* Room for a track's clips; what is offline takes none of it. */
struct room {
    struct stream_segment *segments;
    struct clip_shape *shapes;
    struct clip_fade *fades;
    int64_t *reach;
    uint32_t count, n_fades;
    int64_t end;
};

static void
add_clip(struct room *room, const struct playlist_segment *from, struct stream *stream)
{
    struct clip_shape *shape = &room->shapes[room->count];

    room->segments[room->count] = (struct stream_segment){
        .stream = stream,
        .start = from->start,
        .end = from->end,
        .offset = from->offset,
    };
    shape->gain = gain_from_db(from->gain_db);
    shape->first_fade = room->n_fades;
    for (int kind = 0; kind < PLAYLIST_FADES; kind++) {
        add_fade(room->fades, shape, &from->in[kind], false);
        add_fade(room->fades, shape, &from->out[kind], true);
    }
    room->n_fades += shape->n_fades;
    if (from->end > room->end)
        room->end = from->end;
    room->reach[room->count++] = room->end;
}

static enum status
make_clips(struct build *build, struct strip *strip,
           const struct playlist_segment *segments, size_t count)
{
    struct plan *plan = build->plan;
    struct room room = {
        .segments = plan_memory(plan, count, sizeof *room.segments),
        .shapes = plan_memory(plan, count, sizeof *room.shapes),
        .fades = plan_memory(plan, count_fades(segments, count), sizeof *room.fades),
        .reach = plan_memory(plan, count, sizeof *room.reach),
        .end = INT64_MIN,
    };

    if (!room.segments || !room.shapes || !room.fades || !room.reach)
        return ST_NO_MEM;
    for (size_t i = 0; i < count; i++) {
        struct stream *stream
            = streams_find(build->engine->streams, segments[i].source_id);

        if (segments[i].end > plan->end)
            plan->end = segments[i].end;
        if (stream)
            add_clip(&room, &segments[i], stream);
        else
            plan->offline++;
    }
    strip->clips = (struct clips){room.segments, room.shapes, room.fades, room.reach,
                                  room.count};
    plan->tracks[plan->n_tracks++] = (struct stream_track){room.segments, room.count};
    return ST_OK;
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
        struct strip *strip = &plan->strips[i];
        const struct playlist_segment *segments;
        size_t count;

        status = playlist_compile(list, build->model, NULL, strip->track, &segments,
                                  &count);
        if (!status && count > 0)
            status = make_clips(build, strip, segments, count);
    }
    playlist_free(list);
    return status;
}

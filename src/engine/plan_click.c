/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tempo and metre, and where the metronome clicks: a list up to where they change
 * for the last time, and a line from there on. */
#include "engine/plan_internal.h"

#include <stdlib.h>

/* A song whose tempo changes later than this has no clicks in between. */
enum { CLICKS_MAX = 1 << 20 };

struct beats {
    struct click *list;
    uint32_t count, room;
};

static enum status
add(struct beats *beats, int64_t at, bool accent)
{
    if (beats->count == beats->room) {
        const uint32_t room = beats->room ? 2 * beats->room : 256;
        struct click *more = realloc(beats->list, room * sizeof *more);

        if (!more)
            return ST_NO_MEM;
        beats->list = more;
        beats->room = room;
    }
    beats->list[beats->count++] = (struct click){at, accent};
    return ST_OK;
}

/* The beats before `end`; bars are walked, as each may have another metre. */
static enum status
list_beats(struct beats *beats, const struct tempo_map *map, int64_t end)
{
    for (int64_t bar = 0; bar < end && beats->count < CLICKS_MAX;) {
        const struct metre_point metre = tempo_metre(map, ticks(bar));
        const int64_t beat = 4 * TICKS_PER_QUARTER / metre.den;

        for (int i = 0; i < metre.num && bar + i * beat < end; i++) {
            const ticks_t at = ticks(bar + i * beat);

            if (add(beats, tempo_frames(map, at).n, i == 0))
                return ST_NO_MEM;
        }
        bar += metre.num * beat;
    }
    return ST_OK;
}

enum status
build_clicks(struct build *build)
{
    const struct tempo_map *map = model_tempo(build->model);
    struct plan *plan = build->plan;
    struct beats beats = {0};

    /* In a render there is none. */
    if (!map || build->engine->config.offline)
        return ST_OK;

    if (tempo_map_copy(&plan->tempo, map))
        return ST_NO_MEM;

    const struct tempo_line line = tempo_last(map);
    const int64_t beat = 4 * TICKS_PER_QUARTER / line.metre.den;
    const int64_t late = line.at.n > line.bar_at.n ? line.at.n - line.bar_at.n : 0;
    const int64_t index = (late + beat - 1) / beat;
    const int64_t first = line.bar_at.n + index * beat;
    enum status status = list_beats(&beats, map, first);
    struct click *list = status ? NULL
                                : plan_memory(plan, beats.count, sizeof *list);
    for (uint32_t i = 0; list && i < beats.count; i++)
        list[i] = beats.list[i];
    free(beats.list);
    if (!list)
        return ST_NO_MEM;
    plan->clicks = (struct clicks){
        .list = list,
        .count = beats.count,
        .line = line,
        .first = first,
        .beat = beat,
        .index = (uint32_t)(index % line.metre.num),
        .per_bar = line.metre.num,
    };
    return ST_OK;
}

struct engine_count_in
plan_count_in(const struct model *model, frames_t at, unsigned bars)
{
    const struct tempo_map *map = model_tempo(model);

    if (!map)
        return (struct engine_count_in){0};

    const ticks_t tick = tempo_ticks(map, at);
    const struct metre_point metre = tempo_metre(map, tick);
    const double quarter = 60.0 * tempo_map_rate(map) / tempo_bpm(map, tick);
    return (struct engine_count_in){
        .beats = bars * metre.num,
        .per_bar = metre.num,
        .beat_frames = quarter * 4 / metre.den,
    };
}

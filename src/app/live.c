/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/live.h"

#include "dsp/console.h"
#include "engine/engine.h"
#include "engine/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a strip's levels were in the turn they were last asked for.  The engine
 * tells the peak since it was last asked: of two meters of a track that both ask
 * it, each would see half of the peaks. */
struct strip {
    int64_t track;
    uint64_t turn;
    enum status status;
    struct live_levels levels;
};

struct live {
    struct engine *engine;
    uint64_t turn;
    struct strip *strips; /* by track */
    size_t count, room;
};

struct live *
live_new(struct engine *engine)
{
    struct live *live = calloc(1, sizeof *live);

    if (live) {
        live->engine = engine;
        live->turn = 1;
    }
    return live;
}

void
live_free(struct live *live)
{
    if (!live)
        return;
    free(live->strips);
    free(live);
}

void
live_turn(struct live *live)
{
    live->turn++;
}

/* Where the track stands among the strips, or would. */
static size_t
place_of(const struct live *live, int64_t track)
{
    size_t low = 0, high = live->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (live->strips[middle].track < track)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
make_room(struct live *live)
{
    if (live->count < live->room)
        return true;
    const size_t room = live->room ? live->room * 2 : 32;
    struct strip *strips = realloc(live->strips, room * sizeof *strips);

    if (!strips)
        return false;
    live->strips = strips;
    live->room = room;
    return true;
}

/* NULL: no memory. */
static struct strip *
strip_of(struct live *live, int64_t track)
{
    const size_t at = place_of(live, track);

    if (at < live->count && live->strips[at].track == track)
        return &live->strips[at];
    if (!make_room(live))
        return NULL;
    memmove(&live->strips[at + 1], &live->strips[at],
            (live->count - at) * sizeof *live->strips);
    live->count++;
    live->strips[at] = (struct strip){.track = track};
    return &live->strips[at];
}

static void
read_levels(struct live *live, struct strip *strip)
{
    struct engine_levels levels = {0};

    strip->status = engine_levels(live->engine, strip->track, &levels);
    strip->turn = live->turn;
    strip->levels = (struct live_levels){
        .peak = {levels.peak[0], levels.peak[1]},
        .rms = {levels.rms[0], levels.rms[1]},
        .gate_db = levels.gate_db,
        .comp_db = levels.comp_db,
    };
}

enum status
live_levels(struct player *player, int64_t track, struct live_levels *out)
{
    struct live *live = player ? player_live(player) : NULL;
    struct strip *strip = live ? strip_of(live, track) : NULL;

    *out = (struct live_levels){0};
    if (!live)
        return ST_NOT_FOUND;
    if (!strip)
        return ST_NO_MEM;
    if (strip->turn != live->turn)
        read_levels(live, strip);
    *out = strip->levels;
    return strip->status;
}

enum status
live_loudness(struct player *player, struct live_loudness *out)
{
    struct engine_loudness loudness;

    *out = (struct live_loudness){-HUGE_VALF, -HUGE_VALF, -HUGE_VALF, -HUGE_VALF,
                                  -HUGE_VALF};
    if (!player)
        return ST_NOT_FOUND;
    engine_loudness(player_engine(player), &loudness);
    *out = (struct live_loudness){loudness.momentary, loudness.shortterm,
                                  loudness.integrated, loudness.range,
                                  loudness.true_peak_db};
    return ST_OK;
}

enum status
live_listen(struct player *player, int64_t track, bool before)
{
    return player ? engine_listen(player_engine(player), track, before)
                  : ST_NOT_FOUND;
}

size_t
live_listened(struct player *player, float *out, size_t max)
{
    return player ? engine_listened(player_engine(player), out, (uint32_t)max) : 0;
}

enum status
live_hold(struct player *player, int64_t track, const struct live_values *values)
{
    const struct engine_live live = {.track = track,
                                     .fader_db = values->fader_db,
                                     .pan = values->pan,
                                     .mute = values->mute};

    return player ? engine_live(player_engine(player), &live) : ST_NOT_FOUND;
}

/* One that had nothing to do so far is not run: that takes a plan. */
enum status
live_hold_console(struct player *player, int64_t track,
                  const struct row_strip *strip)
{
    const struct console_params params = plan_console(strip);
    bool replan;

    if (!player)
        return ST_NOT_FOUND;
    const enum status status
        = engine_hold_console(player_engine(player), track, &params, &replan);
    if (replan)
        player_replan(player);
    return status;
}

enum status
live_hold_send(struct player *player, int64_t send, double level_db, double pan)
{
    return player ? engine_hold_send(player_engine(player), send, level_db, pan)
                  : ST_NOT_FOUND;
}

enum status
live_hold_control(struct player *player, int64_t insert, unsigned control,
                  double value)
{
    return player
               ? engine_hold_control(player_engine(player), insert, control, value)
               : ST_NOT_FOUND;
}

static enum status
release(struct player *player, enum engine_hand hand, int64_t id)
{
    return player ? engine_release(player_engine(player), hand, id) : ST_NOT_FOUND;
}

enum status
live_release(struct player *player, int64_t track)
{
    return release(player, HAND_FADER, track);
}

enum status
live_release_console(struct player *player, int64_t track)
{
    return release(player, HAND_CONSOLE, track);
}

enum status
live_release_send(struct player *player, int64_t send)
{
    return release(player, HAND_SEND, send);
}

enum status
live_release_control(struct player *player, int64_t insert)
{
    return release(player, HAND_INSERT, insert);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/player.h"

#include "app/live.h"
#include "base/text.h"
#include "drivers/driver.h"
#include "engine/engine.h"
#include "engine/plan.h"
#include "engine/varispeed.h"
#include "model/rows.h"
#include "plugins/built_in.h"
#include "render/sources.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DEFAULT_BLOCK = 256, MAX_THREADS = 4 };

const char *const PLAYER_TRANSPORTS[] = {"own", "follow", "lead", NULL};

struct player {
    struct session *session;
    struct player_config config;
    struct engine *engine;
    struct varispeed *varispeed;
    struct driver *driver;
    struct live *live;
    struct session_watch watch;
    bool watching;
    int64_t master;
    frames_t end;
    unsigned offline;
    char why[256];
    char device[128], hardware[128];
    const char *driver_name;
    char *wiring; /* of the driver before this one */
    bool rolled;  /* when it was polled last */
    bool led;     /* the server's transport has been told to roll */
    uint64_t xruns_before; /* of the drivers before this one */
};

static int64_t
find_master(const struct model *model)
{
    size_t count;
    const struct row_track *tracks = model_rows(model, TABLE_TRACK, &count);

    for (size_t i = 0; i < count; i++)
        if (tracks[i].kind == TRACK_MASTER)
            return tracks[i].id;
    return 0;
}

/* Compile the song as it is now, and let the engine play that. */
static enum status
new_plan(struct player *player, struct fault *fault)
{
    const struct model *model = session_model(player->session);
    const struct plan_options options = {.meters = true};
    struct plan *plan;

    sources_feed(engine_streams(player->engine), model,
                 session_folder(player->session), player->config.offline,
                 player->config.user);
    const enum status status = plan_build(&plan, player->engine, model, &options, fault);
    if (status)
        return status;
    player->end = plan_end(plan);
    player->offline = plan_offline(plan);
    player->master = find_master(model);
    engine_play_plan(player->engine, plan);
    return ST_OK;
}

void
player_replan(struct player *player)
{
    struct fault fault;

    engine_poll(player->engine);
    if (new_plan(player, &fault))
        snprintf(player->why, sizeof player->why, "%s", fault.what);
}

static void
on_change(void *user, const struct edit *edit)
{
    (void)edit;
    player_replan(user);
}

static unsigned
thread_count(const struct player_config *config)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (config->threads > 0)
        return config->threads;
    return processors < 1 ? 1 : processors > MAX_THREADS ? MAX_THREADS : processors;
}

static enum status
open_engine(struct player *player, struct fault *fault)
{
    const struct engine_config config = {
        .rate = session_rate(player->session),
        .max_frames = DRIVER_MAX_BLOCK,
        .threads = thread_count(&player->config),
        .devices = plugins_built_in(),
    };

    const enum status status = engine_new(&player->engine, &config, fault);
    if (!status && varispeed_new(&player->varispeed, player->engine))
        return fault_errno(fault, ENOMEM, NULL);
    return status;
}

static enum status
open_driver(struct player *player, struct fault *fault)
{
    const struct player_config *config = &player->config;
    const struct driver_config want = {
        .device = config->device,
        .rate = session_rate(player->session),
        .block = config->block ? config->block : DEFAULT_BLOCK,
        .inputs = config->inputs,
        .outputs = config->outputs > 2 ? config->outputs : 2,
        .cycle = varispeed_cycle,
        .gap = varispeed_gap,
        .chase = config->transport == PLAYER_OWN ? NULL : varispeed_chase,
        .bbt = config->transport == PLAYER_LEAD ? varispeed_bbt : NULL,
        .wait = varispeed_wait,
        .user = player->varispeed,
        .wiring = player->wiring,
    };
    const struct driver_kind *kind;
    struct driver_state state;

    if (player->driver_name) {
        kind = driver_named(player->driver_name); /* the one that it was, and no other */
    } else if (config->driver) {
        kind = driver_named(config->driver);
        snprintf(player->why, sizeof player->why, "%s", config->driver);
    } else {
        kind = driver_choose(player->why, sizeof player->why);
    }
    if (!kind) {
        fault_set(fault, ST_NOT_FOUND, config->driver, _("no such driver"));
        fault_remedy(fault, _("remanence devices lists them"));
        return ST_NOT_FOUND;
    }
    if (config->transport != PLAYER_OWN && !kind->transport) {
        fault_set(fault, ST_UNSUPPORTED, kind->name,
                  _("has no transport to follow or to lead"));
        fault_remedy(fault, _("choose the driver jack"));
        return ST_UNSUPPORTED;
    }
    const enum status status = driver_open(&player->driver, kind, &want, fault);
    if (status)
        return status;
    snprintf(player->device, sizeof player->device, "%s%s%s", kind->name,
             config->device ? " " : "", config->device ? config->device : "");
    player->driver_name = kind->name;
    driver_hardware(player->driver, player->hardware, sizeof player->hardware);
    driver_state(player->driver, &state);
    if (state.rate == want.rate)
        return ST_OK;
    fault_set(fault, ST_UNSUPPORTED, kind->name, _("runs at %u Hz, the song at %u Hz"),
              state.rate, want.rate);
    fault_remedy(fault, _("set the device to the song's rate"));
    return ST_UNSUPPORTED;
}

enum status
player_open(struct player **out, struct session *session,
            const struct player_config *config, struct fault *fault)
{
    struct player *player = calloc(1, sizeof *player);

    *out = NULL;
    if (!player)
        return fault_errno(fault, ENOMEM, NULL);
    player->session = session;
    player->config = *config;
    enum status status = open_engine(player, fault);
    if (!status) {
        player->live = live_new(player->engine);
        status = player->live ? new_plan(player, fault) : fault_errno(fault, ENOMEM, NULL);
    }
    if (!status)
        status = open_driver(player, fault);
    if (!status)
        status = driver_start(player->driver, fault);
    if (status) {
        player_close(player);
        return status;
    }
    player->watch = (struct session_watch){.changed = on_change, .user = player};
    session_watch(session, &player->watch);
    player->watching = true;
    *out = player;
    return ST_OK;
}

void
player_close(struct player *player)
{
    if (!player)
        return;
    if (player->watching)
        session_unwatch(player->session, &player->watch);
    driver_close(player->driver);
    free(player->wiring);
    live_free(player->live);
    varispeed_free(player->varispeed);
    engine_free(player->engine);
    free(player);
}

enum status
player_click(struct player *player, double db, unsigned output, struct fault *fault)
{
    struct driver_state device = {0};
    const struct engine_metronome metronome = {
        .playing = true,
        .recording = true,
        .level = (float)pow(10.0, db / 20.0),
        .accent = (float)pow(10.0, (db + 3.0) / 20.0),
        .output = output,
    };

    if (player->driver)
        driver_state(player->driver, &device);
    if (player->driver && output >= device.outputs) {
        fault_set(fault, ST_NOT_FOUND, player->device,
                  _("has no output %u for the metronome, but %u"), output + 1,
                  device.outputs);
        fault_remedy(fault, _("choose one that is there"));
        return ST_NOT_FOUND;
    }
    const enum status status = engine_metronome(player->engine, &metronome);

    return status ? fault_set(fault, status, NULL, _("the engine takes no commands"))
                  : ST_OK;
}

void
player_set_speed(struct player *player, double speed)
{
    varispeed_set(player->varispeed, speed);
}

double
player_speed(const struct player *player)
{
    return varispeed_get(player->varispeed);
}

bool
player_varies(const struct player *player)
{
    return varispeed_get(player->varispeed) != 1.0 || !varispeed_is_aside(player->varispeed);
}

void
player_halt(struct player *player)
{
    if (player->driver)
        driver_stop(player->driver);
}

enum status
player_reopen(struct player *player, struct fault *fault)
{
    if (player->driver) {
        struct driver_state last;

        free(player->wiring);
        player->wiring = driver_wiring(player->driver);
        driver_state(player->driver, &last);
        player->xruns_before += last.xruns;
    }
    driver_close(player->driver);
    player->driver = NULL;
    enum status status = open_driver(player, fault);
    if (!status)
        status = driver_start(player->driver, fault);
    if (status) {
        driver_close(player->driver);
        player->driver = NULL;
    }
    return status;
}

void
player_want_inputs(struct player *player, unsigned inputs)
{
    player->config.inputs = inputs;
}

void
player_latency(const struct player *player, struct player_latency *out)
{
    struct driver_state state = {0};

    if (player->driver)
        driver_state(player->driver, &state);
    *out = (struct player_latency){
        .capture = state.capture_latency,
        .playback = state.playback_latency,
        .inputs = state.inputs,
        .rate = state.rate,
        .block = state.block,
        .device = player->device,
        .driver = player->driver_name,
        .hardware = player->hardware,
    };
}

const char *
player_why(const struct player *player)
{
    return player->why;
}

enum player_transport
player_transport(const struct player *player)
{
    return player->config.transport;
}

bool
player_wired(const struct player *player, unsigned channel)
{
    return player->driver && driver_wired(player->driver, channel);
}

void
player_input_name(const struct player *player, unsigned channel, char *name, size_t size)
{
    name[0] = '\0';
    if (player->driver)
        driver_channel_name(player->driver, true, channel, name, size);
}

void
player_label(struct player *player, unsigned channel, const char *text)
{
    if (player->driver)
        driver_label(player->driver, true, channel, text);
}

/* Where we lead, the server's transport goes the same way. */
static enum status
lead(struct player *player, enum driver_order order, frames_t to)
{
    if (player->config.transport != PLAYER_LEAD || !player->driver)
        return ST_OK;
    if (order != DRIVER_LOCATE)
        player->led = order == DRIVER_ROLL;
    return driver_transport(player->driver, order, to.n);
}

enum status
player_locate(struct player *player, frames_t to)
{
    if (player->config.transport == PLAYER_FOLLOW)
        return ST_OK;
    const enum status status = engine_locate(player->engine, to);

    return status ? status : lead(player, DRIVER_LOCATE, to);
}

enum status
player_roll(struct player *player)
{
    switch (player->config.transport) {
    case PLAYER_FOLLOW:
        return ST_OK;
    case PLAYER_LEAD:
        return lead(player, DRIVER_ROLL, frames(0));
    case PLAYER_OWN:
        break;
    }
    return engine_roll(player->engine);
}

enum status
player_stop(struct player *player)
{
    const enum status status = engine_stop(player->engine);

    return status ? status : lead(player, DRIVER_HALT, frames(0));
}

/* Those who wait for us before they roll may go on; and what we have led here stops here,
 * where we have come to the end by ourselves. */
static void
follow(struct player *player, const struct engine_state *engine, bool rolled)
{
    if (player->config.transport == PLAYER_OWN || !player->driver)
        return;
    if (!engine->rolling && engine_ready(player->engine))
        (void)!driver_transport(player->driver, DRIVER_READY, engine->position.n);
    if (player->led && rolled && !engine->rolling)
        (void)!lead(player, DRIVER_HALT, frames(0));
}

enum status
player_loop(struct player *player, frames_t from, frames_t to)
{
    return engine_loop(player->engine, from, to);
}

bool
player_ready(struct player *player)
{
    return engine_ready(player->engine);
}

struct engine *
player_engine(struct player *player)
{
    return player->engine;
}

struct live *
player_live(struct player *player)
{
    return player->live;
}

void
player_poll(struct player *player, struct player_state *out)
{
    struct engine_state engine;
    struct live_levels levels;
    struct engine_loudness loudness;
    struct driver_state driver = {.health = DRIVER_LOST,
                                  .rate = session_rate(player->session)};

    engine_poll(player->engine);
    engine_state(player->engine, &engine);
    follow(player, &engine, player->rolled);
    player->rolled = engine.rolling;
    engine_loudness(player->engine, &loudness);
    if (player->driver)
        driver_state(player->driver, &driver);
    live_turn(player->live);
    live_levels(player, player->master, &levels); /* of no master: silence */
    *out = (struct player_state){
        .position = frames(engine.position.n - (engine.rolling ? engine.latency : 0)),
        .end = player->end,
        .rolling = engine.rolling && driver.health != DRIVER_LOST,
        .lost = driver.health == DRIVER_LOST,
        .realtime = driver.realtime,
        .rate = driver.rate,
        .block = driver.block,
        .latency = engine.latency + driver.playback_latency,
        .xruns = player->xruns_before + driver.xruns,
        .late = engine.late,
        .load = engine.load,
        .peak = {levels.peak[0], levels.peak[1]},
        .integrated = loudness.integrated,
        .offline = player->offline,
    };
    snprintf(out->lost_why, sizeof out->lost_why, "%s", driver.why);
}

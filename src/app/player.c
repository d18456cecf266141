/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/player.h"

#include "app/live.h"
#include "app/player_internal.h"
#include "base/text.h"
#include "engine/engine.h"
#include "engine/varispeed.h"
#include "plugins/built_in.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_THREADS = 4 };

const char *const PLAYER_TRANSPORTS[] = {"own", "follow", "lead", NULL};

static void
before_change(void *user)
{
    player_plan_take(user, true);
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

enum status
player_begin(struct player **out, struct session *session,
             const struct player_config *config, struct fault *fault)
{
    struct player *player = calloc(1, sizeof *player);

    *out = NULL;
    if (!player)
        return fault_errno(fault, ENOMEM, NULL);
    player->session = session;
    player->config = *config;
    enum status status = player_device_set(player, config, fault);
    if (!status)
        status = open_engine(player, fault);
    if (!status) {
        player->live = live_new(player->engine);
        if (!player->live)
            status = fault_errno(fault, ENOMEM, NULL);
    }
    if (!status && config->from.n != 0)
        (void)!engine_locate(player->engine, config->from);
    if (!status)
        status = player_device_begin(player, fault);
    if (status) {
        player_close(player);
        return status;
    }
    player->watch = (struct session_watch){
        .before = before_change, .changed = on_change, .user = player};
    session_watch(session, &player->watch);
    player->watching = true;
    *out = player;
    return ST_OK;
}

enum status
player_open(struct player **out, struct session *session,
            const struct player_config *config, struct fault *fault)
{
    enum status status = player_begin(out, session, config, fault);

    if (status)
        return status;
    status = player_device_end(*out, fault);
    if (status) {
        player_close(*out);
        *out = NULL;
    }
    return status;
}

void
player_leave(struct player *player)
{
    if (player->watching)
        session_unwatch(player->session, &player->watch);
    player->watching = false;
}

void
player_close(struct player *player)
{
    if (!player)
        return;
    player_leave(player);
    opening_drop(player->opening);
    player_plan_forget(player);
    driver_close(player->driver);
    player->driver = NULL;
    free(player->wanted_driver);
    free(player->wanted_device);
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
    const enum status status = engine_metronome(player_engine(player), &metronome);

    return status
               ? fault_set(fault, status, NULL, _("the engine takes no commands"))
               : ST_OK;
}

void
player_set_speed(struct player *player, double speed)
{
    player_plan_take(player, true);
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
    return varispeed_get(player->varispeed) != 1.0
           || !varispeed_is_aside(player->varispeed);
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
    const enum status status = engine_locate(player_engine(player), to);

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
    return engine_roll(player_engine(player));
}

enum status
player_stop(struct player *player)
{
    const enum status status = engine_stop(player_engine(player));

    return status ? status : lead(player, DRIVER_HALT, frames(0));
}

/* Those who wait for us before they roll may go on; and what we have led here stops
 * here, where we have come to the end by ourselves. */
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
    return engine_loop(player_engine(player), from, to);
}

bool
player_ready(struct player *player)
{
    return engine_ready(player_engine(player));
}

struct engine *
player_engine(struct player *player)
{
    player_plan_take(player, true);
    return player->engine;
}

struct live *
player_live(struct player *player)
{
    player_plan_take(player, true);
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

    player_device_look(player);
    if (!player_plan_take(player, false)) {
        *out = (struct player_state){.opening = true, .rate = driver.rate};
        return;
    }
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
        .position
        = frames(engine.position.n - (engine.rolling ? engine.latency : 0)),
        .end = player->end,
        .rolling = engine.rolling && driver.health != DRIVER_LOST,
        .opening = player->opening,
        .lost = driver.health == DRIVER_LOST && !player->opening,
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

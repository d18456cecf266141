/* SPDX-License-Identifier: GPL-3.0-or-later */
/* player_device.c: the player's driver, which is opened beside the main thread. */
#include "app/player_internal.h"

#include "base/text.h"
#include "engine/varispeed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_BLOCK = 256 };

void
player_wake(void *user)
{
    struct player *player = user;

    if (player->driver)
        driver_wake(player->driver);
}

enum status
player_device_begin(struct player *player, struct fault *fault)
{
    const struct player_config *config = &player->config;
    struct opening_order order = {
        /* once it is known, the one that it was, and no other */
        .driver = player->driver_name ? player->driver_name : player->wanted_driver,
        .transport = config->transport != PLAYER_OWN,
        .exact = true,
        .config = {
            .device = player->wanted_device,
            .rate = session_rate(player->session),
            .block = config->block ? config->block : DEFAULT_BLOCK,
            .inputs = config->inputs,
            .outputs = config->outputs > 2 ? config->outputs : 2,
            .cycle = varispeed_cycle,
            .gap = varispeed_gap,
            .chase = config->transport == PLAYER_OWN ? NULL : varispeed_chase,
            .bbt = config->transport == PLAYER_LEAD ? varispeed_bbt : NULL,
            .wait = varispeed_wait,
            .rests = varispeed_rests,
            .user = player->varispeed,
            .wiring = player->wiring,
        },
        .before = player->driver,
        .instead = player->opening,
    };

    enum status status = player_plan_begin(player, &order, fault);

    if (status)
        return status;
    player->driver = NULL;
    player->opened = ST_OK;
    status = opening_begin(&player->opening, &order, fault);
    if (status && order.prepare)
        player_plan_forget(player);
    return status;
}

enum status
player_device_end(struct player *player, struct fault *fault)
{
    struct opened opened;
    const enum status status = opening_end(player->opening, &opened, fault);

    player->opening = NULL;
    player->driver = opened.driver;
    player_plan_take(player, true);
    player_wake(player); /* for what has come meanwhile */
    if (!player->driver_name && opened.why[0])
        snprintf(player->why, sizeof player->why, "%s", opened.why);
    if (status)
        return status;
    snprintf(player->device, sizeof player->device, "%s%s%s", opened.kind->name,
             player->wanted_device ? " " : "",
             player->wanted_device ? player->wanted_device : "");
    player->driver_name = opened.kind->name;
    snprintf(player->hardware, sizeof player->hardware, "%s", opened.hardware);
    return ST_OK;
}

void
player_device_look(struct player *player)
{
    if (player->opening && opening_over(player->opening))
        player->opened = player_device_end(player, &player->refused);
}

enum status
player_device_set(struct player *player, const struct player_config *config,
                  struct fault *fault)
{
    char *driver = config->driver ? strdup(config->driver) : NULL;
    char *device = config->device ? strdup(config->device) : NULL;

    if ((config->driver && !driver) || (config->device && !device)) {
        free(driver);
        free(device);
        return fault_errno(fault, ENOMEM, NULL);
    }
    free(player->wanted_driver);
    free(player->wanted_device);
    player->wanted_driver = driver;
    player->wanted_device = device;
    player->config.block = config->block;
    player->config.inputs = config->inputs;
    player->config.outputs = config->outputs;
    return ST_OK;
}

static void
keep_counts(struct player *player)
{
    struct driver_state last;

    if (!player->driver)
        return;
    driver_state(player->driver, &last);
    player->xruns_before += last.xruns;
}

void
player_halt(struct player *player)
{
    if (player->opening)
        player->opened = player_device_end(player, &player->refused);
    if (player->driver)
        driver_stop(player->driver);
}

enum status
player_change(struct player *player, const struct player_config *config,
              struct fault *fault)
{
    const enum status status = player_device_set(player, config, fault);

    if (status)
        return status;
    keep_counts(player);
    player->driver_name = NULL;
    free(player->wiring);
    player->wiring = NULL;
    return player_device_begin(player, fault);
}

enum status
player_reopen_begin(struct player *player, struct fault *fault)
{
    keep_counts(player);
    if (player->driver) {
        free(player->wiring);
        player->wiring = driver_wiring(player->driver);
    }
    return player_device_begin(player, fault);
}

bool
player_opening(const struct player *player)
{
    return player->opening;
}

enum status
player_opened(struct player *player, bool wait, struct fault *fault)
{
    if (player->opening && wait)
        player->opened = player_device_end(player, &player->refused);
    player_device_look(player);
    if (player->opening)
        return ST_BUSY;
    if (player->opened && fault)
        *fault = player->refused;
    return player->opened;
}

enum status
player_reopen(struct player *player, struct fault *fault)
{
    const enum status status = player_reopen_begin(player, fault);

    return status ? status : player_opened(player, true, fault);
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

bool
player_wired(const struct player *player, unsigned channel)
{
    return player->driver && driver_wired(player->driver, channel);
}

void
player_input_name(const struct player *player, unsigned channel, char *name,
                  size_t size)
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

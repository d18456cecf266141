/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/trial.h"

#include "app/trial_rt.h"
#include "base/text.h"
#include "drivers/driver.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_RATE = 48000, DEFAULT_BLOCK = 256 };
static const double TONE_HZ = 440.0;
static const double TONE_DB = -18.0;
static const double RAMP_SECONDS = 0.03; /* from silence to the tone */

struct trial {
    struct driver *driver;
    const struct driver_kind *kind;
    struct trial_cycle cycle;
    char hardware[128];
};

static void
set_up(struct trial *trial, uint32_t rate)
{
    const double angle = 2.0 * M_PI * TONE_HZ / rate;
    const double level = pow(10.0, TONE_DB / 20.0);

    trial->cycle.turn_re = (float)cos(angle);
    trial->cycle.turn_im = (float)sin(angle);
    trial->cycle.re = 1.0f;
    trial->cycle.level = (float)level;
    trial->cycle.step = (float)(level / (RAMP_SECONDS * rate));
}

static enum status
find_kind(struct trial *trial, const char *name, struct fault *fault)
{
    char why[256];

    trial->kind = name ? driver_named(name) : driver_choose(why, sizeof why);
    if (trial->kind)
        return ST_OK;
    fault_set(fault, ST_NOT_FOUND, name, _("no such driver"));
    fault_remedy(fault, _("remanence devices lists them"));
    return ST_NOT_FOUND;
}

static enum status
open_driver(struct trial *trial, const struct trial_config *config, struct fault *fault)
{
    const struct driver_config want = {
        .device = config->device,
        .rate = config->rate ? config->rate : DEFAULT_RATE,
        .block = config->block ? config->block : DEFAULT_BLOCK,
        .inputs = config->inputs < TRIAL_INPUTS ? config->inputs : TRIAL_INPUTS,
        .outputs = TRIAL_OUTPUTS,
        .cycle = trial_run,
        .user = &trial->cycle,
    };
    struct driver_state state;
    const enum status status = driver_open(&trial->driver, trial->kind, &want, fault);

    if (status)
        return status;
    driver_state(trial->driver, &state);
    driver_hardware(trial->driver, trial->hardware, sizeof trial->hardware);
    set_up(trial, state.rate);
    return driver_start(trial->driver, fault);
}

enum status
trial_open(struct trial **out, const struct trial_config *config, struct fault *fault)
{
    struct trial *trial = calloc(1, sizeof *trial);

    *out = NULL;
    if (!trial)
        return fault_errno(fault, ENOMEM, NULL);
    enum status status = find_kind(trial, config->driver, fault);
    if (!status)
        status = open_driver(trial, config, fault);
    if (status)
        trial_close(trial);
    else
        *out = trial;
    return status;
}

void
trial_close(struct trial *trial)
{
    if (!trial)
        return;
    driver_close(trial->driver);
    free(trial);
}

void
trial_state(const struct trial *trial, struct trial_state *out)
{
    struct driver_state state;

    driver_state(trial->driver, &state);
    *out = (struct trial_state){
        .driver = trial->kind->name,
        .driver_title = _(trial->kind->title),
        .hardware = trial->hardware,
        .silent = strcmp(trial->kind->name, "built-in") == 0,
        .rate = state.rate,
        .block = state.block,
        .inputs = state.inputs,
        .outputs = state.outputs,
        .capture = state.capture_latency,
        .playback = state.playback_latency,
        .xruns = state.xruns,
        .realtime = state.realtime,
        .lost = state.health == DRIVER_LOST,
    };
    snprintf(out->why, sizeof out->why, "%s", state.why);
}

void
trial_peaks(struct trial *trial, float *peaks, unsigned count)
{
    for (unsigned c = 0; c < count; c++)
        peaks[c] = c < TRIAL_INPUTS ? atomic_exchange_explicit(&trial->cycle.peaks[c], 0.0f,
                                                               memory_order_relaxed)
                                    : 0.0f;
}

void
trial_tone(struct trial *trial, unsigned outputs)
{
    atomic_store_explicit(&trial->cycle.tone, outputs, memory_order_relaxed);
}

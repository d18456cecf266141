/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/trial.h"

#include "app/opening.h"
#include "app/round_trip.h"
#include "app/trial_rt.h"
#include "base/text.h"

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
    struct driver *driver;   /* NULL: none; or: */
    struct opening *opening; /* of one, beside us */
    enum status status;      /* what that came to … */
    struct fault fault;      /* … and why */
    const struct driver_kind *kind;
    struct trial_cycle cycle;
    char hardware[128];
};

static void
runs_at(void *user, uint32_t rate)
{
    struct trial_cycle *cycle = user;
    const double angle = 2.0 * M_PI * TONE_HZ / rate;
    const double level = pow(10.0, TONE_DB / 20.0);

    cycle->turn_re = (float)cos(angle);
    cycle->turn_im = (float)sin(angle);
    cycle->re = 1.0f;
    cycle->level = (float)level;
    cycle->step = (float)(level / (RAMP_SECONDS * rate));
}

static enum status
end_before(void *round_trip, struct fault *fault)
{
    (void)fault;
    round_trip_end(round_trip);
    return ST_OK;
}

enum status
trial_change(struct trial *trial, const struct trial_config *config,
             struct fault *fault)
{
    const struct opening_order order = {
        .driver = config->driver,
        .runs_at = runs_at,
        .config = {
            .device = config->device,
            .rate = config->rate ? config->rate : DEFAULT_RATE,
            .block = config->block ? config->block : DEFAULT_BLOCK,
            .inputs = config->inputs < TRIAL_INPUTS ? config->inputs : TRIAL_INPUTS,
            .outputs = TRIAL_OUTPUTS,
            .cycle = trial_run,
            .user = &trial->cycle,
        },
        .before = trial->driver,
        .instead = trial->opening,
        .prepare = config->before ? end_before : NULL,
        .preparing = config->before,
    };

    trial->driver = NULL;
    const enum status status = opening_begin(&trial->opening, &order, fault);

    if (status)
        round_trip_end(config->before);
    return status;
}

enum status
trial_open(struct trial **out, const struct trial_config *config,
           struct fault *fault)
{
    struct trial *trial = calloc(1, sizeof *trial);

    *out = NULL;
    if (!trial)
        return fault_errno(fault, ENOMEM, NULL);
    const enum status status = trial_change(trial, config, fault);
    if (status)
        trial_close(trial);
    else
        *out = trial;
    return status;
}

enum status
trial_opened(struct trial *trial, bool wait, struct fault *fault)
{
    struct opened opened;

    if (trial->opening && !wait && !opening_over(trial->opening))
        return ST_BUSY;
    if (trial->opening) {
        trial->status = opening_end(trial->opening, &opened, &trial->fault);
        trial->opening = NULL;
        trial->driver = opened.driver;
        trial->kind = opened.kind;
        snprintf(trial->hardware, sizeof trial->hardware, "%s", opened.hardware);
    }
    if (trial->status)
        *fault = trial->fault;
    return trial->status;
}

bool
trial_opening(const struct trial *trial)
{
    return trial->opening;
}

void
trial_close(struct trial *trial)
{
    if (!trial)
        return;
    opening_drop(trial->opening);
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
        peaks[c] = c < TRIAL_INPUTS ? atomic_exchange_explicit(
                       &trial->cycle.peaks[c], 0.0f, memory_order_relaxed)
                                    : 0.0f;
}

void
trial_tone(struct trial *trial, unsigned outputs)
{
    atomic_store_explicit(&trial->cycle.tone, outputs, memory_order_relaxed);
}

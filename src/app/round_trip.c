/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/round_trip.h"

#include "app/job.h"
#include "app/opening.h"
#include "app/round_trip_rt.h"
#include "app/trial.h"
#include "base/text.h"
#include "drivers/driver.h"
#include "dsp/match.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A round trip of half a second and eight blocks is found; each poll works out as
 * many lags as take some milliseconds. */
enum {
    DEFAULT_RATE = 48000,
    DEFAULT_BLOCK = 256,
    LENGTH = 8192,
    LAG_BLOCKS = 8,
    PORTION = 2048,
    AGREEING = 2,   /* bursts in a row that say the same */
    BURSTS_MAX = 8, /* that are tried for it */
};
static const float LEVEL = 0.25f;           /* peak: -12 dBFS */
static const double SETTLE_SECONDS = 0.25;  /* until the device runs evenly */
static const double PATIENCE_SECONDS = 5.0; /* for a burst: else no cycles come */

struct round_trip {
    struct job *job; /* which opens the driver; NULL: it is over */
    struct round_trip_config config;
    char *driver_name, *device; /* copies */
    enum status status;         /* what opening came to … */
    struct fault fault;         /* … and why */
    struct driver *driver;
    struct burst burst;
    struct match_search search;
    float *memory;
    struct round_trip_key key;
    double since; /* seconds, monotonic: of the burst, or of the beginning */
    bool begun, searching, over, stuck;
    unsigned bursts, agreeing;
    struct match last;
    double share; /* the least of the agreeing ones */
    struct driver_state state;
};

static double
seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* --- begin -------------------------------------------------------------------- */

static enum status
no_channel(const struct driver_state *state, const struct round_trip_config *config,
           struct fault *fault)
{
    if (config->output >= state->outputs)
        fault_set(fault, ST_RANGE, NULL,
                  _("output %u is not there: the device has %u"),
                  config->output + 1, state->outputs);
    else
        fault_set(fault, ST_RANGE, NULL,
                  _("input %u is not there: the device has %u"), config->input + 1,
                  state->inputs);
    fault_remedy(fault, _("remanence devices lists what there is"));
    return ST_RANGE;
}

static enum status
check_device(const struct driver_state *state,
             const struct round_trip_config *config, struct fault *fault)
{
    if (config->output >= state->outputs || config->input >= state->inputs)
        return no_channel(state, config, fault);
    if (!config->rate || state->rate == config->rate)
        return ST_OK;
    fault_set(fault, ST_UNSUPPORTED, NULL,
              _("the device runs at %u Hz, not at %u Hz"), state->rate,
              config->rate);
    fault_remedy(fault, _("set it to that rate, or measure at its own"));
    return ST_UNSUPPORTED;
}

static enum status
open_driver(struct round_trip *trip, const struct round_trip_config *config,
            struct fault *fault)
{
    const struct driver_config want = {
        .device = config->device,
        .rate = config->rate ? config->rate : DEFAULT_RATE,
        .block = config->block ? config->block : DEFAULT_BLOCK,
        .inputs = config->input + 1,
        .outputs = config->output + 1 > 2 ? config->output + 1 : 2,
        .cycle = burst_cycle,
        .gap = burst_gap,
        .user = &trip->burst,
    };
    const struct driver_kind *kind;
    char why[256];

    kind = config->driver ? driver_named(config->driver)
                          : driver_choose(why, sizeof why);
    if (!kind) {
        fault_set(fault, ST_NOT_FOUND, config->driver, _("no such driver"));
        fault_remedy(fault, _("remanence devices lists them"));
        return ST_NOT_FOUND;
    }
    const enum status status = driver_open(&trip->driver, kind, &want, fault);
    if (status)
        return status;
    driver_state(trip->driver, &trip->state);
    snprintf(trip->key.driver, sizeof trip->key.driver, "%s", kind->name);
    driver_hardware(trip->driver, trip->key.device, sizeof trip->key.device);
    trip->key.rate = trip->state.rate;
    trip->key.block = trip->state.block;
    return check_device(&trip->state, config, fault);
}

static enum status
make_burst(struct round_trip *trip, const struct round_trip_config *config,
           struct fault *fault)
{
    const uint32_t lags = trip->key.rate / 2 + LAG_BLOCKS * trip->key.block;
    const uint32_t room = LENGTH + lags - 1;
    float *memory = calloc((size_t)LENGTH + room + lags, sizeof *memory);

    if (!memory)
        return fault_errno(fault, ENOMEM, NULL);
    trip->memory = memory;
    match_probe(memory, LENGTH, LEVEL);
    trip->burst.probe = memory;
    trip->burst.length = LENGTH;
    trip->burst.heard = memory + LENGTH;
    trip->burst.room = room;
    trip->burst.output = config->output;
    trip->burst.input = config->input;
    trip->search = (struct match_search){.probe = memory,
                                         .heard = memory + LENGTH,
                                         .length = LENGTH,
                                         .lags = lags,
                                         .scores = memory + LENGTH + room};
    return ST_OK;
}

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct round_trip *trip = user;

    (void)job; /* nobody can be asked to open half a device */
    trial_close(trip->config.before);
    enum status status = open_driver(trip, &trip->config, fault);
    if (!status)
        status = make_burst(trip, &trip->config, fault);
    return status ? status : driver_start(trip->driver, fault);
}

enum status
round_trip_begin(struct round_trip **out, const struct round_trip_config *config,
                 struct fault *fault)
{
    static const struct job_kind KIND
        = {.work = work, .prompt = true}; /* looked at when it is over */
    struct round_trip *trip = calloc(1, sizeof *trip);
    enum status status = ST_NO_MEM;

    *out = NULL;
    if (trip && opening_copy(&trip->driver_name, config->driver)
        && opening_copy(&trip->device, config->device)) {
        trip->config = *config;
        trip->config.driver = trip->driver_name;
        trip->config.device = trip->device;
        status = job_start(&trip->job, &KIND, trip, fault);
    } else {
        (void)fault_errno(fault, ENOMEM, NULL);
    }
    if (!status) {
        *out = trip;
        return ST_OK;
    }
    trial_close(config->before);
    round_trip_end(trip);
    return status;
}

void
round_trip_end(struct round_trip *trip)
{
    if (!trip)
        return;
    job_free(trip->job);
    driver_close(trip->driver);
    free(trip->memory);
    free(trip->driver_name);
    free(trip->device);
    free(trip);
}

bool
round_trip_runs(const struct round_trip *trip)
{
    return !trip->job && !trip->status;
}

/* --- go on -------------------------------------------------------------------- */

static void
send_burst(struct round_trip *trip)
{
    trip->begun = true;
    trip->searching = false;
    trip->since = seconds_now();
    atomic_store(&trip->burst.spoiled, false);
    atomic_fetch_add_explicit(&trip->burst.wanted, 1, memory_order_release);
}

/* Chance finds another frame each time. */
static void
compare(struct round_trip *trip)
{
    const struct match match = match_result(&trip->search);

    if (trip->agreeing > 0 && match.lag == trip->last.lag) {
        trip->agreeing++;
        trip->share = fmin(trip->share, match.share);
    } else {
        trip->agreeing = 1;
        trip->share = match.share;
    }
    trip->last = match;
}

/* A burst has come in whole. */
static void
search(struct round_trip *trip)
{
    trip->searching = true;
    if (!match_advance(&trip->search, PORTION))
        return;
    compare(trip);
    /* Where nothing is to be found, two are enough as well. */
    trip->over = trip->agreeing >= AGREEING || trip->bursts >= BURSTS_MAX
                 || (trip->bursts >= AGREEING + 1 && trip->share < ROUND_TRIP_SURE);
    if (!trip->over)
        send_burst(trip);
}

static bool
has_come_in(const struct round_trip *trip)
{
    return atomic_load_explicit(&trip->burst.done, memory_order_acquire)
           == atomic_load_explicit(&trip->burst.wanted, memory_order_relaxed);
}

/* It is over, or the device is: another block has another round trip. */
static bool
watch_device(struct round_trip *trip)
{
    const double patience
        = PATIENCE_SECONDS + 2.0 * trip->burst.room / trip->key.rate;

    driver_state(trip->driver, &trip->state);
    trip->stuck = trip->state.health == DRIVER_LOST
                  || trip->state.block != trip->key.block
                  || (!trip->searching && seconds_now() > trip->since + patience);
    return trip->stuck;
}

/* Whether it is, well or not. */
static bool
is_open(struct round_trip *trip)
{
    struct job_state state;

    if (!trip->job)
        return true;
    if (!job_poll(trip->job, &state))
        return false;
    job_free(trip->job);
    trip->job = NULL;
    trip->status = state.status;
    trip->fault = state.fault;
    trip->over = state.status != ST_OK;
    trip->since = seconds_now();
    return true;
}

bool
round_trip_poll(struct round_trip *trip, double *progress)
{
    if (!is_open(trip)) {
        *progress = 0.0;
        return false;
    }
    if (trip->over || watch_device(trip)) {
        trip->over = true;
    } else if (!trip->begun) {
        if (seconds_now() >= trip->since + SETTLE_SECONDS)
            send_burst(trip);
    } else if (trip->searching) {
        search(trip);
    } else if (has_come_in(trip)) {
        trip->bursts++;
        trip->search.done = 0;
        if (!atomic_load(&trip->burst.spoiled))
            search(trip);
        else if (trip->bursts < BURSTS_MAX)
            send_burst(trip);
        else
            trip->over = true;
    }
    *progress = trip->over ? 1.0 : fmin(trip->agreeing * 1.0 / AGREEING, 0.95);
    return trip->over;
}

/* --- what came of it ---------------------------------------------------------- */

static enum status
no_loop(const struct round_trip *trip, struct fault *fault)
{
    if (trip->share < 0.1)
        fault_set(fault, ST_NOT_FOUND, trip->key.device, _("no loop found"));
    else
        fault_set(fault, ST_NOT_FOUND, trip->key.device,
                  _("something came back, but not clearly (confidence %.2f)"),
                  trip->share);
    if (trip->share < 0.1)
        fault_remedy(fault, _("join output %u with input %u by a cable"),
                     trip->burst.output + 1, trip->burst.input + 1);
    else
        fault_remedy(fault,
                     _("use a cable instead of a microphone, and turn it up"));
    return ST_NOT_FOUND;
}

enum status
round_trip_result(const struct round_trip *trip, struct round_trip_result *out,
                  struct fault *fault)
{
    if (trip->status) {
        *out = (struct round_trip_result){0};
        *fault = trip->fault;
        return trip->status;
    }
    *out = (struct round_trip_result){
        .key = trip->key,
        .frames = (int64_t)trip->last.lag,
        .confidence = trip->share,
        .gain_db = 20.0 * log10(fmax(fabs(trip->last.gain), 1e-9)),
        .inverted = trip->last.gain < 0,
        .told = (int64_t)trip->state.capture_latency + trip->state.playback_latency,
    };
    if (trip->stuck)
        return fault_with(fault, ST_IO, trip->key.device,
                          trip->state.why[0] ? trip->state.why
                                             : _("the device does not run evenly"),
                          _("measure again"));
    if (trip->agreeing >= AGREEING && trip->share >= ROUND_TRIP_SURE)
        return ST_OK;
    if (trip->share < ROUND_TRIP_SURE)
        return no_loop(trip, fault);
    fault_set(fault, ST_DIFFERS, trip->key.device,
              _("the round trip is another one each time"));
    fault_remedy(fault, _("use longer blocks, or close other programs"));
    return ST_DIFFERS;
}

enum status
round_trip_keep(const struct round_trip_result *result, struct fault *fault)
{
    const struct kept_round_trip trip = {.key = result->key,
                                         .frames = result->frames,
                                         .confidence = result->confidence,
                                         .when = (int64_t)time(NULL)};

    return round_trips_keep(&trip, fault);
}

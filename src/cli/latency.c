/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/verbs.h"

#include "app/round_trip.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/output.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void
print_key(const struct round_trip_key *key)
{
    printf("%-10s ", key->driver);
    print_name(key->device, 28);
    printf(_(" %6" PRIu32 " Hz, blocks of %4" PRIu32), key->rate, key->block);
}

static void
json_key(struct json *json, const struct round_trip_key *key)
{
    json_text(json, "driver", key->driver);
    json_text(json, "device", key->device);
    json_int(json, "rate", key->rate);
    json_int(json, "block", key->block);
}

/* --- what is kept ------------------------------------------------------------- */

static void
print_kept(void *user, const struct kept_round_trip *trip)
{
    const time_t when = trip->when;
    struct tm time;
    char date[32] = "";

    (void)user;
    if (localtime_r(&when, &time))
        strftime(date, sizeof date, "%Y-%m-%d %H:%M", &time);
    print_key(&trip->key);
    printf(_(": %" PRId64 " frames (%.3f ms), confidence %.2f, %s\n"), trip->frames,
           1000.0 * (double)trip->frames / trip->key.rate, trip->confidence, date);
}

static void
json_kept(void *user, const struct kept_round_trip *trip)
{
    struct json *json = user;

    json_open(json, NULL, '{');
    json_key(json, &trip->key);
    json_int(json, "frames", trip->frames);
    json_real(json, "confidence", trip->confidence);
    json_int(json, "when", trip->when);
    json_close(json, '}');
}

static enum exit_code
list(bool as_json)
{
    struct json json = {0};

    if (!as_json) {
        round_trips_each(print_kept, NULL);
        return EXIT_GOOD;
    }
    json_open(&json, NULL, '{');
    json_open(&json, "round_trips", '[');
    round_trips_each(json_kept, &json);
    json_close(&json, ']');
    json_close(&json, '}');
    return EXIT_GOOD;
}

static enum exit_code
forget(const struct args *args, const struct round_trip_config *config)
{
    struct round_trip_key like = {.rate = config->rate, .block = config->block};
    const char *driver = arg(args, "driver"), *device = arg(args, "device");
    struct fault fault;
    size_t count;

    snprintf(like.driver, sizeof like.driver, "%s", driver ? driver : "");
    snprintf(like.device, sizeof like.device, "%s", device ? device : "");
    if (round_trips_forget(&like, &count, &fault))
        return fail(&fault);
    printf(_("forgotten: %zu\n"), count);
    return EXIT_GOOD;
}

/* --- measuring ---------------------------------------------------------------- */

static void
print_result(const struct round_trip_result *result)
{
    print_key(&result->key);
    printf(_(": %" PRId64 " frames (%.3f ms), confidence %.2f\n"), result->frames,
           1000.0 * (double)result->frames / result->key.rate, result->confidence);
    printf(_("the driver tells of %" PRId64
             " frames; takes are placed with what was "
             "measured from now on\n"),
           result->told);
    if (result->inverted)
        puts(_("the loop turns the polarity"));
}

static void
json_result(const struct round_trip_result *result)
{
    struct json json = {0};

    json_open(&json, NULL, '{');
    json_key(&json, &result->key);
    json_int(&json, "frames", result->frames);
    json_real(&json, "ms", 1000.0 * (double)result->frames / result->key.rate);
    json_real(&json, "confidence", result->confidence);
    json_real(&json, "gain_db", result->gain_db);
    json_bool(&json, "inverted", result->inverted);
    json_int(&json, "driver_frames", result->told);
    json_close(&json, '}');
}

static void
wait_a_moment(void)
{
    const struct timespec moment = {.tv_nsec = 5000000};

    nanosleep(&moment, NULL);
}

static enum status
wait_for(struct round_trip *trip, bool quiet, struct fault *fault)
{
    const atomic_bool *cancel = cancel_flag();
    struct progress progress;
    double fraction;
    bool over = false;

    /* What cannot be opened is one line. */
    while (!over && !round_trip_runs(trip) && !*cancel) {
        over = round_trip_poll(trip, &fraction);
        wait_a_moment();
    }
    if (over)
        return ST_OK;
    progress_begin(&progress, _("measuring"), quiet);
    while (!round_trip_poll(trip, &fraction)) {
        if (*cancel) {
            progress_end(&progress);
            return fault_set(fault, ST_CANCELLED, NULL, _("stopped"));
        }
        progress_show(&progress, fraction, "");
        wait_a_moment();
    }
    progress_end(&progress);
    return ST_OK;
}

static enum exit_code
measure(const struct args *args, const struct round_trip_config *config)
{
    const bool as_json = arg_given(args, "json");
    struct round_trip_result result;
    struct round_trip *trip;
    struct fault fault;
    enum status status = round_trip_begin(&trip, config, &fault);

    if (!status)
        status = wait_for(trip, as_json, &fault);
    if (!status)
        status = round_trip_result(trip, &result, &fault);
    round_trip_end(trip);
    if (!status)
        status = round_trip_keep(&result, &fault);
    if (status)
        return fail(&fault);
    if (as_json)
        json_result(&result);
    else
        print_result(&result);
    return EXIT_GOOD;
}

static enum exit_code
run(const struct args *args)
{
    struct round_trip_config config
        = {.driver = arg(args, "driver"), .device = arg(args, "device")};
    struct fault fault;
    int64_t rate, block, output, input;

    if (arg_whole(args, "rate", 8000, 384000, 0, &rate, &fault)
        || arg_whole(args, "block", 8, 8192, 0, &block, &fault)
        || arg_whole(args, "output", 1, 128, 1, &output, &fault)
        || arg_whole(args, "input", 1, 128, 1, &input, &fault))
        return fail(&fault);
    config.rate = (uint32_t)rate;
    config.block = (uint32_t)block;
    config.output = (unsigned)output - 1;
    config.input = (unsigned)input - 1;
    if (arg_given(args, "list"))
        return list(arg_given(args, "json"));
    if (arg_given(args, "forget"))
        return forget(args, &config);
    return measure(args, &config);
}

const struct verb VERB_LATENCY = {
    .name = "latency",
    .words = "[--driver D] [--device X] [--rate R] [--block B] [--output N] [--input N]",
    .summary = N_("measure how long sound takes out and in again"),
    .more = N_("Join an output with an input by a cable first, and turn loudspeakers down:\n"
               "it sends short bursts of noise.  What is measured is kept for that device,\n"
               "rate and block, and takes are placed with it from then on."),
    .min_words = 0,
    .max_words = 0,
    .options =
        {
            {"driver", "D", N_("through this driver; else the best one here")},
            {"device", "NAME", N_("one of the driver's devices")},
            {"rate", "HZ", N_("at this rate; else 48000, or as the device runs")},
            {"block", "N", N_("frames a cycle, 8 … 8192; else 256, or as the device runs")},
            {"output", "N", N_("the output that the cable is plugged into; else 1")},
            {"input", "N", N_("and the input; else 1")},
            {"list", NULL, N_("list what was measured and is kept")},
            {"forget", NULL, N_("forget it: all of it, or what the options above name")},
            {"json", NULL, N_("answer in JSON")},
        },
    .run = run,
};

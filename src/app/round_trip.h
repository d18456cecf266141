/* SPDX-License-Identifier: GPL-3.0-or-later */
/* round_trip.h: how long sound takes from an output of ours, through a cable, back
 * to an input: measured with short bursts of noise, which are looked for in what
 * comes in.
 *
 * Main thread, all of it.  Nothing waits: begin, poll some twenty times a second
 * until it is over, end.  What was measured is kept by round_trips.h, if the caller
 * says so. */
#ifndef APP_ROUND_TRIP_H
#define APP_ROUND_TRIP_H

#include "app/round_trips.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stdint.h>

/* Less confidence than this is no measurement. */
#define ROUND_TRIP_SURE 0.5

struct round_trip;
struct trial;

struct round_trip_config {
    const char *driver; /* NULL: the best one that is usable here */
    const char *device; /* of the driver; NULL: its first */
    uint32_t rate;      /* Hz; 0: 48000, or as the device runs */
    uint32_t block;     /* frames a cycle; 0: 256, or as the device runs */
    unsigned output, input; /* channels, from 0, that the cable joins */
    struct trial *before;   /* has the device, and is closed first; NULL: none */
};

/* Begin to open the driver, beside us, and to measure; `before` is the round trip's
 * now, whatever comes of it.  No other driver of ours may hold the device.  Fails,
 * *out NULL: ST_NO_MEM, and what keeps the system from a thread. */
NODISCARD enum status round_trip_begin(struct round_trip **out,
                                       const struct round_trip_config *config,
                                       struct fault *fault);

/* Whether the driver runs by now: its ports are there. */
bool round_trip_runs(const struct round_trip *trip);

/* Go on, for some milliseconds at most; true: it is over.  `progress` gets 0 …
 * 1. */
bool round_trip_poll(struct round_trip *trip, double *progress);

struct round_trip_result {
    struct round_trip_key key; /* what it was measured of */
    /* from a frame's cycle to the cycle's frame that it came back with */
    int64_t frames;
    double confidence; /* 0 … 1: the share of what came in that is our noise */
    double gain_db;    /* of the way */
    bool inverted;     /* the way turns the polarity */
    int64_t told;      /* frames: what the driver says that it takes */
};

/* When it is over.  ST_OK: it may be kept.  Else the fault says what to do:
 * ST_NOT_FOUND (nothing came back, or too little of it to be sure; `out` tells of
 * it), ST_DIFFERS (it is another one each time), ST_IO (the device went away); and
 * where it could not be opened: ST_NOT_FOUND (no such driver), what driver_open()
 * says, ST_RANGE (the device has no such channel), ST_UNSUPPORTED (it runs at
 * another rate than the one that was asked for). */
NODISCARD enum status round_trip_result(const struct round_trip *trip,
                                        struct round_trip_result *out,
                                        struct fault *fault);

/* Cancel it, or be done with it: closes the driver, when that is open.  NULL is allowed. */
void round_trip_end(struct round_trip *trip);

/* Keep a result: takes that are recorded from now on are placed with it. */
NODISCARD enum status round_trip_keep(const struct round_trip_result *result,
                                      struct fault *fault);

#endif

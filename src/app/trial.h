/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial.h: a sound device as it is, without a song: what it really runs at, what
 * comes in, and a tone to hear.
 *
 * Main thread, all of it. */
#ifndef APP_TRIAL_H
#define APP_TRIAL_H

#include "base/fault.h"

#include <stdbool.h>
#include <stdint.h>

enum { TRIAL_INPUTS = 32, TRIAL_OUTPUTS = 2 };

struct trial;
struct round_trip;

struct trial_config {
    const char *driver; /* NULL: the best one that is usable here */
    const char *device; /* of the driver; NULL: its first */
    uint32_t rate;      /* Hz; 0: 48000, or as the device runs */
    uint32_t block;     /* frames a cycle; 0: 256, or as the device runs */
    unsigned inputs;    /* that are wanted; TRIAL_INPUTS at most */
    /* has the device, and is ended first, beside us, whatever comes of it; NULL:
     * none */
    struct round_trip *before;
};

/* Begin to open the device and to run it, beside the main thread.  No other driver
 * of ours may hold it.  Fails, *out NULL: ST_NO_MEM, and what keeps the system from
 * a thread. */
NODISCARD enum status trial_open(struct trial **out,
                                 const struct trial_config *config,
                                 struct fault *fault);

/* Likewise another one, in place of the one that is open or being opened.  Fails as
 * trial_open(); there is none then. */
NODISCARD enum status trial_change(struct trial *trial,
                                   const struct trial_config *config,
                                   struct fault *fault);

bool trial_opening(const struct trial *trial); /* it is still being opened */

/* What came of it, which is waited for if need be; all below is for one that is
 * open.  Fails: no such driver (ST_NOT_FOUND), and what driver_open() says;
 * ST_BUSY, where trial_opening(): it is still being opened. */
NODISCARD enum status trial_opened(struct trial *trial, bool wait,
                                   struct fault *fault);

void trial_close(struct trial *trial); /* NULL is allowed */

struct trial_state {
    const char *driver;       /* by its name; stands as long as the program */
    const char *driver_title; /* in the user's language */
    const char *hardware;     /* stands as long as the trial */
    bool silent;         /* it is a clock: nothing comes in, and nothing is heard */
    uint32_t rate, block;     /* as they are, not as they were wanted */
    unsigned inputs, outputs;
    uint32_t capture, playback; /* frames, as the driver tells */
    uint64_t xruns;
    bool realtime;
    bool lost;      /* the device is gone … */
    char why[128];  /* … and why, a line for people */
};
void trial_state(const struct trial *trial, struct trial_state *out);

/* The peak of each input since the last call, linear, `count` of them; those that
 * are not there are 0. */
void trial_peaks(struct trial *trial, float *peaks, unsigned count);

/* A sine of 440 Hz at -18 dBFS, on the outputs whose bits are set; 0: it ends.  It
 * comes and goes softly. */
void trial_tone(struct trial *trial, unsigned outputs);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jack_help.h: our driver «jack» as a test has it, on a server of its own. */
#ifndef TESTS_DRIVERS_JACK_HELP_H
#define TESTS_DRIVERS_JACK_HELP_H

#include "drivers/driver.h"
#include "tests/drivers/server_help.h"

/* What the driver calls: sends the ramp, and checks the one that it gets.  By `by_clock` the
 * ramp's frame is the server's time, asked once and then counted: by what is run, and by the
 * gaps that are told. */
struct client {
    bool by_clock;
    bool placed; /* `sent` is what is told below */
    uint64_t sent;
    uint64_t expected; /* of what is heard; where the ramp was found, `locked` */
    _Atomic bool locked;
    _Atomic uint64_t frames, cycles, good, bad, gaps;
    _Atomic uint64_t shifted; /* cycles that were not counted as the server counts them */
    _Atomic uint32_t block;
    _Atomic unsigned stall_ms; /* its next cycle is late */
    struct slate slate;        /* of its first output */
    struct ear ear;            /* at its first input, by clock, where it has a slate */
};

driver_cycle client_cycle;

/* With `inputs` and two outputs, not started; or the test fails. */
struct driver *client_open(struct client *client, unsigned inputs);

/* Main thread. */
struct driver_state state_of(struct driver *driver);

/* The probe to the first input, and nothing else to that; and the first output to the probe.
 * By clock both hear whose slate it is. */
void client_join(struct client *client, struct probe *probe);

/* Until it has counted so many more; the test fails after a minute. */
void await_frames(const _Atomic uint64_t *count, uint64_t more);

#endif

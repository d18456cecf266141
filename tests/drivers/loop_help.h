/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loop_help.h: a client of a JACK server that gives back what it gets, in place of a cable
 * from the output to the input. */
#ifndef TESTS_DRIVERS_LOOP_HELP_H
#define TESTS_DRIVERS_LOOP_HELP_H

#include <jack/jack.h>
#include <stdint.h>

/* Frames that it keeps what it gets, by the server's clock: so what it or the server leaves
 * out is silent, and shifts nothing.  A circle through the graph takes a block more. */
enum { LOOP_DELAY = 777, LOOP_RING = 1 << 14 };

struct loop {
    jack_client_t *client;
    jack_port_t *in, *out;
    float ring[LOOP_RING];
    uint32_t due;
};

void loop_open(struct loop *loop);
void loop_close(struct loop *loop);

/* As soon as there are such ports; also where they are joined already.  In `limit_ms`, or
 * the test fails. */
void ports_join(jack_client_t *client, const char *from, const char *to, int limit_ms);

#endif

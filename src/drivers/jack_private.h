/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jack_private.h: the driver «jack», which PipeWire serves, too: what its files
 * share.
 *
 * The client is active from open to close, so that its ports and what they are
 * connected to outlive a stop; driver_start() only lets the cycle be called.
 * libjack's own threads call back: the process thread, and one for notices, which
 * writes the atomics. */
#ifndef DRIVERS_JACK_PRIVATE_H
#define DRIVERS_JACK_PRIVATE_H

#include "drivers/jack_clock.h"
#include "drivers/kinds.h"

#include <jack/jack.h>
#include <stdatomic.h>

enum jack_trouble {
    JACK_FINE,
    JACK_GONE,     /* the server ended, or threw us out */
    JACK_NEW_RATE, /* it runs, at another rate */
};

struct jack_driver {
    struct driver driver;
    jack_client_t *client;
    struct jack_driver *next; /* jack_join.c: of those that have joined */
    bool left;               /* … and that it is not one of its server's any more */
    char server[64];
    /* main thread: as the server was when it last answered */
    struct driver_state last;

    /* Set up before the client is active, then read by all. */
    jack_port_t *in[DRIVER_MAX_CHANNELS], *out[DRIVER_MAX_CHANNELS];
    float *silence; /* DRIVER_MAX_BLOCK frames, in place of a port without a buffer
                       … */
    float *nowhere; /* … and these for an output */
    float *played;  /* process thread: DRIVER_MAX_BLOCK of each output's, its last;
                       NULL: the server keeps them */

    /* Main thread to process thread, and its answer: «inside» is set around each
     * cycle, so that stop can wait for the last one. */
    _Atomic bool run, inside;

    /* Notices to process thread: the server's clock was set anew, no frame was
     * missed. */
    _Atomic bool afresh;

    struct jack_clock clock; /* process thread, but for what is set up */

    /* Process thread alone: the server's transport, as it was last. */
    bool chase_rolls;
    int64_t chase_due; /* the frame that it should be at; -1: not looked at yet */

    /* Main thread to process thread: the frame from which we could roll; -1:
     * none. */
    _Atomic int64_t ready;

    /* Notices to main thread: the latencies are those of another block. */
    _Atomic bool stale;

    /* Notices to main thread: ports came, went, or were connected. */
    _Atomic bool rewired;

    /* Main thread (jack_wiring.c): when that was, seconds; 0: it is known. */
    double rewired_at;
    /* of the inputs, as told last; empty: not */
    char labels[DRIVER_MAX_CHANNELS][96];
    char *wanted; /* what is to be connected when it comes; NULL: nothing */
    char *wiring; /* what was connected while all was well */

    /* Process thread and notices to main thread. */
    _Atomic enum jack_trouble trouble;
    _Atomic bool freewheel;
    _Atomic uint32_t rate, block;
    _Atomic uint64_t cycles, missed;
    _Atomic uint64_t told, gaps; /* xruns: of which the server told; which we saw */
};

/* Any thread: join a server that runs (NULL: the default one; none is started), as
 * the client of `driver` (NULL: of nobody that stays); and leave it.  NULL: *status
 * (NULL is allowed) says why. */
jack_client_t *jack_join(const char *name, const char *server,
                         struct jack_driver *driver, jack_status_t *status);
void jack_leave(jack_client_t *client, struct jack_driver *driver);
const char *jack_default_server(void);

/* Process thread: libjack's callback; `user` is the driver. */
int jack_driver_process(jack_nframes_t frames, void *user);

/* Main thread: make the ports, with names for people; false: the server has no
 * more. */
bool jack_ports_make(struct jack_driver *self);

/* Process thread: the bars and beats of a position, for all of the server's
 * programs. */
void jack_driver_timebase(jack_transport_state_t state, jack_nframes_t frames,
                          jack_position_t *at, int fresh, void *user);

/* Process thread: whether the server's transport may roll from there. */
int jack_driver_sync(jack_transport_state_t state, jack_position_t *at, void *user);

/* Main thread, before the client is active: hear of ports; false: it cannot. */
bool jack_wiring_watch(struct jack_driver *self);

/* Main thread, the client is active: connect as configured; then, now and again:
 * connect what has come, and keep in mind what is connected. */
void jack_wiring_make(struct jack_driver *self);
void jack_wiring_look(struct jack_driver *self);
void jack_wiring_free(struct jack_driver *self);
char *jack_wiring_tell(struct driver *driver);

/* Main thread, the client is active: connect inputs from the one of that number on,
 * and likewise outputs, with the system's. */
void jack_ports_connect(struct jack_driver *self, unsigned in, unsigned out);

/* Main thread, before the client is closed: forget what was told of the ports. */
void jack_ports_forget(struct jack_driver *self);

/* Main thread: the worst latency of the connected inputs and of the main outputs,
 * frames. */
uint32_t jack_ports_latency(struct jack_driver *self, bool capture);

/* Main thread: the optional members of the table. */
void jack_ports_channel_name(struct driver *driver, bool input, unsigned channel,
                             char *name, size_t size);
bool jack_ports_wired(struct driver *driver, unsigned channel);
void jack_ports_label(struct driver *driver, bool input, unsigned channel,
                      const char *text);
void jack_ports_hardware(struct driver *driver, char *name, size_t size);

/* Main thread: how many audio ports of the hardware there are to capture from or to
 * play to. */
unsigned jack_ports_physical(jack_client_t *client, bool capture);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_help.h: JACK servers of a test's own, without hardware, and clients that
 * send and check a ramp. */
#ifndef TESTS_DRIVERS_SERVER_HELP_H
#define TESTS_DRIVERS_SERVER_HELP_H

#include "tests/drivers/ear_help.h"

#include <jack/jack.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A server of this program's own name ($JACK_DEFAULT_SERVER is set to it).
 * `patient`: it waits for its clients, so that none misses a cycle.  It ends with
 * the program. */
struct server {
    pid_t pid;
    char name[32];
    bool missing; /* jackd is not installed */
};
bool server_start(struct server *server, unsigned rate, unsigned block,
                  bool patient);

/* The same, or the test fails; without jackd there is nothing to test, and it is skipped. */
void server_need(struct server *server, unsigned rate, unsigned block, bool patient);

/* Orderly, or at once and without a word. */
void server_stop(struct server *server);
void server_kill(struct server *server);

/* A client with an output that carries the ramp, and an input that is checked.  By
 * `by_clock` the ramp's frame is the server's time, by `transport` that of its transport,
 * by `time` what time it is, else it counts what is delivered.  In `stall_ms` its next
 * cycle is late. */
enum { SENT_MOST = 1 << 20 };
struct probe {
    jack_client_t *client;
    jack_port_t *in, *out;
    bool by_clock, transport, time;
    uint64_t began; /* by time: µs */
    bool *sent_at;  /* by time, SENT_MOST of them: the ramp's frames that were sent; or NULL */
    _Atomic unsigned stall_ms;
    uint64_t sent;
    uint64_t expected; /* the index the next sample should have */
    jack_nframes_t due;
    _Atomic bool locked; /* the ramp was found, `expected` holds */
    _Atomic uint64_t good, bad, missed;
    _Atomic uint64_t silent; /* of the bad ones, or where the ramp is 0 */
    _Atomic unsigned xruns, block;
    struct slate slate; /* of `out` */
    struct ear ear;     /* at `in`, by clock, where it has a slate: a loop's end, which is a
                           block late */
};
bool probe_open(struct probe *probe, const char *name, bool by_clock);
void probe_close(struct probe *probe);

/* What jack_last_frame_time() said when it was last called in this thread, and what
 * jack_get_cycle_times() did: our driver asks in each cycle for the time that it goes by,
 * jackd in frames, PipeWire in microseconds.  `uneven`: that it lasts otherwise than as long as
 * its block. */
jack_nframes_t server_said(void);
jack_time_t server_said_usecs(void);
bool server_said_uneven(void);

/* Sleep a millisecond: for loops that look at something that comes by itself. */
void moment(void);

#endif

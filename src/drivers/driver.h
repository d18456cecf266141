/* SPDX-License-Identifier: GPL-3.0-or-later */
/* driver.h: what calls the engine's cycle: a small table, equal for all drivers.
 *
 * A driver owns the process thread.  It brings blocks of frames at a rate of its
 * own, and knows no more of the engine than the one function it calls.  When the
 * world changes under it (another rate or block, a dead server, a pulled plug) it
 * says so in its state, which the main thread reads some ten times a second; it
 * never calls back but for the cycle. */
#ifndef DRIVERS_DRIVER_H
#define DRIVERS_DRIVER_H

#include "base/fault.h"
#include "engine/engine.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DRIVER_MAX_CHANNELS = 128,
    DRIVER_MAX_BLOCK = 8192,
    DRIVER_MIN_BLOCK = 8,
    DRIVER_MAX_RATES = 16,
};

struct driver;

/* Process thread: `frames` frames, planar, of n_in inputs into n_out outputs;
 * whoever gives it marks it RT.  1 … DRIVER_MAX_BLOCK frames, and not the same
 * number each time: a server changes its block while it runs.  engine_cycle()
 * behind one cast: driver_cycle_engine. */
typedef void driver_cycle(void *user, const float *const *in, unsigned n_in,
                          float *const *out, unsigned n_out, uint32_t frames);

/* Process thread, just before a cycle: so many frames went by without one (an
 * xrun), by the device's own clock.  What was played in that time is lost; who
 * keeps time with the device goes on by as many frames, and puts silence in their
 * place.  Marked RT. */
typedef void driver_gap(void *user, uint32_t frames);

/* Process thread, before a cycle: the transport that a server keeps for all its
 * programs starts, stops or jumps there; `frame` is the cycle's first on the
 * timeline.  Marked RT. */
typedef void driver_chase(void *user, int64_t frame, bool rolling);

/* Process thread: the bar, beat and tempo of a frame of the timeline, for those who
 * follow us; false: none.  Marked RT. */
typedef bool driver_bbt(void *user, int64_t frame, struct engine_bbt *out);

/* Process thread, before a cycle of a server that renders as fast as it can: return
 * when all that the cycle needs is there.  It may wait. */
typedef void driver_wait(void *user, uint32_t frames);

/* Process thread, after a cycle: whether nothing sounds, moves or comes in that
 * anybody waits for, until driver_wake().  Marked RT. */
typedef bool driver_rests(void *user);

/* `user` is the struct engine. */
driver_cycle driver_cycle_engine;
driver_gap driver_gap_engine;

struct driver_config {
    const char *device;       /* one of the driver's; NULL: its first */
    uint32_t rate;            /* Hz: wanted; what is got stands in the state */
    uint32_t block;           /* frames a cycle: likewise */
    unsigned inputs, outputs; /* channels: likewise */
    driver_cycle *cycle;
    driver_gap *gap; /* NULL: nobody wants to know */
    driver_chase *chase; /* NULL: the server's transport is left alone */
    driver_bbt *bbt;  /* NULL: others tell the server's bars and beats, or nobody */
    driver_wait *wait;   /* NULL: a cycle takes what there is */
    driver_rests *rests; /* NULL: never */
    void *user;
    const char *wiring; /* what driver_wiring() told of one that was lost: connect
                           as it was; NULL: as the driver does by itself */
};

enum driver_health {
    DRIVER_STOPPED, /* as opened, or after driver_stop() */
    DRIVER_RUNNING,
    DRIVER_LOST, /* the device or its server is gone, or runs at another rate now.
                    No cycle is called any more: close it first, then try to open
                    one again, once a second or so */
};

struct driver_state {
    enum driver_health health;
    uint32_t rate, block;
    unsigned inputs, outputs;
    /* Frames, hardware's included: the first frame of a cycle's inputs was heard by
     * the device so long before that cycle's time; the first of its outputs sounds
     * so long after. */
    uint32_t capture_latency, playback_latency;
    uint64_t cycles;
    /* cycles that came too late, or took too long; each gap is one */
    uint64_t xruns;
    uint64_t missed; /* frames that went by without a cycle: all the gaps */
    bool realtime;   /* the process thread has a realtime priority */
    bool freewheel;  /* cycles come as fast as they end: a server renders, nobody
                        listens */
    char why[128];   /* DRIVER_LOST: what happened, a line for people */
};

/* For a server's transport. */
enum driver_order {
    DRIVER_ROLL,
    DRIVER_HALT,
    DRIVER_LOCATE, /* to `frame` */
    DRIVER_READY,  /* whoever waits for us to roll from `frame` may go on */
};

struct driver_device {
    const char *name;  /* for driver_config */
    const char *title; /* for people, in their language */
    const char *held;  /* NULL: free; else who holds it, a line for people */
    unsigned inputs, outputs;
    uint32_t rates[DRIVER_MAX_RATES]; /* Hz, ascending, up to a 0; none: any */
    uint32_t block;                   /* frames; 0: as wanted */
};

/* The table's row. */
struct driver_kind {
    const char *name;  /* «built-in»: for options and settings */
    const char *title; /* for people; goes through gettext */
    bool automatic;    /* driver_choose() may take it */

    /* Main thread, all of these, as below.  Whether it would open here; `why`, or
     * why not, is a line for people, which may be empty where it would.  It starts
     * no server and makes no sound. */
    bool (*usable)(char *why, size_t size);
    void (*devices)(void (*each)(void *user, const struct driver_device *device),
                    void *user);
    enum status (*open)(struct driver **out, const struct driver_config *config,
                        struct fault *fault);
    enum status (*start)(struct driver *driver, struct fault *fault);
    void (*stop)(struct driver *driver);
    void (*close)(struct driver *driver);
    void (*state)(struct driver *driver, struct driver_state *out);

    /* Optional, NULL where the driver has no such thing. */
    void (*channel_name)(struct driver *driver, bool input, unsigned channel,
                         char *name, size_t size);
    void (*label)(struct driver *driver, bool input, unsigned channel,
                  const char *text);
    void (*hardware)(struct driver *driver, char *name, size_t size);
    bool (*wired)(struct driver *driver, unsigned channel);
    char *(*wiring)(struct driver *driver);
    void (*transport)(struct driver *driver, enum driver_order order,
                      int64_t frame);
    void (*wake)(struct driver *driver);
};

/* In what follows the main thread is whoever has the driver: it may be opened and
 * started by one thread, and handed to another, one at a time. */

/* Any thread: all drivers, the best first. */
const struct driver_kind *const *driver_kinds(size_t *count);

/* Any thread: by name; NULL: no such. */
const struct driver_kind *driver_named(const char *name);

/* Any thread: the best driver that is usable here; `why` says which, and why not a
 * better one, in a line for people. */
const struct driver_kind *driver_choose(char *why, size_t size);

/* Main thread: open a driver; the caller owns *out.  No cycle is called yet.
 * Fails, *out NULL: ST_RANGE (a rate, a block, channels that cannot be),
 * ST_NOT_FOUND (no such device, no server), ST_BUSY, ST_NO_MEM, ST_IO. */
NODISCARD enum status driver_open(struct driver **out,
                                  const struct driver_kind *kind,
                                  const struct driver_config *config,
                                  struct fault *fault);

/* Main thread: from now on cycles are called, until driver_stop() has returned.
 * Both may be called again and again. */
NODISCARD enum status driver_start(struct driver *driver, struct fault *fault);
void driver_stop(struct driver *driver);

/* Main thread: stops it first, if need be.  NULL is allowed. */
void driver_close(struct driver *driver);

void driver_state(struct driver *driver, struct driver_state *out);

/* Main thread: there is something new for the cycle.  While all rests, a
 * driver that has only a clock lets it stand, but for a cycle four times a second;
 * this calls the next one at once. */
void driver_wake(struct driver *driver);

/* Main thread: what stands behind a channel, in the system's words
 * («system:capture_1», «Line in 3»), or our own where it has none. */
void driver_channel_name(struct driver *driver, bool input, unsigned channel,
                         char *name, size_t size);

/* Main thread: which hardware it goes through, for what is kept for each device:
 * the device, or what a server has behind it («alsa_pcm:hw:USB»). */
void driver_hardware(struct driver *driver, char *name, size_t size);

/* Main thread: what the channel is used for here (a track's name), for those who
 * see it from outside.  A driver that nobody looks into does nothing. */
void driver_label(struct driver *driver, bool input, unsigned channel,
                  const char *text);

/* Main thread: whether anything can come in on that channel: false where a server
 * has it, and nothing is connected to it. */
bool driver_wired(struct driver *driver, unsigned channel);

/* Main thread: what is connected to our channels, also by hand, as it was while all
 * was well: for the driver_config of the one that comes after it.  The caller's to
 * free; NULL: nothing that could be told. */
char *driver_wiring(struct driver *driver);

/* Main thread: move the transport of all the server's programs, ours among them (it
 * is told by `chase`).  ST_UNSUPPORTED: the driver has no such thing. */
NODISCARD enum status driver_transport(struct driver *driver,
                                       enum driver_order order, int64_t frame);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_internal.h: the recorder as its own files see it. */
#ifndef ENGINE_RECORD_INTERNAL_H
#define ENGINE_RECORD_INTERNAL_H

#include "engine/rt/capture.h"

#include <pthread.h>

/* An event on its way to the main thread. */
struct record_note {
    struct record_event event;
    struct record_note *next;
    struct record_take *take; /* it is part of this one; NULL: it is its own */
};

enum take_state {
    TAKE_WAITS,  /* for its sink */
    TAKE_WRITES,
    TAKE_CLOSES, /* all is written; the syncing thread's now */
    TAKE_ENDED,  /* until its last event is polled */
};

struct record_take {
    uint64_t id, pass;
    struct record_track row;
    unsigned channels;
    uint64_t setup;
    int64_t start;   /* on the timeline */
    int64_t first;   /* that frame, on the input clock; */
    int64_t from;    /* the handle's first; */
    int64_t at;      /* the next to be written; */
    int64_t end;     /* INT64_MAX while the pass runs */
    uint32_t latency, plan_latency;
    enum take_state state;
    struct record_sink sink;
    bool has_sink;
    bool refused;
    struct fault fault;
    int64_t clipped;
    int64_t lost_at, lost; /* frames that came too late, not told yet */
    int64_t synced;  /* ns, monotonic */
    struct record_note begun, ended;
    struct record_take *next;
};

enum { RECORD_CHUNK = 8192 };

struct recorder {
    struct engine *engine;
    struct capture *capture;
    uint32_t rate;

    pthread_t writer, syncer;
    pthread_mutex_t lock; /* guards what follows, up to the listener */
    pthread_cond_t wake, sync;
    bool quit, finish;
    bool written; /* the writer has come to its end */
    struct record_take *takes; /* oldest first */
    struct record_note *notes, **last_note;
    struct capture_setup *setups;
    unsigned count; /* takes */
    uint64_t lost;
    int64_t seen;
    int64_t behind; /* frames that the slowest take has yet to write */

    pthread_mutex_t listening; /* held while the listener is called */
    const struct record_listener *listener;
    struct record_listener copy;
    struct record_mark relation; /* the last one of clock and timeline */
    int64_t heard[RECORD_MAX_INPUTS]; /* INT64_MAX: the channel has stopped */

    /* The writer's own. */
    uint64_t last_take, last_pass;
    float chunk[2][RECORD_CHUNK];

    /* The main thread's own. */
    uint64_t serial;
    struct capture_setup *current;
};

/* The writer thread, and that which waits for disks. */
void *recorder_write(void *recorder);
void *recorder_sync(void *recorder);

/* Wait for `cond` with the lock, for so many ms at most. */
void recorder_wait(struct recorder *recorder, pthread_cond_t *cond, int ms);
int64_t recorder_now(void); /* ns, monotonic */

/* Writer thread: `frames` frames of a channel from `from` on; those that are gone,
 * and those before its first, are silence.  Returns how many at the front were
 * gone. */
size_t recorder_copy(const struct capture *capture, int channel, int64_t from,
                     float *to, size_t frames);

/* record_take.c, writer thread, with the lock: begin and end takes as marks say. */
void takes_mark(struct recorder *recorder, const struct record_mark *mark);
void takes_finish(struct recorder *recorder, int64_t end);

/* With the lock: its last event; `fault` with a status: it failed. */
void take_tell_end(struct recorder *recorder, struct record_take *take,
                   const struct fault *fault);

/* Without the lock: a sink took so long; told if that is a second and more. */
void take_tell_stall(struct recorder *recorder, struct record_take *take,
                     int64_t ns);

/* record_take.c, writer thread, without the lock: write a piece of the take, if
 * there is one; returns whether there may be more. */
bool take_write(struct recorder *recorder, struct record_take *take,
                int64_t written);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* desk_help.h: an engine with a recorder, inputs whose every frame tells its
 * channel and its place on the input clock, and takes kept in memory. */
#ifndef TESTS_ENGINE_DESK_HELP_H
#define TESTS_ENGINE_DESK_HELP_H

#include "engine/record.h"
#include "tests/engine/rig_help.h"

#include <pthread.h>

enum { DESK_INPUTS = 64, DESK_TAKES = 1024, DESK_BLOCK = 4096 };

/* Where a take is written to. */
struct sink {
    float *sound[2];
    size_t frames, room, fails_at;
    unsigned channels, synced;
    bool closed;
    pthread_mutex_t *gate; /* passed through by each write, */
    pthread_mutex_t *sync_gate; /* or each sync */
    bool sync_fails;
};

/* A take: what was told of it, and what was written. */
struct tape {
    struct record_event begun, ended;
    bool has_begun, has_ended;
    struct sink sink;
    unsigned gaps, losses;
    int64_t gap_frames, lost_frames;
    struct record_event gap;
};

struct desk {
    struct rig rig;
    struct recorder *recorder;
    int64_t input; /* the clock, as it must be */
    unsigned n_in;
    struct tape tapes[DESK_TAKES];
    unsigned n_tapes;
    unsigned loose_gaps;
    bool hold;             /* sinks are not given */
    size_t fails_at;       /* of the next sink */
    int64_t fails_track;
    pthread_mutex_t *gate, *sync_gate; /* of all sinks */
    bool sync_fails;
    float out[2][DESK_BLOCK];
};

/* What an input gives there: exact in a float, for channels 0 to 63. */
float desk_ramp(int channel, int64_t input);

struct desk *desk_open(struct engine_config config, unsigned n_in);
void desk_close(struct desk *desk);

/* One cycle; many of them, each with what it had to tell. */
void desk_cycle(struct desk *desk, uint32_t n);
void desk_run(struct desk *desk, int64_t n, uint32_t block);

/* Note what the recorder has told, and give it sinks, unless they are held. */
void desk_poll(struct desk *desk);
void desk_give(struct desk *desk, struct tape *tape);

/* A moment for the threads that write. */
void desk_nap(void);

/* Until it has begun, or ended; until of a take that runs so many frames
 * are written. */
void desk_wait_begun(struct desk *desk, const struct tape *tape);
void desk_wait_ended(struct desk *desk, const struct tape *tape);
void desk_wait_written(struct desk *desk, uint64_t take, int64_t frames);

/* Until all takes have ended, and all that came in was looked at. */
void desk_settle(struct desk *desk);

/* How many have. */
unsigned desk_takes(const struct desk *desk);

/* A track of one input, armed. */
struct record_track desk_mono(int64_t track, int input);

void desk_arm(struct desk *desk, const struct record_track *tracks, unsigned n,
              uint32_t latency, uint32_t handle);
void desk_record(struct desk *desk, int64_t start, int64_t end);
void desk_roll(struct desk *desk, int64_t from);

/* A take of `length` frames from `start` on, each as it came in, its handle with
 * them: `input` is where its start was captured. */
void tape_expect(const struct tape *tape, int64_t start, int64_t length,
                 int64_t input, const struct record_track *row);

#endif

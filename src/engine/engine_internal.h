/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine_internal.h: the engine as its own files see it, by who may touch what. */
#ifndef ENGINE_ENGINE_INTERNAL_H
#define ENGINE_ENGINE_INTERNAL_H

#include "base/ring.h"
#include "base/slot.h"
#include "dsp/loudness.h"
#include "engine/rt/aside.h"
#include "engine/rt/capture.h"
#include "engine/rt/graph.h"

enum command_kind {
    COMMAND_LOCATE,
    COMMAND_ROLL,
    COMMAND_STOP,
    COMMAND_LOOP,
    COMMAND_LIVE,
    COMMAND_LIVE_CONSOLE,
    COMMAND_LIVE_SEND,
    COMMAND_LIVE_CONTROL,
    COMMAND_RELEASE,
    COMMAND_LISTEN,
    COMMAND_STOP_AT,
    COMMAND_COUNT_IN,
    COMMAND_METRONOME,
    COMMAND_RECORD,
};

struct command {
    enum command_kind kind;
    uint64_t plan; /* the number of the latest plan when it was given */
    union {
        struct {
            int64_t start, end; /* start: of listening, the track */
            bool on; /* of recording; of listening: before the console */
        } at;
        struct engine_count_in count_in;
        struct engine_metronome metronome;
        struct {
            int64_t track;
            float fader; /* linear */
            float pan[2];
            bool muted;
        } live;
        struct {
            int64_t track;
            float coefs[sizeof(struct console_coefs) / sizeof(float)];
        } console;
        struct {
            int64_t send;
            float level[2];
        } send;
        struct {
            int64_t insert;
            uint32_t control;
            float value;
        } control;
        struct {
            int64_t id;
            enum engine_hand hand;
        } release;
    };
};

enum { COMMANDS_MAX = 1024, RETURNS_MAX = 64 };

/* What the cycle tells of itself, through a slot. */
struct engine_report {
    int64_t position;
    int64_t loop_start, loop_end;
    uint64_t cycles;
    uint64_t late;
    uint64_t clipped;
    float load;
    uint32_t epoch;
    float worst; /* since the main thread's last take, and in the epoch before */
    float ended;
    uint32_t latency;
    uint32_t rolling;
};

/* The process thread's own. */
struct engine_cycle {
    struct plan *plan;
    /* taken: it is played when what it does not play has faded */
    struct plan *coming;
    uint32_t leaving;    /* frames until then */
    struct plan *before; /* what was played until then: heard while clips crossfade,
                            then on its way back when there is room */
    uint32_t faded;     /* frames since; CLIP_CROSSFADE: it is not heard any more */
    int64_t position;
    uint64_t grid;          /* the phase counts on while the transport stands */
    int64_t loop_start, loop_end;
    bool rolling;
    /* since a locate, the beginning, or silence, nothing has rolled */
    bool at_rest;
    uint64_t quiet;         /* frames for which it stands, and nothing sounds */
    bool touched;           /* … but plan or faders are not those of that moment */
    uint64_t cycles, clipped;
    uint64_t busy_ns;       /* in the running second */
    uint64_t second;        /* frames in it */
    struct engine_report report;
    struct loudness *loudness;

    struct capture *capture; /* the recorder's, or NULL */
    const float *const *in;
    unsigned n_in;
    int64_t stop_at;
    struct engine_count_in count_in;
    uint32_t counting;       /* frames until it rolls */
    struct engine_metronome metronome;
    struct click_player clicks;
    struct aside_player asides;
    int64_t listened; /* the track; 0: none */
    bool listened_before; /* its console */
};

struct engine {
    struct engine_config config;
    uint32_t piece; /* frames that a plan's buffers hold */

    /* Main thread. */
    struct keep *keep;
    struct streams *streams;
    struct scratch *scratch;
    uint64_t plans;        /* given so far */
    struct plan *given;    /* newest first: all that are not freed yet */
    uint64_t sent;         /* commands */
    uint32_t shown_epoch;
    float shown_worst;
    void (*call)(void *user); /* engine_on_news() */
    void *called;

    /* Both. */
    struct ring *commands;
    struct ring *returns;
    _Atomic(struct plan *) next;
    _Atomic uint64_t taken; /* commands */
    _Atomic uint64_t late;
    _Atomic(struct capture *) capture;
    _Atomic uint32_t epoch; /* counts engine_state() calls */
    struct ring *listening; /* frames; NULL: offline */
    struct slot report;
    struct slot loudness;
    struct pool *pool;

    /* An offline cycle waits for the disk here; else NULL. */
    void (*wait)(struct engine *engine, uint32_t frames);

    struct engine_cycle cycle;
    float *spare[2]; /* the master's sound where there are no two outputs for it */
};

/* Main thread: memory of at least `size` floats for a plan, with a reference. */
NODISCARD enum status scratch_get(struct engine *engine, size_t size,
                                  struct scratch **out);
void scratch_drop(struct scratch *scratch);

/* Main thread: ST_BUSY: too many wait. */
NODISCARD enum status engine_command(struct engine *engine, struct command command);

/* Main thread: there is something new for the next cycle. */
void engine_news(struct engine *engine);

/* Process thread: rt/live.c: what a hand holds, or lets go. */
RT void live_obey(struct engine_cycle *cycle, const struct command *command);

/* Main thread: record.c's: its command, and the end of its capture when no cycle
 * runs. */
NODISCARD enum status engine_send_record(struct engine *engine, bool on,
                                         frames_t start, frames_t end);
void engine_forget_capture(struct engine *engine);

/* Process thread, at a block's edge: go on with the plan that was given last, as
 * far as that goes without a click (rt/take.c); or at once, where what sounds stops
 * anyway. */
RT void take_plan(struct engine *engine);
RT void take_latest(struct engine *engine);

/* Process thread: how many of `frames` frames from the position on lie side by
 * side: up to the loop's end. */
RT uint32_t cycle_run(const struct engine_cycle *cycle, uint32_t frames);

#endif

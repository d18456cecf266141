/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine.h: plays a plan: transport, mixer graph and streams behind one cycle.
 *
 * Threads: the main thread builds plans and gives commands; the process thread (a
 * driver's, or whoever renders) calls engine_cycle(); helpers and the disk reader
 * are the engine's own.  Main and process thread meet in rings and latest-value
 * slots only.
 *
 * The engine works on an absolute grid of the timeline, QUANTUM frames a step:
 * smoothing is evaluated on that grid, never by the block, so that the same song
 * gives the same bits for every block size and number of threads. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "base/fault.h"
#include "time/time.h"

#include <stdbool.h>
#include <stdint.h>

enum { QUANTUM = 64 };

struct console_params;
struct device_table;
struct engine;
struct plan;
struct streams;

struct engine_config {
    uint32_t rate;       /* Hz: the project's */
    uint32_t max_frames; /* the longest block a cycle may bring; 8192 at most */
    unsigned threads;    /* 1 … 16: the process thread and its realtime helpers */
    bool offline;      /* a render: a cycle waits for the disk, none is ever late */
    /* what inserts there are; NULL: none.  The caller's, and stands as long as the
     * engine */
    const struct device_table *devices;
};

/* Main thread: an engine that stands at 0, stopped, with an empty plan.  Fails,
 * *out NULL: ST_NO_MEM, ST_RANGE, ST_IO (no threads). */
NODISCARD enum status engine_new(struct engine **out,
                                 const struct engine_config *config,
                                 struct fault *fault);

/* Main thread, when no driver calls the cycle any more; NULL is allowed. */
void engine_free(struct engine *engine);

uint32_t engine_rate(const struct engine *engine);

/* Main thread: the disk side, to which sources are added before a plan names
 * them. */
struct streams *engine_streams(struct engine *engine);

/* Main thread: play this plan (engine/plan.h) from the next block's edge on; the
 * engine owns it now, and frees the one before when the process thread has let go
 * of it.  One that still waits to be picked up is replaced, so that this never
 * fails.  What the plan does not change goes on untouched, to the bit; gains that
 * it changes glide; inserts that it switches fade in or out; what it does not play
 * any more fades out first, in 8 ms; clips that it changes under the playhead are
 * crossfaded, in 256 frames.  A plan that comes meanwhile waits for that.  A plan
 * is played once. */
void engine_play_plan(struct engine *engine, struct plan *plan);

/* Main thread: the transport.  Each takes effect at the next block's edge.  A
 * locate empties every filter, delay and tail: what is played from there is what a
 * bounce from there renders, however long it stands before it rolls.  It waits for
 * nothing: until the disk has caught up while rolling, late frames are silence and
 * counted; engine_ready() tells when rolling would not be late.  A stop stops the
 * clips; tails ring on.  ST_BUSY: too many commands wait. */
NODISCARD enum status engine_locate(struct engine *engine, frames_t to);
NODISCARD enum status engine_roll(struct engine *engine);
NODISCARD enum status engine_stop(struct engine *engine);
/* Loop from `start` to `end`, exact to the frame, without a gap; end <= start: no
 * loop. */
NODISCARD enum status engine_loop(struct engine *engine, frames_t start,
                                  frames_t end);

/* Main thread: stop by itself before that frame is rendered, once; INT64_MAX:
 * not. */
NODISCARD enum status engine_stop_at(struct engine *engine, frames_t at);

/* Main thread: roll after a count-in: the timeline stands for `beats` beats of
 * `beat_frames` frames each while the metronome counts (every `per_bar`-th with an
 * accent), whatever its switch says.  plan_count_in() in engine/plan.h makes one.
 * ST_RANGE: longer than an hour; ST_BUSY. */
struct engine_count_in {
    uint32_t beats, per_bar;
    double beat_frames;
};
NODISCARD enum status engine_roll_counted(struct engine *engine,
                                          const struct engine_count_in *count_in);

/* Main thread: the metronome: behind the master's fader, and never in its meters or
 * in a render.  It is silent until it is switched on; a count-in clicks in any
 * case, at these levels (at full ones where they are none). */
struct engine_metronome {
    bool playing, recording; /* when it clicks */
    float level, accent;     /* linear */
    unsigned output;         /* the first of the two outputs that it goes to */
};
NODISCARD enum status engine_metronome(struct engine *engine,
                                       const struct engine_metronome *metronome);

/* Main thread: whether all commands given have been taken and the first second of
 * sound from the position (and of the loop) is in memory. */
bool engine_ready(struct engine *engine);

/* Main thread: a fader under the hand: values for one strip at once, without a
 * plan.  They hold, whatever plans come meanwhile, until engine_live_release().
 * ST_NOT_FOUND: no such track; ST_BUSY: too many commands wait, and nothing has
 * changed. */
struct engine_live {
    int64_t track;
    double fader_db;
    double pan;
    bool mute;
};
NODISCARD enum status engine_live(struct engine *engine,
                                  const struct engine_live *live);

/* Main thread: likewise what a strip's console does.  *replan: the plan that plays
 * has no console there, and the next one that is given will have it.  ST_NOT_FOUND,
 * ST_BUSY. */
NODISCARD enum status engine_hold_console(struct engine *engine, int64_t track,
                                          const struct console_params *params,
                                          bool *replan);

/* Main thread: likewise a send's level and pan (one that is off stays off), and an
 * insert's control by its number; all other controls of it wait, too.
 * ST_NOT_FOUND, ST_RANGE (no such control), ST_BUSY. */
NODISCARD enum status engine_hold_send(struct engine *engine, int64_t send,
                                       double level_db, double pan);
NODISCARD enum status engine_hold_control(struct engine *engine, int64_t insert,
                                          unsigned control, double value);

/* Main thread: the hand has let go: the next plan that is given takes over; until
 * then the live values stay.  So: release, commit what the drag came to, play that
 * plan.  What is not held is no mistake.  ST_NOT_FOUND, ST_BUSY: it is still
 * held. */
enum engine_hand {
    HAND_FADER,   /* fader, pan and mute, of a track */
    HAND_CONSOLE, /* of a track */
    HAND_SEND,
    HAND_INSERT,
};
NODISCARD enum status engine_release(struct engine *engine, enum engine_hand hand,
                                     int64_t id);

/* Main thread, some ten times a second: free what the process thread is done
 * with. */
void engine_poll(struct engine *engine);

struct engine_state {
    frames_t position; /* of the next frame to be rendered */
    bool rolling;
    uint32_t latency;  /* frames from the timeline to the output, of the plan */
    uint64_t cycles;
    uint64_t late;     /* frames that were silent because the disk was late */
    uint64_t clipped;  /* output samples beyond full scale */
    float load;        /* share of the last second's cycles' time, 0 … */
    float worst;       /* share of the longest cycle's time since the last call */
};

/* Main thread: the latest state. */
void engine_state(struct engine *engine, struct engine_state *out);

/* Linear levels of a strip since the last call for it: peak, and RMS of the last
 * second's tenth; left and right after the fader.  Gain reduction in dB, <= 0. */
struct engine_levels {
    float peak[2];
    float rms[2];
    float gate_db;
    float comp_db;
};

/* Main thread: ST_NOT_FOUND: no such track in the plan. */
NODISCARD enum status engine_levels(struct engine *engine, int64_t track,
                                    struct engine_levels *out);

/* Main thread: listen to one track: its sound on the way to its fader, or before
 * its console, left and right together as one.  0: to none.  ST_BUSY.  Then, often
 * enough, take the frames that have come since, `max` at most; what is not taken in
 * a third of a second is lost.  An offline engine has none. */
NODISCARD enum status engine_listen(struct engine *engine, int64_t track,
                                    bool before);
uint32_t engine_listened(struct engine *engine, float *out, uint32_t max);

/* The master's loudness since the last locate: ITU-R BS.1770-4, EBU Tech 3342. */
struct engine_loudness {
    float momentary, shortterm, integrated; /* LUFS; -HUGE_VALF: none yet */
    float range;                            /* LU; -HUGE_VALF: none yet */
    float true_peak_db;                     /* dBTP, highest so far */
};
void engine_loudness(struct engine *engine, struct engine_loudness *out);

/* Process thread: render `frames` frames (1 … max_frames) into the outputs.  `in`
 * and `out` are planar; out[0] and out[1] are the master's left and right, the rest
 * are cleared.  Inputs are the recorder's (engine/record.h); those that are not
 * there are silent. */
RT void engine_cycle(struct engine *engine, const float *const *in, unsigned n_in,
                     float *const *out, unsigned n_out, uint32_t frames);

/* Process thread, between cycles: the driver has lost `frames` frames (an xrun)
 * since the last one.  The timeline, if it rolls, and the input clock go on by as
 * much, so that what follows is where it belongs; takes have silence there. */
RT void engine_gap(struct engine *engine, uint32_t frames);

/* Process thread, after a cycle: whether nothing rolls, sounds or is armed, so that
 * no cycle is needed until there is something new for it. */
RT bool engine_rests(const struct engine *engine);

/* Main thread: `call`, in this thread, whenever there is something new for the next
 * cycle: a command, a plan, sound beside it, what is armed.  NULL: nobody. */
void engine_on_news(struct engine *engine, void (*call)(void *user), void *user);

/* Process thread, between cycles: another's transport, which this one follows,
 * rolls from `to` on, or stands there.  Where it is so already, nothing changes. */
RT void engine_chase(struct engine *engine, frames_t to, bool rolling);

/* Process thread: where a frame of the timeline lies in the bars of the plan that
 * plays.  Beats are those of the metre, and `bpm` counts them.  False, with nothing
 * told: no plan plays. */
struct engine_bbt {
    int64_t bar; /* bar and beat from 1, ticks from 0 */
    int beat, tick;
    int64_t bar_tick; /* where the bar begins, in ticks from the song's start */
    int ticks_per_beat;
    int num, den;
    double bpm;
};
RT bool engine_bbt(const struct engine *engine, frames_t at,
                   struct engine_bbt *out);

/* Process thread, before a cycle of so many frames that nobody hears, of a server
 * that renders as fast as it can: wait (eight seconds at most) until the sound that
 * it plays is in memory, and until what has come in has gone to the takes. */
void engine_wait(struct engine *engine, uint32_t frames);

/* Process thread, after a cycle: that cycle's post-fader sound of a track that the
 * plan taps (struct plan_options), planar left and right; NULL: not tapped.  Stands
 * until the next cycle.  Shifted against the master by nothing: compensated for
 * latency. */
RT const float *const *engine_tap(const struct engine *engine, unsigned tap);

#endif

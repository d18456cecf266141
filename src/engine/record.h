/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record.h: what comes in becomes takes, each in its place.
 *
 * The input clock carries it all: it counts every frame that the driver has
 * delivered since the recorder was made (and those it has lost, as silence), and
 * never jumps.  The process thread puts each input channel that is armed, frame by
 * frame, into a ring in memory, and a small mark into another ring whenever the
 * timeline begins to stand otherwise to that clock: roll, stop, locate, a loop's
 * wrap, punch, a gap.  All cutting is done afterwards, by counts, in the recorder's
 * writer thread:
 *
 *     where timeline frame A was rendered at input count C, a pass over [A, B) is
 *       the
 *     input frames [C + L, C + L + B - A),   L = latency + the plan's own latency
 *
 * so that what was played in time with what was heard lies where it belongs, also
 * at a loop's wrap and at a stop: the writer waits for the L frames that are still
 * under way.
 *
 * A pass is from one punch-in to its punch-out; each armed track gets a take of it.
 * The writer does not know files: it tells that a take has begun, keeps its sound
 * in memory until it is given a sink (within some nine seconds), and writes to
 * that.  So whoever gives sinks can keep a journal before the first frame is
 * written. */
#ifndef ENGINE_RECORD_H
#define ENGINE_RECORD_H

#include "base/fault.h"
#include "engine/engine.h"
#include "time/time.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    RECORD_MAX_INPUTS = 128,   /* channels of a driver that can be armed */
    RECORD_MAX_TRACKS = 256,
    RECORD_RING_SECONDS = 15,  /* of memory, a channel */
    RECORD_HANDLE_SECONDS = 5, /* at most, before a take's start */
};

struct recorder;

/* Main thread: a recorder for this engine, with its writer thread; nothing is
 * armed.  It may be made while cycles run.  Fails, *out NULL: ST_NO_MEM, ST_IO (no
 * thread), ST_EXISTS (the engine has one). */
NODISCARD enum status recorder_new(struct recorder **out, struct engine *engine,
                                   struct fault *fault);

/* Main thread, when no driver calls the cycle any more and before the engine is
 * freed: ends what has not ended, closes all sinks and forgets the events.  NULL is
 * allowed. */
void recorder_free(struct recorder *recorder);

/* --- what is armed ------------------------------------------------------------ */

/* When a track lets its input through.  As on tape: an armed track on «auto» has
 * its input while the transport stands or it records, and its clips while it
 * plays. */
enum monitor { MONITOR_OFF, MONITOR_INPUT, MONITOR_AUTO };

struct record_track {
    int64_t track;
    int input[2]; /* the driver's channels, from 0; [1] is -1: mono */
    float gain;   /* linear: of what is recorded, and of what is heard */
    bool invert;  /* polarity */
    bool armed;   /* is recorded; else it is only monitored and metered */
    bool overdub; /* its clips sound on beside its input (sound on sound); else they
                     are silent while the input is heard or recorded */
    enum monitor monitor;
};

struct record_setup {
    const struct record_track *tracks; /* copied */
    unsigned n_tracks;
    uint32_t latency; /* frames: the driver's capture and playback, or the round
                         trip; the plan's latency is added by ourselves */
    /* frames before the start that a take keeps, where there are any */
    uint32_t handle;
};

/* Main thread: arm these and no others, from the next block's edge on.  While a
 * pass runs, takes of tracks that are no longer armed (or take another input) end
 * there, and those of new ones begin there.  Fails, with what was armed before
 * standing: ST_RANGE (a channel, a gain that is no number), ST_EXISTS (a track
 * twice), ST_NO_MEM. */
NODISCARD enum status recorder_arm(struct recorder *recorder,
                                   const struct record_setup *setup,
                                   struct fault *fault);

/* Main thread: record whatever rolls within [start, end) of the timeline, from the
 * next block's edge on; end <= start: whatever rolls.  Given while it rolls, this
 * is a punch by hand; the edges of a range are exact to the frame.  `on` false:
 * punch out. ST_BUSY: too many commands wait. */
NODISCARD enum status recorder_record(struct recorder *recorder, bool on,
                                      frames_t start, frames_t end);

/* --- takes -------------------------------------------------------------------- */

/* Where a take's frames go.  `write` is called by the writer thread: planar, as
 * many channels as the take has; what it has returned for is there after a crash.
 * `sync` is called each one or two seconds and once at the end by a thread that may
 * wait for a disk, also while `write` is under way; `close` by the same, once and
 * last.  A failure of any ends the take, and that take alone. */
struct record_sink {
    enum status (*write)(void *user, const float *const planar[], size_t frames,
                         struct fault *fault);
    enum status (*sync)(void *user, struct fault *fault);
    enum status (*close)(void *user, struct fault *fault);
    void *user;
};

enum record_event_kind {
    RECORD_BEGUN,  /* a take: give it a sink */
    RECORD_ENDED,  /* its last frame is written and its sink closed */
    /* likewise, but earlier than it should: fault; what is there is good */
    RECORD_FAILED,
    RECORD_GAP,    /* frames that are silence: the driver lost them (an xrun) */
    /* likewise: the disk stood still for longer than the memory holds */
    RECORD_LOST,
    RECORD_STALL,  /* a sink took more than a second; nothing is lost yet */
};

struct record_event {
    enum record_event_kind kind;
    uint64_t take;  /* from 1; 0: a gap beside all takes */
    uint64_t pass;  /* from 1: takes of one pass belong together */
    int64_t track;
    /* where the take begins on the timeline; of a gap, where it lies */
    frames_t start;
    int64_t input;  /* that frame's place on the input clock */
    int64_t frames; /* ended, failed: how long the take is, without its handle (may
                       be 0); gap, lost: how many; stall: of time, at the rate */
    uint32_t handle; /* frames of the file that come before `start` */
    uint32_t latency, plan_latency; /* `start` was rendered at input - latency -
                                       plan_latency */
    unsigned channels;
    /* ended, failed: samples at full scale or beyond, as recorded */
    int64_t clipped;
    struct fault fault;
};

/* Main thread, some ten times a second or more: the next event; false: none.  A
 * take's events come in order: begun, gaps, ended. */
bool recorder_poll(struct recorder *recorder, struct record_event *out);

/* Main thread: the sink of a take that has begun; the recorder closes it.  Or none
 * can be had: the take fails with that fault.  ST_NOT_FOUND: the take is over (it
 * was refused, or waited too long): the sink stays the caller's. */
NODISCARD enum status recorder_give(struct recorder *recorder, uint64_t take,
                                    const struct record_sink *sink);
void recorder_refuse(struct recorder *recorder, uint64_t take,
                     const struct fault *fault);

/* Main thread: the cycles have come to an end (a lost device, a driver that is
 * closed) or stop being wanted: all takes end with the last frame that has come
 * in.  Events tell when. */
void recorder_finish(struct recorder *recorder);

/* Main thread: frames of a running take that are with its sink, without the handle;
 * ST_NOT_FOUND: it has ended. */
NODISCARD enum status recorder_length(struct recorder *recorder, uint64_t take,
                                      int64_t *frames);

struct recorder_state {
    int64_t input;      /* the input clock */
    int64_t seen; /* how far of it the writer has looked: takes that began before
                     that are told */
    bool recording;     /* the process thread is inside a pass */
    unsigned takes;     /* that have begun and not ended, or wait to be polled */
    uint64_t gaps;      /* frames that the driver lost */
    uint64_t lost;      /* frames that came too late to their sinks */
    float fill;         /* of the fullest ring: 1: frames are about to be lost */
};

/* Main thread. */
void recorder_state(struct recorder *recorder, struct recorder_state *out);

/* Main thread: the input's peak since the last call, linear, after the gain, of
 * each side of a track in the setup, armed or not, whatever its monitor says.
 * ST_NOT_FOUND. */
NODISCARD enum status recorder_levels(struct recorder *recorder, int64_t track,
                                      float peak[2]);

/* --- always listening --------------------------------------------------------- */

enum record_mark_kind {
    /* from `input` on the timeline rolls, from `at`: also a locate, a wrap */
    MARK_ROLL,
    /* from `input` on it stands, at `at`: also a locate while it stands */
    MARK_HALT,
    MARK_IN,   /* a pass begins */
    MARK_OUT,  /* and ends, before that frame */
    MARK_ARM,  /* within a pass: others are armed */
    MARK_GAP,  /* `frames` frames from `input` on are lost */
};

struct record_mark {
    enum record_mark_kind kind;
    uint32_t latency; /* of the plan */
    uint64_t setup;   /* which recorder_arm() holds, counted from 1 */
    int64_t input;
    int64_t at;       /* on the timeline */
    int64_t frames;
};

/* What hears all that is armed, all the time.  Called by the writer thread: for
 * each channel its frames in order of the clock (what is left out was lost),
 * without gain; and the marks, each before the first frame that it is about (the
 * one that holds when it begins, from recorder_listen() itself).  A status other
 * than ST_OK stops that channel for good; the listener has told why in its own
 * way. */
struct record_listener {
    enum status (*frames)(void *user, unsigned channel, int64_t input,
                          const float *x, size_t frames);
    void (*mark)(void *user, const struct record_mark *mark);
    void *user;
};

/* Main thread: from now on; NULL: none any more (when it returns, the one before is
 * not called again). */
void recorder_listen(struct recorder *recorder,
                     const struct record_listener *listener);

#endif

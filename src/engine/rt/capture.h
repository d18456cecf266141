/* SPDX-License-Identifier: GPL-3.0-or-later */
/* capture.h: the process thread's part of recording: frames and marks into rings.
 *
 * A channel's ring is history, not a queue: frame n stands at n modulo its size
 * until frame n + size takes its place, whoever has read it.  Readers copy and look
 * afterwards whether what they copied still stood (the sequence lock of
 * base/slot.h, by counts): `claimed` is raised before frames are overwritten,
 * `written` when they are there, with the marks about them. */
#ifndef ENGINE_RT_CAPTURE_H
#define ENGINE_RT_CAPTURE_H

#include "base/ring.h"
#include "engine/record.h"

#include <stdatomic.h>

enum { CAPTURE_MARKS = 16384 };

struct plan;

struct capture_channel {
    _Atomic(_Atomic uint32_t *) data; /* floats' bits; NULL: not wanted */
    _Atomic int64_t since;            /* its first frame; INT64_MAX: none yet */
};

/* A track of a setup. */
struct capture_input {
    struct record_track row; /* its gain with the polarity's sign */
    /* a float's bits, since the main thread's last take */
    _Atomic uint32_t peak[2];
};

/* Immutable but for the peaks. */
struct capture_setup {
    uint64_t serial;
    uint32_t latency, handle;
    unsigned count;
    struct capture_setup *next; /* of the recorder's list, newest first */
    struct capture_input inputs[];
};

/* Frames of one block that lie side by side on the timeline. */
struct capture_span {
    int64_t input, position;
    uint32_t frames;
    uint32_t latency; /* the plan's */
    bool rolling;
};

struct capture {
    int64_t size; /* of a channel's ring, frames */
    struct ring *marks;
    struct capture_channel channels[RECORD_MAX_INPUTS];
    _Atomic unsigned n_channels; /* none is wanted from here on */

    _Atomic(struct capture_setup *) next; /* from the main thread */
    _Atomic int64_t claimed, written;
    _Atomic uint64_t taken; /* the setup in use */
    _Atomic uint64_t gaps;
    _Atomic bool within;    /* a pass, for others to see */
    /* from the writer: all before that frame is with the takes */
    _Atomic int64_t drained;

    /* The process thread's own. */
    struct capture_setup *setup;
    uint64_t attached_plan, attached_setup;
    int64_t input;          /* of the block's first frame */
    bool on;
    int64_t start, end;     /* where it records; end <= start: everywhere */
    bool rolled, recording;
    bool rearmed;           /* the setup is another than that of the last span */
    int64_t expected;       /* the position, if nothing jumps */
    uint32_t latency;
    bool choked;            /* there was no room for a mark: */
    struct record_mark first_lost;
};

/* Process thread, all of these, in the order of a cycle.  After the commands: what
 * is armed now, and which strips of the plan (or NULL) it belongs to. */
RT void capture_arm(struct capture *capture, const struct plan *plan);

/* Whether an input may be heard while nothing rolls. */
RT bool capture_is_heard(const struct capture *capture);

/* How many of `frames` frames from `position` on lie on one side of the punch's
 * edges. */
RT uint32_t capture_run(const struct capture *capture, int64_t position,
                        uint32_t frames);

/* Marks for the next span; returns whether it is recorded. */
RT bool capture_span(struct capture *capture, const struct capture_span *span);

/* The block's frames into rings and meters; missing channels are silent. */
RT void capture_frames(struct capture *capture, const float *const *in,
                       unsigned n_in, uint32_t frames);

/* Frames that the driver lost, `at` on the timeline. */
RT void capture_gap(struct capture *capture, int64_t at, uint32_t frames);

/* The block is through: readers may have it. */
RT void capture_end(struct capture *capture, uint32_t frames);

#endif

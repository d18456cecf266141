/* SPDX-License-Identifier: GPL-3.0-or-later */
/* delay.h: stereo sound, later by whole frames. */
#ifndef ENGINE_RT_DELAY_H
#define ENGINE_RT_DELAY_H

#include "base/base.h"

#include <stdbool.h>
#include <stdint.h>

struct delay {
    uint32_t size;  /* frames, a power of two */
    uint32_t at;    /* frames written since the last reset, mod 2^32 */
    uint32_t quiet; /* of these, how many at the end were silent; stops at `size` */
    float *line[2]; /* size frames each, zero beyond what was written */

    bool begun;        /* since the last reset */
    uint32_t now, was; /* the delay, and the one that it takes over from */
    uint32_t wait;     /* frames until the line holds what comes out now */
    uint32_t turned;   /* frames since then; DELAY_TURN: it has taken over */
};

/* Frames of a chunk, and in which a changed delay takes over. */
enum { DELAY_CHUNK = 256, DELAY_TURN = 256 };

/* Frames that a line needs for a delay of `frames` (2^30 at most). */
static inline uint32_t
delay_size(uint32_t frames)
{
    uint32_t size = 1024;

    while (size < frames + DELAY_CHUNK)
        size *= 2;
    return size;
}

/* Process thread or a helper: `n` frames (DELAY_CHUNK at most) in, and out at `io`
 * those that were written `frames` before (delay_size(frames) <= size).  `silent`:
 * what comes in is zeros.  Returns whether anything but zeros may have come out.
 * Another `frames` than before takes over in a crossfade, as soon as the line holds
 * so much. */
RT bool delay_run(struct delay *delay, uint32_t frames, float *const io[2],
                  uint32_t n, bool silent);

RT void delay_reset(struct delay *delay);

/* The same, where the sound has come through without a delay until now: it takes
 * over from that. */
RT void delay_reset_direct(struct delay *delay);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* aside.h: what sounds beside the song, as the process thread sees it. */
#ifndef ENGINE_RT_ASIDE_H
#define ENGINE_RT_ASIDE_H

#include "base/ring.h"
#include "engine/aside.h"

#include <stdatomic.h>

/* It begins within a millisecond and a third, so that what strikes at once still
 * strikes, and ends where its sound does, or is stopped, in eight. */
#define ASIDE_IN (1 / 750.0f)
#define ASIDE_OUT 0.008f

struct aside {
    struct ring *ring; /* of struct aside_frame */
    struct engine *engine;
    float in, out;     /* 1 / frames of the ramps */

    _Atomic float level;
    atomic_bool stop;
    _Atomic int64_t fed;   /* frames, by the feeding thread */
    atomic_bool fed_all;   /* it will not be more */
    _Atomic int64_t played;
    atomic_bool over;      /* the process thread has let go of it */
    int64_t enough;        /* frames to begin with */

    /* The process thread's. */
    bool begun;
    float now;  /* the level as it is */
    float fade; /* 1: it is not stopping; down to 0 */

    /* The main thread's. */
    bool dropped;
    bool given; /* the process thread may have it */
    struct aside *next;
};

struct aside_frame {
    float left, right;
};

struct aside_player {
    /* the main thread puts it, the process thread takes it */
    _Atomic(struct aside *) coming;
    struct aside *now;              /* the process thread's */
    struct aside *list;             /* the main thread's: all there are */
};

/* Process thread, once a block: add it to the first two outputs (to the one there
 * is). */
RT void aside_sound(struct aside_player *player, float *const *out, unsigned n_out,
                    uint32_t frames);

/* Main thread: free those that nobody has any more; all of them, when no cycle
 * runs. */
void aside_poll(struct aside_player *player);
void aside_free_all(struct aside_player *player);

#endif

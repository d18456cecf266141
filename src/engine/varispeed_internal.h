/* SPDX-License-Identifier: GPL-3.0-or-later */
/* varispeed_internal.h: what varispeed's set-up and its cycle share. */
#ifndef ENGINE_VARISPEED_INTERNAL_H
#define ENGINE_VARISPEED_INTERNAL_H

#include "engine/varispeed.h"

#include <stdatomic.h>

enum {
    ZEROS = 16,            /* zero crossings of the kernel on either side */
    STEPS = 512,           /* of the table between two of them */
    REACH = 2 * ZEROS,     /* frames on either side, at VARISPEED_MAX */
    BLOCK_MAX = 8192,
    ROOM = 2 * BLOCK_MAX + 4 * REACH, /* frames that wait to be read */
};

#define ONE_FRAME (INT64_C(1) << 32)

struct varispeed {
    struct engine *engine;
    _Atomic double target;
    /* the process thread's: the engine's sound passes as it is */
    _Atomic bool aside;
    float *kernel; /* ZEROS * STEPS + 2 */

    /* Process thread. */
    int64_t speed;  /* in ONE_FRAMEs: integers, so that no block's edge rounds */
    int64_t at;     /* where the next frame is read, in `wait`, likewise */
    uint32_t count; /* frames in `wait` */
    float *wait[2];
};

#endif

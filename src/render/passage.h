/* SPDX-License-Identifier: GPL-3.0-or-later */
/* passage.h: a stretch of the timeline out of an engine into writers. */
#ifndef RENDER_PASSAGE_H
#define RENDER_PASSAGE_H

#include "engine/engine.h"
#include "render/writers.h"

struct passage {
    const struct bounce_spec *spec;
    struct engine *engine;
    struct writers *writers;
    const unsigned *taps; /* of each file: its tap, or PASSAGE_MASTER */
    uint32_t rate, block, latency;
    int64_t from, to;     /* on the timeline */

    int64_t written;      /* frames, when it is over */
};

enum { PASSAGE_MASTER = UINT32_MAX >> 1 };

/* Calling thread, which becomes the process thread: render it.  Fails:
 * ST_CANCELLED, ST_NO_MEM, ST_BUSY (a writer has failed: writers_finish()
 * tells). */
NODISCARD enum status passage_run(struct passage *passage, struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* writers.h: threads that write what the calling thread has rendered.
 *
 * Sound travels in chunks of all files side by side.  A few are on the way at a
 * time: whoever renders waits when the writers are behind.  Each writer has files
 * of its own. */
#ifndef RENDER_WRITERS_H
#define RENDER_WRITERS_H

#include "render/outfile.h"

struct writers;

/* Planes of OUTFILE_MOST frames: planes[2 * file] is the file's left, the next its
 * right. */
struct chunk {
    uint32_t frames;
    float *planes[];
};

/* Main thread: `files` stay the caller's.  Fails, *out NULL: ST_NO_MEM, ST_IO (no
 * threads). */
NODISCARD enum status writers_new(struct writers **out,
                                  struct outfile *const *files, unsigned count,
                                  unsigned threads, struct fault *fault);

/* Calling thread: an empty chunk; waits for one.  It is given on with
 * writers_give(), in turn.  NULL: a writer has failed (writers_finish() tells). */
struct chunk *writers_take(struct writers *writers);
void writers_give(struct writers *writers, struct chunk *chunk);

/* Calling thread: wait until all that was given is written, and free the writers.
 * Returns what the first failing one said.  NULL is allowed. */
NODISCARD enum status writers_finish(struct writers *writers, struct fault *fault);

#endif

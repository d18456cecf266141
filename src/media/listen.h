/* SPDX-License-Identifier: GPL-3.0-or-later */
/* listen.h: the last minutes of what came in, on the disk, for «keep what I just
 * played».
 *
 * A folder with a file for each channel, of a size that it has from the start,
 * though it takes room on the disk only as it fills: behind a head of one page,
 * frame n of the input clock stands at n modulo that size, as a float, until frame
 * n + size takes its place.  Marks, in a file of their own, say how the timeline
 * stood to that clock.  Whoever is killed leaves files that listen_load() reads;
 * but for that they are removed in the end.
 *
 * Two threads: the writer's gives frames and marks, another reads; what is
 * overwritten while it is read counts as gone. */
#ifndef MEDIA_LISTEN_H
#define MEDIA_LISTEN_H

#include "base/fault.h"

#include <stdbool.h>
#include <stdint.h>

enum { LISTEN_MAX_CHANNELS = 128, LISTEN_SECONDS = 600 };

struct listen;

/* Main thread: listen into `folder`, which is made if it is not there; `seconds` of
 * each channel (0: LISTEN_SECONDS).  Fails, *out NULL: ST_EXISTS (there are rings
 * in it), ST_RANGE, ST_READ_ONLY, ST_NO_SPACE, ST_NO_MEM, ST_IO. */
NODISCARD enum status listen_open(struct listen **out, const char *folder,
                                  uint32_t rate, uint32_t seconds,
                                  struct fault *fault);

/* Main thread: what another left in `folder`, to be read only; what it was writing
 * when it was killed is not there.  Fails, *out NULL: ST_NOT_FOUND (no rings),
 * ST_NO_MEM, ST_IO. */
NODISCARD enum status listen_load(struct listen **out, const char *folder,
                                  struct fault *fault);

/* Main thread, when no other uses it: the files go, and the folder where it is
 * empty then; or everything stays.  NULL is allowed. */
void listen_close(struct listen *listen);
void listen_leave(struct listen *listen);

/* Main thread: what is in a folder that listen_load() cannot read goes likewise. */
void listen_discard(const char *folder);

uint32_t listen_rate(const struct listen *listen);

/* Writer thread: frames of a channel from `input` on; what was left out since the
 * last call is silence.  When it returns they outlive this process.  Where it fails
 * (ST_NO_SPACE, ST_IO, …) what was there may still be read. */
NODISCARD enum status listen_frames(struct listen *listen, unsigned channel,
                                    int64_t input, const float *x, size_t frames,
                                    struct fault *fault);

/* Writer thread: from `input` on the timeline rolls from `at`, or stands there;
 * `latency`: of the plan. */
struct listen_mark {
    int64_t input, at;
    uint32_t latency;
    bool rolls;
};
void listen_mark(struct listen *listen, const struct listen_mark *mark);

/* Any thread: from where to where a channel can be read; false: nothing of it. */
bool listen_span(struct listen *listen, unsigned channel, int64_t *from,
                 int64_t *end);

/* Any thread: frames from `from` on; those that are not there (any more, or yet)
 * are silence. *missing is how many.  Fails: ST_IO. */
NODISCARD enum status listen_read(struct listen *listen, unsigned channel,
                                  int64_t from, float *x, size_t frames,
                                  size_t *missing, struct fault *fault);

/* Any thread: the marks, oldest first; *count is how many.  The caller frees them;
 * NULL: none, or no memory. */
struct listen_mark *listen_marks(struct listen *listen, size_t *count);

/* Any thread: bytes that the channels will still take of the disk until all that
 * have begun are full; `more` channels are to begin. */
int64_t listen_growth(struct listen *listen, unsigned more);

#endif

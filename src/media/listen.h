/* SPDX-License-Identifier: GPL-3.0-or-later */
/* listen.h: the last minutes of what came in, on the disk, for «keep what I just
 * played».
 *
 * A folder with a file for each channel, of a size that it has from the start:
 * frame n of the input clock stands at n modulo that size, as a float, until frame
 * n + size takes its place.  Marks say how the timeline stood to that clock.  The
 * files mean nothing without this process: they are removed when it ends, and those
 * of another when it begins.
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
 * each channel (0: LISTEN_SECONDS).  Fails, *out NULL: ST_RANGE, ST_READ_ONLY,
 * ST_NO_SPACE, ST_NO_MEM, ST_IO. */
NODISCARD enum status listen_open(struct listen **out, const char *folder,
                                  uint32_t rate, uint32_t seconds,
                                  struct fault *fault);

/* Main thread, when no other uses it: the files go, and the folder.  NULL is
 * allowed. */
void listen_close(struct listen *listen);

/* Writer thread: frames of a channel from `input` on; what was left out since the
 * last call is silence.  The first ones take the room on the disk.  Where it fails
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

/* Any thread: the mark that holds at `input`: the last one at or before it; before
 * the first: that. */
struct listen_mark listen_at(struct listen *listen, int64_t input);

/* Any thread: the last stretch that rolled before `input`, in one piece: its mark,
 * and where on the clock it ended (`input` where it still rolls).  false: none is
 * known. */
bool listen_last_roll(struct listen *listen, int64_t input,
                      struct listen_mark *mark, int64_t *end);

#endif

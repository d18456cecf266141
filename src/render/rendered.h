/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rendered.h: the sound that a file holds, and a project where it once stood. */
#ifndef RENDER_RENDERED_H
#define RENDER_RENDERED_H

#include "render/bounce.h"
#include "store/store.h"

/* Any thread: the XXH3-128 of a stereo file's samples, as `file` in
 * render/bounce.h, and how many frames it has.  Fails as soundfile_open(), ST_KIND
 * (not stereo), ST_DAMAGED (it ends before its end), ST_CANCELLED. */
NODISCARD enum status rendered_hash(struct hash128 *out, int64_t *count,
                                    const char *path, const atomic_bool *cancel,
                                    struct fault *fault);

/* A copy of a project's database in a folder of its own. */
struct past {
    char folder[64];
    struct store *store; /* open on it, standing at the step */
};

/* Main thread: copy the project's database, beside a writer or not, and go to
 * `step` there. Fails, nothing left behind: ST_NOT_FOUND (no such step),
 * ST_DAMAGED, ST_NO_SPACE, ST_IO. */
NODISCARD enum status past_open(struct past *past, const char *folder, int64_t step,
                                struct fault *fault);

/* Main thread: close it and remove the copy.  One that is zeroed is no mistake. */
void past_close(struct past *past);

#endif

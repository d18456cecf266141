/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plainout.h: writes WAV, RF64 and AIFF: header, samples in big blocks, header
 * again. */
#ifndef MEDIA_PLAINOUT_H
#define MEDIA_PLAINOUT_H

#include "media/newfile.h"
#include "media/soundhead.h"

struct plainout;

/* Any thread, one at a time: begin in `file`, which stays the caller's, as do the
 * texts in `spec` until the end.  Fails, *out NULL: ST_NO_MEM and what the disk
 * says. */
NODISCARD enum status plainout_new(struct plainout **out, struct newfile *file,
                                   const struct soundhead_spec *spec,
                                   struct fault *fault);

/* The same thread: frames, one array a channel; returns what the disk says,
 * ST_RANGE where the format is full.  *off, if not NULL, grows by what
 * convert_write() returns. */
NODISCARD enum status plainout_write(struct plainout *out,
                                     const float *const planar[], size_t frames,
                                     int64_t *off, struct fault *fault);

/* The same thread: write what is left, and the sizes into the header. */
NODISCARD enum status plainout_end(struct plainout *out, struct fault *fault);

/* Free it; the file is not touched.  NULL is allowed. */
void plainout_free(struct plainout *out);

int64_t plainout_frames(const struct plainout *out);

#endif

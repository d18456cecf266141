/* SPDX-License-Identifier: GPL-3.0-or-later */
/* codecout.h: writes FLAC, Opus, Vorbis and MP3 through libsndfile. */
#ifndef MEDIA_CODECOUT_H
#define MEDIA_CODECOUT_H

#include "media/newfile.h"
#include "media/soundout.h"

struct codecout;

/* Any thread, one at a time: begin in `file`, which stays the caller's, at `rate`
 * Hz, which the format must have; of `spec` the format, bits, channels, quality and
 * rate (that of the origin) count, and tags; `comment` stands for the comment in
 * them.  Fails, *out NULL: ST_UNSUPPORTED, ST_NO_MEM and what the disk says. */
NODISCARD enum status codecout_new(struct codecout **out, struct newfile *file,
                                   const struct soundout_spec *spec, uint32_t rate,
                                   const char *comment, struct fault *fault);

/* The same thread, as soundout_write(). */
NODISCARD enum status codecout_write(struct codecout *out,
                                     const float *const planar[], size_t frames,
                                     int64_t *off, struct fault *fault);

/* The same thread: the last bytes.  Frees it in any case. */
NODISCARD enum status codecout_end(struct codecout *out, struct fault *fault);
void codecout_abort(struct codecout *out);

#endif

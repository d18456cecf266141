/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outfile.h: one file of a bounce: measured, hashed, dithered, written.
 *
 * A writer's thread, one at a time for a file; made and ended by the main
 * thread. */
#ifndef RENDER_OUTFILE_H
#define RENDER_OUTFILE_H

#include "render/bounce.h"

struct outfile;

enum { OUTFILE_MOST = 8192 }; /* frames of a call */

/* Fails, *out NULL, nothing left behind: ST_NO_MEM, and as soundout_open(). */
NODISCARD enum status outfile_new(struct outfile **out,
                                  const struct bounce_spec *spec,
                                  const struct bounce_file *file, uint32_t rate,
                                  struct fault *fault);

/* The next frames, left and right, OUTFILE_MOST at most; they are overwritten with
 * what is written.  Fails as soundout_write(). */
NODISCARD enum status outfile_feed(struct outfile *file, float *const planes[2],
                                   uint32_t frames, struct fault *fault);

/* After the last frame: what it was. */
void outfile_figures(struct outfile *file, struct bounce_figures *out);

/* Give the file its name, with a receipt (NULL: none); frees `file` in any case.
 * Fails as soundout_close(). */
NODISCARD enum status outfile_close(struct outfile *file, const char *receipt,
                                    struct fault *fault);

/* NULL is allowed. */
void outfile_abort(struct outfile *file);

#endif

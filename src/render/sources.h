/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sources.h: a project's sound files as the engine's streams read them. */
#ifndef RENDER_SOURCES_H
#define RENDER_SOURCES_H

#include "base/fault.h"
#include "model/model.h"

#include <stddef.h>

struct streams;

enum { SOURCES_PATH_SIZE = 4096 };

/* Any thread: the full path of a source's file in the project's folder.  ST_RANGE:
 * it climbs out of the project, or is too long. */
NODISCARD enum status sources_path(const char *folder,
                                   const struct row_source *source,
                                   char path[SOURCES_PATH_SIZE],
                                   struct fault *fault);

/* Any thread: whether a source's file is there and is what it was: ST_DIFFERS:
 * another rate, another number of channels, cut short; ST_UNSUPPORTED: compressed;
 * and why it cannot be opened.  The remedy says what becomes of its clips. */
NODISCARD enum status sources_look(const char *folder,
                                   const struct row_source *source,
                                   struct fault *fault);

/* Main thread: give the streams every source of the model that they do not have
 * yet.  A file that is missing, was replaced (another rate or number of channels),
 * is compressed or cannot be read is told to `offline` (may be NULL) and left out:
 * its clips are silent.  One that is cut short is told, too, and plays what it has.
 * Returns how many were told. */
size_t sources_feed(struct streams *streams, const struct model *model,
                    const char *folder,
                    void (*offline)(void *user, const struct row_source *source,
                                    const struct fault *fault),
                    void *user);

#endif

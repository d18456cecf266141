/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newfile.h: a file that is there when it is whole, and not before.
 *
 * It is written under a temporary name (NEWFILE_PREFIX…) in the folder where it
 * will stand.  Whoever is killed leaves that behind, under a name that tells. */
#ifndef MEDIA_NEWFILE_H
#define MEDIA_NEWFILE_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NEWFILE_PREFIX ".remanence-"

enum { NEWFILE_PATH_SIZE = 4096 };

struct newfile {
    int fd; /* to write to and to read from; -1: not begun, or ended */
    char path[NEWFILE_PATH_SIZE];
    char temp[NEWFILE_PATH_SIZE + 64];
};

enum newfile_taken { NEWFILE_FAIL, NEWFILE_REPLACE, NEWFILE_NUMBER };

/* Any thread, as all of these, one at a time for a file.  Begin a file that will be
 * `path`. Fails, nothing left behind: ST_RANGE (too long a path), and what the disk
 * says. */
NODISCARD enum status newfile_begin(struct newfile *file, const char *path,
                                    struct fault *fault);

/* Write all of it, at the descriptor's position or at a place of its own. */
NODISCARD enum status newfile_write(struct newfile *file, const void *bytes,
                                    size_t size, struct fault *fault);
NODISCARD enum status newfile_write_at(struct newfile *file, const void *bytes,
                                       size_t size, int64_t at,
                                       struct fault *fault);

/* Put it on the disk (`sync`: wait until it is there) and give it its name.  Where
 * that is taken: ST_EXISTS, or replace, or go on to «name-2.wav» and so on
 * (file->path tells).  Ends the file in any case; where it fails, nothing is left
 * behind. */
NODISCARD enum status newfile_commit(struct newfile *file, enum newfile_taken taken,
                                     bool sync, struct fault *fault);

/* Take it back.  Nothing happens to a file that has ended. */
void newfile_abort(struct newfile *file);

#endif

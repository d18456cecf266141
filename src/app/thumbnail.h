/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thumbnail.h: what a song looks like from so far away that it fits on a stamp: its
 * tracks in their colours, and how loud they are along the song.
 *
 * It lies in the song's peaks/, which is a cache: it may be deleted at any time. */
#ifndef APP_THUMBNAIL_H
#define APP_THUMBNAIL_H

#include "app/job.h"
#include "app/session.h"

#include <stdbool.h>
#include <stdint.h>

enum { THUMBNAIL_COLUMNS = 240, THUMBNAIL_ROWS = 24 };

struct thumbnail {
    int64_t step; /* of the history, that it shows */
    unsigned rows;
    uint32_t colors[THUMBNAIL_ROWS]; /* 0xRRGGBB */
    /* 0: nothing is there; else how loud, 1 … 255, from silence to full scale as it
     * is drawn (the peak's square root). */
    uint8_t levels[THUMBNAIL_ROWS][THUMBNAIL_COLUMNS];
};

/* Any thread: the thumbnail of the song in a folder.  ST_NOT_FOUND, ST_DAMAGED
 * (*out is then empty), and what the disk says. */
NODISCARD enum status thumbnail_load(const char *folder, struct thumbnail *out,
                                     struct fault *fault);

/* Main thread: whether the song has changed since, or has none. */
bool thumbnail_is_stale(const char *folder);

/* Main thread: begin to make it, of the song as it stands in that folder, open or
 * not, as a job; where that succeeds, title and length in the list of recent songs
 * (app/recent.h) are the song's again, too.  It comes to ST_READ_ONLY and the like
 * where the song cannot be written.  Fails as job_start(). */
NODISCARD enum status thumbnail_begin(struct job **out, const char *folder,
                                      struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.h: sound files into a project's folder.
 *
 * A PCM or float file at the project's rate is taken as it is (a reflink where the
 * disk can, else copied), hashed and turned into peaks in one pass.  Everything
 * else is decoded, brought to the project's rate and written as WAV (RF64 where it
 * must be): 24 bits where the source has no more and its rate is kept, else 32-bit
 * float.  At a new rate the sound has round(frames * to / from) frames and begins
 * where it began.
 *
 * Files get names of their own in audio/, after the origin's; nothing is
 * overwritten, and nothing half-written is left behind. */
#ifndef MEDIA_IMPORT_H
#define MEDIA_IMPORT_H

#include "base/fault.h"
#include "media/soundfile.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IMPORT_MAX_CHANNELS = 32, IMPORT_PATH_SIZE = 4096 };

struct import_job {
    const char *path;    /* the file */
    const char *project; /* its folder; audio/ and peaks/ are made if missing */
    uint32_t rate;       /* the project's */
    bool reference;      /* leave the file where it is */
    bool split;          /* one mono file a channel */

    /* Called by the thread that does the job, and now and then: `part` goes from 0
     * to 1, `bytes` have been read so far.  NULL: nobody asks. */
    void (*progress)(void *user, double part, int64_t bytes);
    void *user;
    const atomic_bool *cancel; /* set by any thread; NULL: cannot be cancelled */
};

/* One source that came of it. */
struct import_source {
    char path[IMPORT_PATH_SIZE]; /* audio/…, or absolute if it is referenced */
    unsigned channel;            /* of a split file, which channel; else 0 */
    unsigned channels;
    int64_t length; /* frames at the project's rate */
    int64_t bytes;
    char hash[33]; /* XXH3-128 of the file's bytes, hexadecimal */
};

struct import_result {
    enum status status;
    struct fault fault;            /* if status is not ST_OK */
    struct import_source *sources; /* one, or one a channel */
    size_t count;
    char name[256];  /* the origin's name without folder and ending, in UTF-8 */
    char title[256]; /* from its tags; may be empty */
    bool has_start;  /* its origin tells where it belongs: */
    int64_t start;   /* frames at the project's rate (BWF time reference) */
    bool converted;  /* decoded and written anew */
    bool resampled;
    uint32_t rate;      /* of the origin */
    int64_t not_finite; /* samples that were no numbers, and are 0 now */
    char warning[256];  /* one line for the user, or "" */
};

/* Any thread: do one job.  The result is filled in any case, and freed by
 * import_result_clear().  Returns result->status: ST_CANCELLED, ST_NO_SPACE,
 * ST_UNSUPPORTED (too many channels; a reference that would have to be converted),
 * and what soundfile_open() says.  After a failure nothing is left behind but what
 * was there. */
enum status import_file(const struct import_job *job, struct import_result *result);

/* Any thread: do `count` jobs, `threads` at a time (0: as many as there are
 * processors); results[i] belongs to jobs[i].  One failing job does not stop the
 * others.  Returns ST_OK, or the status of the first result that failed. */
enum status import_many(const struct import_job jobs[], size_t count,
                        unsigned threads, struct import_result results[]);

void import_result_clear(struct import_result *result);

#endif

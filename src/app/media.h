/* SPDX-License-Identifier: GPL-3.0-or-later */
/* media.h: sound files into an open song.  Main thread, all of it. */
#ifndef APP_MEDIA_H
#define APP_MEDIA_H

#include "app/job.h"
#include "app/session.h"
#include "base/fault.h"
#include "media/import.h"

#include <stdatomic.h>

struct media_spec {
    const char *const *paths;
    size_t count;
    const char *track; /* all of it to this track, which is made if it is not there;
                          NULL: a track for each file, named after it */
    /* of that track, made if it is not there; NULL: the playing one; "": a new lane
     * for each file, as takes */
    const char *lane;
    bool has_at;      /* at this place; else where the file says (BWF), else at 0 */
    struct when at;
    bool in_a_row;       /* one after the other, not side by side */
    bool reference;      /* leave the files where they are */
    unsigned threads;    /* 0: as many as there are processors */

    /* Called by any thread, and now and then: how far all of it is, 0 … 1. */
    void (*progress)(void *user, double part);
    /* Called by the main thread for each file, when those that could be read are in
     * the song; never where the return says that none is. */
    void (*done)(void *user, const char *path, const struct import_result *result);
    void *user;
    const atomic_bool *cancel; /* NULL: cannot be cancelled */
};

/* Import the files and put them on the timeline: one step of the history.  A stereo
 * file makes a stereo track; one of more channels, mono tracks.  Files that cannot
 * be imported are told to `done`, and the others come in all the same: then the
 * return is the first one's status and its fault.  ST_CANCELLED: nothing came
 * in. */
NODISCARD enum status media_import(struct session *session,
                                   const struct media_spec *spec,
                                   struct fault *fault);

/* Begin the same as a job: the files are read by others, and come into the song in
 * the job_poll() that finds them read, as that returns; `done` is called from
 * there, and must stand until then.  The song may be edited meanwhile; it stays
 * open until the job is freed.  `progress` and `cancel` are the job's.  A job that
 * is freed too early leaves nothing behind.  Fails, *out NULL, before it begins:
 * ST_READ_ONLY, ST_KIND (a track without clips), and as job_start(). */
NODISCARD enum status media_import_begin(struct job **out, struct session *session,
                                         const struct media_spec *spec,
                                         struct fault *fault);

/* Any thread: whether a file of that name may be one that can be imported, by its
 * ending. */
bool media_is_sound_name(const char *name);

#endif

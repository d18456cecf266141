/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bounce.h: an open song into files, as people ask for it.  Main thread, all of
 * it. */
#ifndef APP_BOUNCE_H
#define APP_BOUNCE_H

#include "app/job.h"
#include "app/session.h"
#include "render/bounce.h"
#include "render/verify.h"

struct bounce_order {
    const char *path;        /* of the master */
    bool stems;              /* a file for each track, too: «master - Bass.wav» */
    bool master;             /* the master itself */
    frames_t from, to;       /* to <= from: to the end of the last clip */
    bool tail;
    const char *format;      /* NULL: by the path's ending, else WAV */
    enum soundout_bits bits;
    enum dither_kind dither;
    double quality;
    /* NULL: as the song says (title, artist), else none */
    const char *tags[SOUND_TAGS];
    bool replace, no_receipt;
    unsigned threads;
    uint32_t block;
    void (*progress)(void *user, const struct bounce_progress *progress);
    void (*offline)(void *user, const struct row_source *source,
                    const struct fault *fault);
    void *user;
    const atomic_bool *cancel;
};

/* What was made: the files, and what is known of each.  bounce_made_clear() it. */
struct bounce_made {
    struct bounce_result result;
    char **paths;
    struct bounce_figures *figures;
    unsigned count;
    bool has_master; /* the first of them */
    uint32_t rate;
};

/* Render the song as it is.  Title, artist and the song's name go into the files'
 * tags.  Fails as bounce_run(), and ST_SYNTAX: no such format; ST_READ_ONLY: the
 * file would lie among the song's own (its folder but for bounces/) or on sound
 * that the song plays. */
NODISCARD enum status bounce_song(struct session *session,
                                  const struct bounce_order *order,
                                  struct bounce_made *made, struct fault *fault);
void bounce_made_clear(struct bounce_made *made);

/* Begin the same as a job, which opens the song by itself, as it stands now: it
 * plays on meanwhile, and may be edited.  `done` is called from job_poll() when the
 * files are there, and owns what was made (bounce_made_clear()).  The order's
 * callbacks, `user` and `cancel` are the job's.  Fails, *out NULL, as
 * job_start(). */
NODISCARD enum status bounce_begin(struct job **out, struct session *session,
                                   const struct bounce_order *order,
                                   void (*done)(void *user,
                                                struct bounce_made *made),
                                   void *user, struct fault *fault);

/* verify_file() with the devices that come with the program. */
NODISCARD enum status bounce_verify(const struct verify_spec *spec,
                                    struct verify_result *result,
                                    struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* audition_internal.h: one file that is heard, and the worker that feeds it. */
#ifndef APP_AUDITION_INTERNAL_H
#define APP_AUDITION_INTERNAL_H

#include "app/audition.h"
#include "app/job.h"

#include <stdatomic.h>

struct aside;

/* The job's, until it is freed. */
struct audition_feed {
    struct aside *aside; /* stays longer */
    uint32_t rate;       /* of the song */
    char *path;
    double from;            /* seconds */
    _Atomic int64_t begun;  /* where, frames at that rate */
    _Atomic int64_t length; /* likewise; -1: not known */
};

/* Begin to feed; `feed` and its path are released by the job.  Fails as
 * job_start(). */
NODISCARD enum status audition_feed_begin(struct job **out,
                                          struct audition_feed *feed,
                                          struct fault *fault);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.h: work that takes its time, done by a thread of its own beside the main
 * thread.
 *
 * A job is begun, looked at now and then, and freed.  Its work touches nothing that
 * the main thread has; what comes of it is made true by the main thread, when it
 * looks. */
#ifndef APP_JOB_H
#define APP_JOB_H

#include "base/fault.h"

#include <stdatomic.h>
#include <stdbool.h>

struct job;

struct job_kind {
    /* The job's own thread, which gives way to all that play unless `prompt`: do
     * it, asking job_cancel_flag() and telling job_progress() on the way. */
    enum status (*work)(struct job *job, void *user, struct fault *fault);

    /* Main thread, within the job_poll() that finds the work done, well or not:
     * make it true.  What it returns is what the job comes to.  NULL: nothing to
     * do. */
    enum status (*finish)(void *user, enum status status, struct fault *fault);

    /* Main thread: free it, finished or not.  NULL: whoever began the job does. */
    void (*release)(void *user);

    bool prompt; /* somebody waits for it: it does not give way */
};

/* Main thread: begin; `user` is released by the job, which is the caller's.  Fails,
 * *out NULL and `user` released: ST_NO_MEM, and what keeps the system from a
 * thread. */
NODISCARD enum status job_start(struct job **out, const struct job_kind *kind,
                                void *user, struct fault *fault);

/* Main thread: cancel it, wait until it has noticed (some milliseconds, while a
 * block of sound is read or rendered), and free it.  NULL is allowed. */
void job_free(struct job *job);

/* Main thread, when the program ends: leave its thread to itself, which may be
 * waiting for a dead disk, and must neither write nor hold anything that has to be
 * closed.  Nothing is released. */
void job_leave(struct job *job);

/* Main thread: let it end as ST_CANCELLED as soon as it can; job_poll() tells. */
void job_cancel(struct job *job);

struct job_state {
    double part;         /* 0 … 1 */
    double seconds_left; /* as far as can be told; below 0: not yet */
    bool over;
    enum status status;  /* when it is over */
    struct fault fault;  /* unless that is ST_OK */
};

/* Main thread, some ten times a second; whether it is over. */
bool job_poll(struct job *job, struct job_state *out);

/* Main thread: wait until it is over. */
void job_wait(struct job *job, struct job_state *out);

/* Any thread that works for the job: how far it is, 0 … 1; and whether to give
 * up. */
void job_progress(struct job *job, double part);
const atomic_bool *job_cancel_flag(const struct job *job);

/* Any thread: how many threads may work beside a song that plays. */
unsigned job_threads(void);

#endif

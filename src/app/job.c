/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/job.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { NICE = 5 };

/* From here on an estimate of the time left is worth telling. */
#define TELLING_SECONDS 0.5
#define TELLING_PART 0.01

struct job {
    const struct job_kind *kind;
    void *user;
    pthread_t thread;
    struct timespec begun;
    atomic_bool cancel;
    atomic_bool done;     /* the thread has come to its end: what it left is ours */
    _Atomic double part;
    enum status status;
    struct fault fault;
    bool over; /* and finished, by the main thread */
};

static void *
run(void *user)
{
    struct job *job = user;

    /* Linux: of this thread alone, and of those that it begins. */
    if (!job->kind->prompt)
        (void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
    job->status = job->kind->work(job, job->user, &job->fault);
    atomic_store_explicit(&job->done, true, memory_order_release);
    return NULL;
}

static void
release(const struct job_kind *kind, void *user)
{
    if (kind->release)
        kind->release(user);
}

enum status
job_start(struct job **out, const struct job_kind *kind, void *user,
          struct fault *fault)
{
    struct job *job = calloc(1, sizeof *job);

    *out = NULL;
    if (!job) {
        release(kind, user);
        return fault_errno(fault, ENOMEM, NULL);
    }
    job->kind = kind;
    job->user = user;
    clock_gettime(CLOCK_MONOTONIC, &job->begun);
    const int error = pthread_create(&job->thread, NULL, run, job);
    if (error) {
        release(kind, user);
        free(job);
        return fault_errno(fault, error, NULL);
    }
    *out = job;
    return ST_OK;
}

void
job_free(struct job *job)
{
    if (!job)
        return;
    job_cancel(job);
    if (!job->over)
        pthread_join(job->thread, NULL);
    release(job->kind, job->user);
    free(job);
}

void
job_leave(struct job *job)
{
    job_cancel(job);
    pthread_detach(job->thread);
}

void
job_cancel(struct job *job)
{
    atomic_store_explicit(&job->cancel, true, memory_order_relaxed);
}

static void
finish(struct job *job)
{
    pthread_join(job->thread, NULL);
    job->over = true;
    if (job->kind->finish)
        job->status = job->kind->finish(job->user, job->status, &job->fault);
}

static double
seconds_left(const struct job *job, double part)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    const double gone = (double)(now.tv_sec - job->begun.tv_sec)
                        + 1e-9 * (double)(now.tv_nsec - job->begun.tv_nsec);
    if (gone < TELLING_SECONDS || part < TELLING_PART)
        return -1.0;
    return gone * (1.0 - part) / part;
}

bool
job_poll(struct job *job, struct job_state *out)
{
    if (!job->over && atomic_load_explicit(&job->done, memory_order_acquire))
        finish(job);

    const double part = atomic_load_explicit(&job->part, memory_order_relaxed);
    *out = (struct job_state){.part = part, .over = job->over};
    if (!job->over) {
        out->seconds_left = seconds_left(job, part);
        return false;
    }
    out->part = job->status ? part : 1.0;
    out->status = job->status;
    if (job->status)
        out->fault = job->fault;
    return true;
}

void
job_wait(struct job *job, struct job_state *out)
{
    if (!job->over)
        finish(job);
    (void)job_poll(job, out);
}

void
job_progress(struct job *job, double part)
{
    atomic_store_explicit(&job->part, part < 0.0 ? 0.0 : part > 1.0 ? 1.0 : part,
                          memory_order_relaxed);
}

const atomic_bool *
job_cancel_flag(const struct job *job)
{
    return &job->cancel;
}

unsigned
job_threads(void)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);

    return processors > 2 ? (unsigned)processors - 1 : 1;
}

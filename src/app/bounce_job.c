/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bounce_job.c: a bounce beside the main thread.  The song that it renders is not
 * the one that is edited but a second one, read from the same database as it stood
 * when the bounce was ordered, so that the two share nothing. */
#include "app/bounce.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct bounce_job {
    char *folder;
    int64_t step;
    struct bounce_order order;
    struct bounce_made made;
    bool is_made;
    struct job *job;
    void (*done)(void *user, struct bounce_made *made);
    void *user;
};

static void
on_progress(void *user, const struct bounce_progress *progress)
{
    struct bounce_job *bounce = user;

    job_progress(bounce->job, progress->part);
}

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct bounce_job *bounce = user;
    struct session *session;

    bounce->job = job;
    bounce->order.user = bounce;
    bounce->order.cancel = job_cancel_flag(job);
    enum status status
        = session_open_at(&session, bounce->folder, bounce->step, fault);
    if (status)
        return status;
    status = bounce_song(session, &bounce->order, &bounce->made, fault);
    bounce->is_made = !status;
    session_close(session);
    return status;
}

static enum status
finish(void *user, enum status status, struct fault *fault)
{
    struct bounce_job *bounce = user;

    (void)fault;
    if (bounce->is_made && bounce->done) {
        bounce->is_made = false;
        bounce->done(bounce->user, &bounce->made);
    }
    return status;
}

static void
release(void *user)
{
    struct bounce_job *bounce = user;

    if (bounce->is_made)
        bounce_made_clear(&bounce->made);
    free(bounce->folder);
    free((char *)bounce->order.path);
    free((char *)bounce->order.format);
    for (size_t i = 0; i < SOUND_TAGS; i++)
        free((char *)bounce->order.tags[i]);
    free(bounce);
}

static bool
copy_text(const char **to, const char *from)
{
    *to = from ? strdup(from) : NULL;
    return *to || !from;
}

static bool
copy_order(struct bounce_job *bounce, const struct bounce_order *order)
{
    struct bounce_order *own = &bounce->order;
    bool copied;

    *own = *order;
    own->progress = on_progress;
    own->offline = NULL;
    own->threads = order->threads ? order->threads : job_threads();
    copied = copy_text(&own->path, order->path);
    copied = copy_text(&own->format, order->format) && copied;
    for (size_t i = 0; i < SOUND_TAGS; i++)
        copied = copy_text(&own->tags[i], order->tags[i]) && copied;
    return copied;
}

enum status
bounce_begin(struct job **out, struct session *session,
             const struct bounce_order *order,
             void (*done)(void *user, struct bounce_made *made), void *user,
             struct fault *fault)
{
    static const struct job_kind KIND
        = {.work = work, .finish = finish, .release = release};
    struct bounce_job *bounce = calloc(1, sizeof *bounce);

    *out = NULL;
    if (!bounce)
        return fault_errno(fault, ENOMEM, order->path);
    bounce->step = store_here(session_store(session));
    bounce->done = done;
    bounce->user = user;
    bounce->folder = strdup(session_folder(session));
    if (!copy_order(bounce, order) || !bounce->folder) {
        release(bounce);
        return fault_errno(fault, ENOMEM, order->path);
    }
    return job_start(out, &KIND, bounce, fault);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that waits for disks, so that the writer need not: what has come in
 * goes on to the kernel, where it outlives this process, while a file is put on its
 * disk, or closed. Those that end go first. */
#include "engine/record_internal.h"

enum { WATCH_MS = 100 };
static const int64_t SYNC_NS = 1500000000;

/* With the lock: the take to be closed, or else synced now, or NULL. */
static struct record_take *
due(struct recorder *recorder)
{
    const int64_t now = recorder_now();
    struct record_take *found = NULL;

    for (struct record_take *take = recorder->takes; take; take = take->next) {
        if (take->state == TAKE_CLOSES)
            return take;
        if (!found && take->state == TAKE_WRITES && now >= take->synced + SYNC_NS)
            found = take;
    }
    return found;
}

/* With the lock, which is let go of meanwhile, as in the next. */
static void
sync_take(struct recorder *recorder, struct record_take *take)
{
    const int64_t began = recorder_now();
    struct fault fault = {0};

    pthread_mutex_unlock(&recorder->lock);
    fault.status = take->sink.sync(take->sink.user, &fault);
    take_tell_stall(recorder, take, recorder_now() - began);
    pthread_mutex_lock(&recorder->lock);
    take->synced = recorder_now();
    if (fault.status && !take->fault.status)
        take->fault = fault;
}

static void
close_take(struct recorder *recorder, struct record_take *take)
{
    struct fault fault = take->fault, last = {0};

    pthread_mutex_unlock(&recorder->lock);
    if (!fault.status)
        fault.status = take->sink.sync(take->sink.user, &fault);
    last.status = take->sink.close(take->sink.user, &last);
    if (!fault.status && last.status)
        fault = last;
    pthread_mutex_lock(&recorder->lock);
    take_tell_end(recorder, take, &fault);
}

void *
recorder_sync(void *user)
{
    struct recorder *recorder = user;

    pthread_setname_np(pthread_self(), "rem-syncer");
    pthread_mutex_lock(&recorder->lock);
    for (;;) {
        struct record_take *take = due(recorder);

        if (take && take->state == TAKE_CLOSES)
            close_take(recorder, take);
        else if (take)
            sync_take(recorder, take);
        else if (recorder->written)
            break;
        else
            recorder_wait(recorder, &recorder->sync, WATCH_MS);
    }
    pthread_mutex_unlock(&recorder->lock);
    return NULL;
}

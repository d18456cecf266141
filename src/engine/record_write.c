/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer thread: some fifty times a second it reads the marks, then writes all
 * that has come in, a piece of each take in turn.  It reads how far the frames are
 * before it reads the marks: each mark about them is in the ring by then.  It may
 * stand still in a sink for as long as the rings hold; what it has missed it makes
 * up for. */
#include "engine/record_internal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TURN_MS = 20, IDLE_MS = 100 };

size_t
recorder_copy(const struct capture *capture, int channel, int64_t from, float *to,
              size_t frames_)
{
    const _Atomic uint32_t *data = atomic_load_explicit(
        &capture->channels[channel].data, memory_order_acquire);
    const int64_t since = atomic_load_explicit(&capture->channels[channel].since,
                                               memory_order_relaxed);
    int64_t at = from >= 0 ? from % capture->size : 0;

    for (size_t i = 0; i < frames_; i++) {
        const uint32_t bits = atomic_load_explicit(&data[at], memory_order_relaxed);

        memcpy(&to[i], &bits, sizeof bits);
        at = at + 1 == capture->size ? 0 : at + 1;
    }
    atomic_thread_fence(memory_order_acquire);

    const int64_t oldest =
        atomic_load_explicit(&capture->claimed, memory_order_relaxed)
        - capture->size;
    const int64_t whole = oldest > since ? oldest : since;
    const size_t none = whole <= from                     ? 0
                        : whole - from > (int64_t)frames_ ? frames_
                                                          : (size_t)(whole - from);
    memset(to, 0, none * sizeof *to);
    if (oldest <= from)
        return 0;
    return oldest - from > (int64_t)frames_ ? frames_ : (size_t)(oldest - from);
}

/* --- the listener ------------------------------------------------------------- */

static void
listen_channel(struct recorder *recorder, unsigned channel, int64_t written)
{
    const struct capture *capture = recorder->capture;
    const struct capture_channel *from = &capture->channels[channel];
    const int64_t since = atomic_load_explicit(&from->since, memory_order_relaxed);
    int64_t *at = &recorder->heard[channel];

    if (since == INT64_MAX
        || !atomic_load_explicit(&from->data, memory_order_acquire))
        return;
    if (*at < since)
        *at = since;
    while (*at < written) {
        const size_t n =
            written - *at < RECORD_CHUNK ? written - *at : RECORD_CHUNK;
        const size_t gone =
            recorder_copy(capture, channel, *at, recorder->chunk[0], n);

        if (gone < n
            && recorder->listener->frames(recorder->listener->user, channel,
                                          *at + gone, recorder->chunk[0] + gone,
                                          n - gone)) {
            *at = INT64_MAX;
            return;
        }
        *at += n;
    }
}

static void
listen(struct recorder *recorder, int64_t written)
{
    const unsigned n =
        atomic_load_explicit(&recorder->capture->n_channels, memory_order_acquire);

    pthread_mutex_lock(&recorder->listening);
    for (unsigned i = 0; recorder->listener && i < n; i++)
        listen_channel(recorder, i, written);
    pthread_mutex_unlock(&recorder->listening);
}

/* --- a turn ------------------------------------------------------------------- */

static void
read_marks(struct recorder *recorder)
{
    struct record_mark marks[64];
    uint32_t count;

    while ((count = ring_read(recorder->capture->marks, marks, COUNT(marks))) > 0) {
        pthread_mutex_lock(&recorder->lock);
        for (uint32_t i = 0; i < count; i++)
            takes_mark(recorder, &marks[i]);
        pthread_mutex_unlock(&recorder->lock);
        pthread_mutex_lock(&recorder->listening);
        for (uint32_t i = 0; i < count; i++) {
            if (marks[i].kind == MARK_ROLL || marks[i].kind == MARK_HALT)
                recorder->relation = marks[i];
            if (recorder->listener)
                recorder->listener->mark(recorder->listener->user, &marks[i]);
        }
        pthread_mutex_unlock(&recorder->listening);
    }
}

/* Setups that no mark to come will name. */
static void
free_setups(struct recorder *recorder, uint64_t taken)
{
    pthread_mutex_lock(&recorder->lock);
    for (struct capture_setup **at = &recorder->setups; *at;) {
        struct capture_setup *setup = *at;

        if (setup->serial >= taken) {
            at = &setup->next;
            continue;
        }
        *at = setup->next;
        free(setup);
    }
    pthread_mutex_unlock(&recorder->lock);
}

/* Takes are added by this thread alone, and the main thread frees those that have
 * ended: so the next one is looked up with the lock.  Returns whether there is more
 * to do. */
static bool
write_takes(struct recorder *recorder, int64_t written)
{
    uint64_t last = 0;
    bool more = false;

    for (;;) {
        pthread_mutex_lock(&recorder->lock);
        struct record_take *take = recorder->takes;
        while (take && (take->id <= last || take->state >= TAKE_CLOSES))
            take = take->next;
        pthread_mutex_unlock(&recorder->lock);
        if (!take)
            return more;
        last = take->id;
        more |= take_write(recorder, take, written);
    }
}

/* How far the slowest take is behind; whether any runs. */
static bool
measure(struct recorder *recorder, int64_t written)
{
    bool any = false;

    pthread_mutex_lock(&recorder->lock);
    recorder->seen = written;
    recorder->behind = 0;
    for (const struct record_take *take = recorder->takes; take;
         take = take->next) {
        if (take->state >= TAKE_CLOSES)
            continue;
        any = true;
        if (written - take->at > recorder->behind)
            recorder->behind = written - take->at;
    }
    atomic_store(&recorder->capture->drained, written - recorder->behind);
    pthread_mutex_unlock(&recorder->lock);
    return any;
}

static bool
turn(struct recorder *recorder, bool finish)
{
    struct capture *capture = recorder->capture;
    const uint64_t taken =
        atomic_load_explicit(&capture->taken, memory_order_acquire);
    int64_t written = atomic_load_explicit(&capture->written, memory_order_acquire);

    read_marks(recorder);
    free_setups(recorder, taken);
    if (finish) {
        pthread_mutex_lock(&recorder->lock);
        takes_finish(recorder, written);
        pthread_mutex_unlock(&recorder->lock);
    }
    while (write_takes(recorder, written)) {
        written = atomic_load_explicit(&capture->written, memory_order_acquire);
        read_marks(recorder);
    }
    listen(recorder, written);
    return measure(recorder, written);
}

int64_t
recorder_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

void
recorder_wait(struct recorder *recorder, pthread_cond_t *cond, int ms)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms * 1000000L;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(cond, &recorder->lock, &until);
}

void *
recorder_write(void *user)
{
    struct recorder *recorder = user;
    bool any = false;

    pthread_setname_np(pthread_self(), "rem-writer");
    for (;;) {
        pthread_mutex_lock(&recorder->lock);
        if (!recorder->quit && !recorder->finish)
            recorder_wait(recorder, &recorder->wake,
                          any || recorder->capture->n_channels ? TURN_MS : IDLE_MS);
        const bool quit = recorder->quit;
        const bool finish = recorder->finish || quit;
        recorder->finish = false;
        pthread_mutex_unlock(&recorder->lock);

        any = turn(recorder, finish);
        if (quit && !any)
            return NULL;
    }
}

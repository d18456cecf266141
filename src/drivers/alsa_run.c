/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process thread of the ALSA driver: waits until a block is captured and there
 * is room for one to be played, and calls the cycle between the two.
 *
 * At an xrun both directions are started anew.  How many frames went by is told by
 * the clock: from when the last cycle's frames were there until the device ran
 * again. */
#include "config.h"

#if HAVE_ALSA

#include "base/rt.h"
#include "drivers/alsa_private.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

/* A device that moves nothing for so long is stuck; so is one that cannot be
 * started again so often. */
enum { PATIENCE_MS = 2000, GLANCE_MS = 100, RESUME_MS = 1, TRIES = 10 };
static const int64_t SECOND = 1000000000;

static int64_t
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

static bool
is_quitting(struct alsa_driver *self)
{
    return atomic_load_explicit(&self->quit, memory_order_acquire);
}

static void
silence(struct alsa_stream *stream, uint32_t block)
{
    for (unsigned c = 0; c < stream->channels; c++)
        memset(stream->channel[c], 0, block * sizeof(float));
}

/* Fill what is to be kept ahead; whole blocks, the last may be shorter. */
static int
fill(struct alsa_driver *self)
{
    struct alsa_stream *stream = &self->playback;
    const uint32_t block = self->driver.config.block;
    snd_pcm_uframes_t left = stream->buffer - stream->need + block;

    silence(stream, block);
    while (left > 0) {
        const snd_pcm_uframes_t count = left < block ? left : block;
        /* Asks how much room there is, without which none is given. */
        const snd_pcm_sframes_t room = snd_pcm_avail_update(stream->pcm);

        if (room < 0)
            return (int)room;
        if ((snd_pcm_uframes_t)room < count)
            return 0;
        const int error = alsa_stream_move(stream, count);
        if (error)
            return error;
        left -= count;
    }
    return 0;
}

static int
resume(snd_pcm_t *pcm)
{
    const struct timespec moment = {.tv_nsec = RESUME_MS * 1000000l};
    int error = -EAGAIN;

    if (snd_pcm_state(pcm) != SND_PCM_STATE_SUSPENDED)
        return 0;
    for (int ms = 0; ms < PATIENCE_MS && error == -EAGAIN; ms++) {
        error = snd_pcm_resume(pcm);
        nanosleep(&moment, NULL);
    }
    return 0; /* who cannot be resumed is prepared */
}

static int
start_again(struct alsa_driver *self)
{
    struct alsa_stream *playback = &self->playback, *capture = &self->capture;
    int error = 0;

    if (playback->pcm) {
        (void)resume(playback->pcm);
        (void)snd_pcm_drop(playback->pcm);
        error = snd_pcm_prepare(playback->pcm);
    }
    if (!error && capture->pcm && !self->linked) {
        (void)resume(capture->pcm);
        (void)snd_pcm_drop(capture->pcm);
        error = snd_pcm_prepare(capture->pcm);
    }
    if (!error && playback->pcm)
        error = fill(self);
    if (!error && playback->pcm)
        error = snd_pcm_start(playback->pcm);
    if (!error && capture->pcm && !self->linked)
        error = snd_pcm_start(capture->pcm);
    return error;
}

/* Wait for this direction to have what a cycle needs.  1: it has; 0: not yet; else
 * an error. */
static int
await(struct alsa_stream *stream)
{
    const snd_pcm_sframes_t ready = snd_pcm_avail_update(stream->pcm);
    unsigned short events = 0;

    if (ready < 0)
        return (int)ready;
    if ((snd_pcm_uframes_t)ready >= stream->need)
        return 1;
    if (poll(stream->fds, stream->n_fds, GLANCE_MS) < 0 && errno != EINTR)
        return -errno;
    const int error = snd_pcm_poll_descriptors_revents(stream->pcm, stream->fds,
                                                       stream->n_fds, &events);
    if (error < 0)
        return error;
    if (!(events & (POLLERR | POLLHUP | POLLNVAL)))
        return 0;
    switch (snd_pcm_state(stream->pcm)) {
    case SND_PCM_STATE_XRUN:
        return -EPIPE;
    case SND_PCM_STATE_SUSPENDED:
        return -ESTRPIPE;
    case SND_PCM_STATE_DISCONNECTED:
        return -ENODEV;
    default:
        return events & POLLNVAL ? -ENODEV : -EPIPE;
    }
}

static int
await_both(struct alsa_driver *self)
{
    struct alsa_stream *streams[] = {&self->capture, &self->playback};
    const int64_t until = now() + PATIENCE_MS * (SECOND / 1000);

    for (size_t i = 0; i < COUNT(streams); i++) {
        int got = streams[i]->pcm ? await(streams[i]) : 1;

        while (got == 0 && !is_quitting(self)) {
            if (now() > until)
                return -ETIMEDOUT;
            got = await(streams[i]);
        }
        if (got < 0)
            return got;
    }
    return 0;
}

RT static void
call(struct alsa_driver *self, uint32_t gap)
{
    const struct driver_config *config = &self->driver.config;
    const float *in[DRIVER_MAX_CHANNELS];

    for (unsigned c = 0; c < config->inputs; c++)
        in[c] = self->capture.channel[c];
    rt_enter();
    if (gap > 0 && config->gap)
        config->gap(config->user, gap);
    config->cycle(config->user, in, config->inputs, self->playback.channel,
                  config->outputs, config->block);
    rt_leave();
    atomic_fetch_add_explicit(&self->cycles, 1, memory_order_relaxed);
}

/* `gap`: the frames missed since the cycle before; 0 when the sound has been moved.
 */
static int
cycle(struct alsa_driver *self, uint32_t *gap)
{
    int error = await_both(self);

    if (error || is_quitting(self))
        return error;
    self->last = now();
    if (self->capture.pcm)
        error = alsa_stream_move(&self->capture, self->driver.config.block);
    if (error)
        return error;
    call(self, *gap);
    *gap = 0;
    return self->playback.pcm
               ? alsa_stream_move(&self->playback, self->driver.config.block)
               : 0;
}

static bool
is_xrun(int error)
{
    return error == -EPIPE || error == -ESTRPIPE || error == -EIO;
}

/* Frames from the last cycle until now, when the device runs again. */
static uint32_t
missed(const struct alsa_driver *self)
{
    const int64_t ns = now() - self->last;
    const int64_t rate = self->driver.config.rate;

    return (uint32_t)(ns / SECOND * rate + ns % SECOND * rate / SECOND);
}

void *
alsa_run(void *user)
{
    struct alsa_driver *self = user;
    uint32_t gap = 0;
    int tries = 0;
    int error = start_again(self);

    self->last = now();
    while (!error && !is_quitting(self)) {
        const uint64_t before = atomic_load(&self->cycles);

        error = cycle(self, &gap);
        if (atomic_load(&self->cycles) != before && !error)
            tries = 0;
        if (!error || !is_xrun(error) || ++tries > TRIES)
            continue;
        error = start_again(self);
        const uint32_t frames = missed(self);
        self->last = now();
        gap += frames;
        atomic_fetch_add(&self->xruns, 1);
        atomic_fetch_add(&self->missed, frames);
    }
    atomic_store(&self->lost, error);
    return NULL;
}

#endif

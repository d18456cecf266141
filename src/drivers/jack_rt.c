/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What runs in JACK's process thread. */
#include "config.h"

#if HAVE_JACK

#include "base/rt.h"
#include "drivers/jack_private.h"

#include <string.h>

/* A jump of the server's clock that is longer than this is no xrun: the clock was
 * set. */
enum { LONGEST_GAP_S = 10, AGAIN_BLOCKS = 4 };

/* How many frames the server's clock went on by without calling us.  It counts on
 * through an xrun, and through a cycle that a late client was left out of. */
RT static uint32_t
gap_before(struct jack_driver *self, jack_nframes_t frames)
{
    const jack_nframes_t now = jack_last_frame_time(self->client);
    const uint32_t jump = now - self->due;
    const bool counts
        = !atomic_exchange_explicit(&self->afresh, false, memory_order_acquire)
          && self->has_due && jump <= LONGEST_GAP_S * self->driver.config.rate;

    self->due = now + frames;
    return counts ? jump : 0;
}

RT static void
silence(struct jack_driver *self, jack_nframes_t frames)
{
    for (unsigned c = 0; c < self->driver.config.outputs; c++) {
        float *out = jack_port_get_buffer(self->out[c], frames);
        if (out)
            memset(out, 0, frames * sizeof *out);
    }
}

/* One cycle; several where the server's block is longer than ours may be. */
RT static void
cycle(struct jack_driver *self, jack_nframes_t frames)
{
    const struct driver_config *config = &self->driver.config;
    const float *in[DRIVER_MAX_CHANNELS], *in_now[DRIVER_MAX_CHANNELS];
    float *out[DRIVER_MAX_CHANNELS], *out_now[DRIVER_MAX_CHANNELS];
    jack_nframes_t n;

    for (unsigned c = 0; c < config->inputs; c++)
        in[c] = jack_port_get_buffer(self->in[c], frames);
    for (unsigned c = 0; c < config->outputs; c++)
        out[c] = jack_port_get_buffer(self->out[c], frames);
    for (jack_nframes_t at = 0; at < frames; at += n) {
        n = frames - at < DRIVER_MAX_BLOCK ? frames - at : DRIVER_MAX_BLOCK;
        for (unsigned c = 0; c < config->inputs; c++)
            in_now[c] = in[c] ? in[c] + at : self->silence;
        for (unsigned c = 0; c < config->outputs; c++)
            out_now[c] = out[c] ? out[c] + at : self->nowhere;
        rt_enter();
        config->cycle(config->user, in_now, config->inputs, out_now,
                      config->outputs, n);
        rt_leave();
    }
    atomic_fetch_add_explicit(&self->cycles, 1, memory_order_relaxed);
}

/* A server that had to wait for us may call us once more for a cycle that we have run:
 * its frames have come and gone, and what we played stands in the ports. */
RT static bool
is_again(const struct jack_driver *self, jack_nframes_t frames)
{
    const uint32_t back = self->due - jack_last_frame_time(self->client);

    return self->has_due && back > 0 && back <= AGAIN_BLOCKS * frames
           && !atomic_load_explicit(&self->afresh, memory_order_relaxed);
}

/* Tell where the server's transport starts, stops or jumps.  Between these we count for
 * ourselves: a transport does not count the frames of an xrun, takes do. */
RT static void
chase(struct jack_driver *self, jack_nframes_t frames)
{
    jack_position_t at;
    const bool rolls
        = jack_transport_query(self->client, &at) == JackTransportRolling;

    if (rolls != self->chase_rolls || at.frame != self->chase_due)
        self->driver.config.chase(self->driver.config.user, at.frame, rolls);
    self->chase_rolls = rolls;
    self->chase_due = (int64_t)at.frame + (rolls ? frames : 0);
}

/* It is asked again in each cycle until it says yes, and goes on without us after two
 * seconds. */
RT int
jack_driver_sync(jack_transport_state_t state, jack_position_t *at, void *user)
{
    struct jack_driver *self = user;

    return state != JackTransportStarting || !atomic_load(&self->run)
           || atomic_load(&self->ready) == (int64_t)at->frame;
}

RT int
jack_driver_process(jack_nframes_t frames, void *user)
{
    struct jack_driver *self = user;

    if (is_again(self, frames))
        return 0;
    const uint32_t gap = gap_before(self, frames);

    /* Either stop() sees us inside, or we see that it was called (all in one
     * order). */
    atomic_store(&self->inside, true);
    self->has_due
        = atomic_load(&self->run) && atomic_load(&self->trouble) == JACK_FINE;
    if (self->has_due) {
        if (gap > 0) {
            atomic_fetch_add_explicit(&self->missed, gap, memory_order_relaxed);
            if (self->driver.config.gap)
                self->driver.config.gap(self->driver.config.user, gap);
        }
        if (self->driver.config.chase)
            chase(self, frames);
        if (atomic_load(&self->freewheel) && self->driver.config.wait)
            self->driver.config.wait(self->driver.config.user, frames);
        cycle(self, frames);
    } else {
        silence(self, frames);
    }
    atomic_store(&self->inside, false);
    return 0;
}

#endif

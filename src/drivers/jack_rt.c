/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What runs in JACK's process thread. */
#include "config.h"

#if HAVE_JACK

#include "base/rt.h"
#include "drivers/jack_private.h"

#include <string.h>

RT static struct jack_cycle
cycle_as_told(const struct jack_driver *self, jack_nframes_t frames)
{
    struct jack_cycle now = {.block = frames};
    jack_time_t usecs = 0, next = 0;
    float period;

    if (!self->clock.devices
        || jack_get_cycle_times(self->client, &now.frames, &usecs, &next, &period)
               != 0)
        now.frames = jack_last_frame_time(self->client);
    now.usecs = usecs;
    now.next = next;
    return now;
}

/* PipeWire shows its clock as it is, not as it was when the cycle began: it may go
 * on while we are late.  So it is read here and nowhere else, and until it stood
 * still. */
RT static struct jack_cycle
cycle_now(const struct jack_driver *self, jack_nframes_t frames)
{
    enum { TRIES = 4 };
    struct jack_cycle now = cycle_as_told(self, frames);

    for (int i = 0; self->clock.devices && i < TRIES; i++) {
        const struct jack_cycle before = now;

        now = cycle_as_told(self, frames);
        if (now.frames == before.frames && now.usecs == before.usecs
            && now.next == before.next)
            break;
    }
    return now;
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

/* A server that had to wait for us may call us once more for a cycle that we have
 * run: its frames have come and gone.  What we played must stand in the ports;
 * PipeWire takes a port that nobody writes to for silent. */
RT static void
play_again(struct jack_driver *self, jack_nframes_t frames)
{
    for (unsigned c = 0; self->played && frames <= DRIVER_MAX_BLOCK
                         && c < self->driver.config.outputs;
         c++) {
        float *out = jack_port_get_buffer(self->out[c], frames);

        if (out)
            memcpy(out, self->played + c * DRIVER_MAX_BLOCK, frames * sizeof *out);
    }
}

RT static void
keep_played(struct jack_driver *self, float *const *out, jack_nframes_t frames)
{
    for (unsigned c = 0; self->played && frames <= DRIVER_MAX_BLOCK
                         && c < self->driver.config.outputs;
         c++)
        if (out[c])
            memcpy(self->played + c * DRIVER_MAX_BLOCK, out[c],
                   frames * sizeof *out[c]);
}

/* One cycle, of which so many frames count; several where they are more than our
 * block may have. */
RT static void
cycle(struct jack_driver *self, jack_nframes_t frames, jack_nframes_t count)
{
    const struct driver_config *config = &self->driver.config;
    const float *in[DRIVER_MAX_CHANNELS], *in_now[DRIVER_MAX_CHANNELS];
    float *out[DRIVER_MAX_CHANNELS], *out_now[DRIVER_MAX_CHANNELS];
    jack_nframes_t n;

    for (unsigned c = 0; c < config->inputs; c++)
        in[c] = jack_port_get_buffer(self->in[c], frames);
    for (unsigned c = 0; c < config->outputs; c++)
        out[c] = jack_port_get_buffer(self->out[c], frames);
    for (jack_nframes_t at = 0; at < count; at += n) {
        n = count - at < DRIVER_MAX_BLOCK ? count - at : DRIVER_MAX_BLOCK;
        for (unsigned c = 0; c < config->inputs; c++)
            in_now[c] = in[c] ? in[c] + at : self->silence;
        for (unsigned c = 0; c < config->outputs; c++)
            out_now[c] = out[c] ? out[c] + at : self->nowhere;
        rt_enter();
        config->cycle(config->user, in_now, config->inputs, out_now,
                      config->outputs, n);
        rt_leave();
    }
    for (unsigned c = 0; count < frames && c < config->outputs; c++)
        if (out[c])
            memset(out[c] + count, 0, (frames - count) * sizeof *out[c]);
    keep_played(self, out, frames);
    atomic_fetch_add_explicit(&self->cycles, 1, memory_order_relaxed);
}

/* Tell where the server's transport starts, stops or jumps.  Between these we count
 * for ourselves: a transport does not count the frames of an xrun, takes do. */
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

/* It is asked again in each cycle until it says yes, and goes on without us after
 * two seconds. */
RT int
jack_driver_sync(jack_transport_state_t state, jack_position_t *at, void *user)
{
    struct jack_driver *self = user;

    return state != JackTransportStarting || !atomic_load(&self->run)
           || atomic_load(&self->ready) == (int64_t)at->frame;
}

/* After a cycle, for the place where the next one begins. */
RT void
jack_driver_timebase(jack_transport_state_t state, jack_nframes_t frames,
                     jack_position_t *at, int fresh, void *user)
{
    struct jack_driver *self = user;
    const struct driver_config *config = &self->driver.config;
    struct engine_bbt bbt;

    (void)state, (void)frames, (void)fresh;
    at->valid &= ~(JackPositionBBT | JackBBTFrameOffset);
    atomic_store(&self->inside, true);
    if (atomic_load(&self->run) && config->bbt(config->user, at->frame, &bbt)) {
        at->valid |= JackPositionBBT;
        at->bar = (int32_t)bbt.bar;
        at->beat = bbt.beat;
        at->tick = bbt.tick;
        at->bar_start_tick = (double)bbt.bar_tick;
        at->beats_per_bar = (float)bbt.num;
        at->beat_type = (float)bbt.den;
        at->ticks_per_beat = bbt.ticks_per_beat;
        at->beats_per_minute = bbt.bpm;
    }
    atomic_store(&self->inside, false);
}

RT int
jack_driver_process(jack_nframes_t frames, void *user)
{
    struct jack_driver *self = user;
    const struct jack_cycle now = cycle_now(self, frames);
    const bool afresh = atomic_load_explicit(&self->afresh, memory_order_acquire);

    if ((self->clock.devices || !afresh) && jack_clock_again(&self->clock, &now)) {
        play_again(self, frames);
        return 0;
    }
    if (afresh)
        atomic_store_explicit(&self->afresh, false, memory_order_relaxed);
    const jack_nframes_t lasts = jack_clock_lasts(&self->clock, &now);
    const jack_nframes_t count = lasts < frames ? lasts : frames;
    const uint32_t gap = jack_clock_gap(&self->clock, &now, afresh);

    /* Either stop() sees us inside, or we see that it was called (all in one
     * order). */
    atomic_store(&self->inside, true);
    self->clock.runs
        = atomic_load(&self->run) && atomic_load(&self->trouble) == JACK_FINE;
    if (self->clock.runs) {
        if (gap > 0) {
            atomic_fetch_add_explicit(&self->gaps, 1, memory_order_relaxed);
            atomic_fetch_add_explicit(&self->missed, gap, memory_order_relaxed);
            if (self->driver.config.gap)
                self->driver.config.gap(self->driver.config.user, gap);
        }
        if (self->driver.config.chase)
            chase(self, count);
        if (atomic_load(&self->freewheel) && self->driver.config.wait)
            self->driver.config.wait(self->driver.config.user, count);
        cycle(self, frames, count);
    } else {
        silence(self, frames);
    }
    atomic_store(&self->inside, false);
    return 0;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The driver of a machine without sound: a clock that calls the cycle on time.  The
 * inputs are silent and the outputs go nowhere.  The n-th cycle is due n blocks
 * after the start by the monotonic clock, computed from the count of frames, so
 * that nothing drifts.  A cycle that ends after the next one is due has missed it:
 * an xrun, and the count starts anew from there, as a sound card would go on with
 * the next block.
 *
 * To wake up is what an idle program pays for.  So the clock stands where nobody
 * waits for a cycle: one comes now and then, and at once when there is something
 * for it; then the count starts anew as well. */
#include "drivers/kinds.h"

#include "base/realtime.h"
#include "base/rt.h"
#include "base/text.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PRIORITY = 60 };
static const int64_t SECOND = 1000000000, REST = 250000000;

struct built_in {
    struct driver driver;
    struct driver_buffers buffers;
    pthread_t thread;
    bool started;
    bool realtime;
    _Atomic bool quit;
    sem_t calls; /* driver_wake() */
    _Atomic uint64_t cycles, xruns;
};

static bool
usable(char *why, size_t size)
{
    snprintf(why, size, "%s", "");
    return true;
}

static void
devices(void (*each)(void *user, const struct driver_device *device), void *user)
{
    const struct driver_device clock = {
        .name = "clock",
        .title = _("keeps time, without hardware and without sound"),
        .inputs = DRIVER_MAX_CHANNELS,
        .outputs = DRIVER_MAX_CHANNELS,
    };

    each(user, &clock);
}

static int64_t
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

static void
sleep_until(int64_t when)
{
    const struct timespec time = {when / SECOND, when % SECOND};

    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) != 0)
        continue;
}

/* Of a count of frames, without rounding it away in the long run. */
static int64_t
duration(uint64_t frames, uint32_t rate)
{
    return (int64_t)(frames / rate) * SECOND
           + (int64_t)(frames % rate) * SECOND / rate;
}

/* Whether there was a call since the last look: the cycle between the two may have
 * been too early for it. */
static bool
was_called(struct built_in *self)
{
    bool called = false;

    while (sem_trywait(&self->calls) == 0)
        called = true;
    return called;
}

static void
rest(struct built_in *self)
{
    const int64_t until = now() + REST;
    const struct timespec time = {until / SECOND, until % SECOND};

    while (sem_clockwait(&self->calls, CLOCK_MONOTONIC, &time) != 0
           && errno == EINTR)
        continue;
}

static void
cycle(struct built_in *self)
{
    const struct driver_config *config = &self->driver.config;

    rt_enter();
    config->cycle(config->user, self->buffers.in, config->inputs, self->buffers.out,
                  config->outputs, config->block);
    rt_leave();
    atomic_fetch_add_explicit(&self->cycles, 1, memory_order_relaxed);
}

static void *
run(void *user)
{
    struct built_in *self = user;
    const struct driver_config *config = &self->driver.config;
    const uint32_t rate = config->rate, block = config->block;
    int64_t start = now();
    uint64_t frames = 0;

    while (!atomic_load_explicit(&self->quit, memory_order_acquire)) {
        cycle(self);
        if (config->rests && config->rests(config->user) && !was_called(self)) {
            rest(self);
            start = now();
            frames = 0;
            continue;
        }
        frames += block;
        const int64_t due = start + duration(frames, rate);
        const int64_t time = now();
        if (time < due) {
            sleep_until(due);
        } else {
            atomic_fetch_add_explicit(&self->xruns, 1, memory_order_relaxed);
            start = time;
            frames = 0;
        }
    }
    return NULL;
}

static enum status
open_built_in(struct driver **out, const struct driver_config *config,
              struct fault *fault)
{
    enum status status
        = driver_only_device(&driver_built_in, "clock", config, fault);

    if (status)
        return status;
    struct built_in *self = calloc(1, sizeof *self);
    if (!self)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the driver"));
    self->driver = (struct driver){&driver_built_in, *config};
    self->driver.config.device = "clock";
    status = driver_buffers_make(&self->buffers, &self->driver.config, fault);
    if (status) {
        free(self);
        return status;
    }
    sem_init(&self->calls, 0, 0);
    *out = &self->driver;
    return ST_OK;
}

static void
wake_built_in(struct driver *driver)
{
    sem_post(&((struct built_in *)driver)->calls);
}

static enum status
start_built_in(struct driver *driver, struct fault *fault)
{
    struct built_in *self = (struct built_in *)driver;

    enum realtime_how how;

    if (self->started)
        return ST_OK;
    atomic_store(&self->quit, false);
    const struct realtime_thread process = {"rem-process", PRIORITY, run, self};
    const int error = realtime_start(&self->thread, &process, &how);
    if (error)
        return fault_errno(fault, error, _("the process thread"));
    self->realtime = how != REALTIME_NONE;
    self->started = true;
    return ST_OK;
}

static void
stop_built_in(struct driver *driver)
{
    struct built_in *self = (struct built_in *)driver;

    if (!self->started)
        return;
    atomic_store(&self->quit, true);
    wake_built_in(driver);
    pthread_join(self->thread, NULL);
    self->started = false;
}

static void
close_built_in(struct driver *driver)
{
    struct built_in *self = (struct built_in *)driver;

    driver_buffers_free(&self->buffers);
    sem_destroy(&self->calls);
    free(self);
}

static void
state(struct driver *driver, struct driver_state *out)
{
    struct built_in *self = (struct built_in *)driver;
    const struct driver_config *config = &driver->config;

    *out = (struct driver_state){
        .health = self->started ? DRIVER_RUNNING : DRIVER_STOPPED,
        .rate = config->rate,
        .block = config->block,
        .inputs = config->inputs,
        .outputs = config->outputs,
        .playback_latency = config->block,
        .cycles = atomic_load(&self->cycles),
        .xruns = atomic_load(&self->xruns),
        .realtime = self->started && self->realtime,
    };
}

const struct driver_kind driver_built_in = {
    .name = "built-in",
    .title = N_("the built-in clock: plays on time, without hardware"),
    .automatic = true,
    .usable = usable,
    .devices = devices,
    .open = open_built_in,
    .start = start_built_in,
    .stop = stop_built_in,
    .close = close_built_in,
    .state = state,
    .wake = wake_built_in,
};

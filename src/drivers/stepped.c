/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/stepped.h"

#include "base/rt.h"
#include "base/text.h"
#include "drivers/kinds.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct stepped {
    struct driver driver;
    struct driver_buffers buffers;
    bool started;
    uint64_t cycles;
};

void
stepped_step(struct driver *driver, uint32_t frames)
{
    struct stepped *self = (struct stepped *)driver;
    const struct driver_config *config = &driver->config;

    assert(driver->kind == &driver_stepped && self->started);
    assert(frames > 0 && frames <= config->block);
    rt_flush_denormals(); /* this thread is the process thread, whoever opened it */
    rt_enter();
    config->cycle(config->user, self->buffers.in, config->inputs, self->buffers.out,
                  config->outputs, frames);
    rt_leave();
    self->cycles++;
}

const float *
stepped_output(const struct driver *driver, unsigned channel)
{
    const struct stepped *self = (const struct stepped *)driver;

    assert(channel < driver->config.outputs);
    return self->buffers.out[channel];
}

float *
stepped_input(struct driver *driver, unsigned channel)
{
    struct stepped *self = (struct stepped *)driver;

    assert(channel < driver->config.inputs);
    return (float *)self->buffers.in[channel];
}

static bool
usable(char *why, size_t size)
{
    snprintf(why, size, "%s", "");
    return true;
}

static void
devices(void (*each)(void *user, const struct driver_device *device), void *user)
{
    const struct driver_device steps = {
        .name = "steps",
        .title = _("a cycle at a time, by hand"),
        .inputs = DRIVER_MAX_CHANNELS,
        .outputs = DRIVER_MAX_CHANNELS,
    };

    each(user, &steps);
}

static enum status
open_stepped(struct driver **out, const struct driver_config *config,
             struct fault *fault)
{
    enum status status
        = driver_only_device(&driver_stepped, "steps", config, fault);

    if (status)
        return status;
    struct stepped *self = calloc(1, sizeof *self);
    if (!self)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the driver"));
    self->driver = (struct driver){&driver_stepped, *config};
    self->driver.config.device = "steps";
    status = driver_buffers_make(&self->buffers, &self->driver.config, fault);
    if (status) {
        free(self);
        return status;
    }
    *out = &self->driver;
    return ST_OK;
}

static enum status
start_stepped(struct driver *driver, struct fault *fault)
{
    struct stepped *self = (struct stepped *)driver;

    (void)fault;
    self->started = true;
    return ST_OK;
}

static void
stop_stepped(struct driver *driver)
{
    struct stepped *self = (struct stepped *)driver;

    self->started = false;
}

static void
close_stepped(struct driver *driver)
{
    struct stepped *self = (struct stepped *)driver;

    driver_buffers_free(&self->buffers);
    free(self);
}

static void
state(struct driver *driver, struct driver_state *out)
{
    const struct stepped *self = (const struct stepped *)driver;
    const struct driver_config *config = &driver->config;

    *out = (struct driver_state){
        .health = self->started ? DRIVER_RUNNING : DRIVER_STOPPED,
        .rate = config->rate,
        .block = config->block,
        .inputs = config->inputs,
        .outputs = config->outputs,
        .cycles = self->cycles,
    };
}

const struct driver_kind driver_stepped = {
    .name = "stepped",
    .title = N_("stepped by hand: for tests"),
    .usable = usable,
    .devices = devices,
    .open = open_stepped,
    .start = start_stepped,
    .stop = stop_stepped,
    .close = close_stepped,
    .state = state,
};

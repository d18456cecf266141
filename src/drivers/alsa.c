/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#if HAVE_ALSA

#include "base/realtime.h"
#include "base/text.h"
#include "drivers/alsa_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRIORITY = 60 };

/* One block for both: the longer of their periods. */
static uint32_t
common_block(const struct alsa_driver *self)
{
    const snd_pcm_uframes_t in = self->capture.pcm ? self->capture.period : 0;
    const snd_pcm_uframes_t out = self->playback.pcm ? self->playback.period : 0;

    return (uint32_t)(in > out ? in : out);
}

static void
lay_out(struct alsa_stream *stream, float **at, size_t block)
{
    for (unsigned c = 0; c < stream->channels; c++, *at += block)
        stream->channel[c] = *at;
}

static enum status
make_blocks(struct alsa_driver *self, struct fault *fault)
{
    const size_t block = (self->driver.config.block + 15u) / 16 * 16;
    const size_t channels = self->capture.channels + self->playback.channels;
    const size_t size = channels * block * sizeof(float);

    self->memory = aligned_alloc(64, size);
    if (!self->memory)
        return fault_set(fault, ST_NO_MEM, NULL,
                         _("no memory for the driver's blocks"));
    memset(self->memory, 0, size);
    float *at = self->memory;
    lay_out(&self->capture, &at, block);
    lay_out(&self->playback, &at, block);
    return ST_OK;
}

static enum status
open_streams(struct alsa_driver *self, struct fault *fault)
{
    struct driver_config *config = &self->driver.config;
    enum status status = ST_OK;

    self->capture.capture = true;
    if (config->inputs > 0)
        status = alsa_stream_open(&self->capture, self->name, config, fault);
    if (!status && config->outputs > 0)
        status = alsa_stream_open(&self->playback, self->name, config, fault);
    if (status)
        return status;
    if (self->capture.pcm && self->playback.pcm
        && self->capture.rate != self->playback.rate)
        return fault_set(fault, ST_UNSUPPORTED, self->name,
                         _("captures at %u Hz and plays at %u Hz"),
                         self->capture.rate, self->playback.rate);
    config->rate = self->playback.pcm ? self->playback.rate : self->capture.rate;
    config->block = common_block(self);
    if (config->inputs > self->capture.channels)
        config->inputs = self->capture.channels;
    if (config->outputs > self->playback.channels)
        config->outputs = self->playback.channels;
    return ST_OK;
}

static enum status
arm(struct alsa_driver *self, struct fault *fault)
{
    const uint32_t block = self->driver.config.block;
    enum status status = ST_OK;

    if (self->capture.pcm)
        status = alsa_stream_arm(&self->capture, block, fault);
    if (!status && self->playback.pcm)
        status = alsa_stream_arm(&self->playback, block, fault);
    if (status)
        return status;
    if (self->capture.pcm && self->playback.pcm)
        self->linked = snd_pcm_link(self->playback.pcm, self->capture.pcm) == 0;
    if (self->capture.pcm)
        self->capture_latency = block;
    if (self->playback.pcm)
        self->playback_latency
            = (uint32_t)(self->playback.buffer - self->playback.need);
    return make_blocks(self, fault);
}

static void
close_alsa(struct driver *driver)
{
    struct alsa_driver *self = (struct alsa_driver *)driver;

    alsa_stream_close(&self->capture);
    alsa_stream_close(&self->playback);
    free(self->memory);
    free(self);
}

static enum status
open_alsa(struct driver **out, const struct driver_config *config,
          struct fault *fault)
{
    struct alsa_driver *self = calloc(1, sizeof *self);

    if (!self)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the driver"));
    self->driver = (struct driver){&driver_alsa, *config};
    snprintf(self->name, sizeof self->name, "%s",
             config->device ? config->device : "default");
    self->driver.config.device = self->name;
    alsa_hush();
    enum status status = ST_OK;
    if (config->inputs == 0 && config->outputs == 0)
        status = fault_set(fault, ST_RANGE, self->name,
                           _("neither inputs nor outputs are wanted"));
    if (!status)
        status = open_streams(self, fault);
    if (!status)
        status = arm(self, fault);
    if (status) {
        close_alsa(&self->driver);
        return status;
    }
    *out = &self->driver;
    return ST_OK;
}

static enum status
start_alsa(struct driver *driver, struct fault *fault)
{
    struct alsa_driver *self = (struct alsa_driver *)driver;
    const struct realtime_thread process
        = {"rem-process", PRIORITY, alsa_run, self};
    enum realtime_how how;

    if (self->started)
        return ST_OK;
    atomic_store(&self->quit, false);
    atomic_store(&self->lost, 0);
    const int error = realtime_start(&self->thread, &process, &how);
    if (error)
        return fault_errno(fault, error, _("the process thread"));
    self->realtime = how != REALTIME_NONE;
    self->started = true;
    return ST_OK;
}

static void
stop_alsa(struct driver *driver)
{
    struct alsa_driver *self = (struct alsa_driver *)driver;

    if (!self->started)
        return;
    atomic_store(&self->quit, true);
    pthread_join(self->thread, NULL);
    if (self->playback.pcm)
        (void)snd_pcm_drop(self->playback.pcm);
    if (self->capture.pcm)
        (void)snd_pcm_drop(self->capture.pcm);
    self->started = false;
}

static void
state(struct driver *driver, struct driver_state *out)
{
    struct alsa_driver *self = (struct alsa_driver *)driver;
    const struct driver_config *config = &driver->config;
    const int lost = atomic_load(&self->lost);

    *out = (struct driver_state){
        .health = lost            ? DRIVER_LOST
                  : self->started ? DRIVER_RUNNING
                                  : DRIVER_STOPPED,
        .rate = config->rate,
        .block = config->block,
        .inputs = config->inputs,
        .outputs = config->outputs,
        .capture_latency = self->capture_latency,
        .playback_latency = self->playback_latency,
        .cycles = atomic_load(&self->cycles),
        .xruns = atomic_load(&self->xruns),
        .missed = atomic_load(&self->missed),
        .realtime = self->started && self->realtime,
    };
    if (lost)
        snprintf(out->why, sizeof out->why, _("the device %s stopped: %s"),
                 self->name, snd_strerror(lost));
}

static void
channel_name(struct driver *driver, bool input, unsigned channel, char *name,
             size_t size)
{
    const struct alsa_driver *self = (struct alsa_driver *)driver;

    snprintf(name, size, input ? _("%s input %u") : _("%s output %u"), self->name,
             channel + 1);
}

const struct driver_kind driver_alsa = {
    .name = "alsa",
    .title = N_("ALSA, the sound card directly"),
    .automatic = true,
    .usable = alsa_usable,
    .devices = alsa_devices,
    .open = open_alsa,
    .start = start_alsa,
    .stop = stop_alsa,
    .close = close_alsa,
    .state = state,
    .channel_name = channel_name,
};

#endif

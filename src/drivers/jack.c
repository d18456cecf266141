/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#if HAVE_JACK

#include "base/rt.h"
#include "base/text.h"
#include "drivers/jack_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool
is_pipewire(void)
{
    const char *version = jack_get_version_string();

    return version && strstr(version, "PipeWire");
}

static bool
usable(char *why, size_t size)
{
    jack_status_t status;
    jack_client_t *client = jack_join("remanence-look", NULL, NULL, &status);

    if (!client) {
        snprintf(why, size, _("no JACK server «%s» is running"),
                 jack_default_server());
        return false;
    }
    jack_leave(client, NULL);
    if (is_pipewire())
        snprintf(why, size, _("PipeWire is running"));
    else
        snprintf(why, size, _("the server «%s» is running"), jack_default_server());
    return true;
}

static void
devices(void (*each)(void *user, const struct driver_device *device), void *user)
{
    jack_status_t status;
    jack_client_t *client = jack_join("remanence-look", NULL, NULL, &status);

    if (!client)
        return;
    const struct driver_device server = {
        .name = jack_default_server(),
        .title = jack_is_realtime(client) ? _("JACK server, realtime")
                                          : _("JACK server, not realtime"),
        .inputs = jack_ports_physical(client, true),
        .outputs = jack_ports_physical(client, false),
        .rates = {jack_get_sample_rate(client)},
        .block = jack_get_buffer_size(client),
    };
    each(user, &server);
    jack_leave(client, NULL);
}

/* --- notices: libjack's other thread ----------------------------------------- */

static void
on_shutdown(jack_status_t code, const char *reason, void *user)
{
    struct jack_driver *self = user;

    (void)code, (void)reason;
    atomic_store(&self->trouble, JACK_GONE);
}

static int
on_xrun(void *user)
{
    struct jack_driver *self = user;

    if (atomic_load(&self->run))
        atomic_fetch_add(&self->told, 1);
    return 0;
}

static int
on_buffer_size(jack_nframes_t frames, void *user)
{
    struct jack_driver *self = user;

    /* jackd and all its clients stood still: nobody missed a frame. */
    atomic_store(&self->afresh, true);
    atomic_store(&self->block, frames);
    atomic_store(&self->stale, true);
    return 0;
}

static int
on_sample_rate(jack_nframes_t rate, void *user)
{
    struct jack_driver *self = user;

    atomic_store(&self->rate, rate);
    if (rate != self->driver.config.rate)
        atomic_store(&self->trouble, JACK_NEW_RATE);
    return 0;
}

static void
on_freewheel(int starting, void *user)
{
    struct jack_driver *self = user;

    atomic_store(&self->afresh, true);
    atomic_store(&self->freewheel, starting != 0);
}

static void
on_thread(void *user)
{
    (void)user;
    rt_flush_denormals();
}

/* --- open and close ---------------------------------------------------------- */

static enum status
no_server(const char *server, jack_status_t code, struct fault *fault)
{
    const char *name = server ? server : jack_default_server();

    if (code & JackVersionError)
        return fault_set(
            fault, ST_UNSUPPORTED, name,
            _("this JACK server is of another version than its library"));
    fault_set(fault, ST_NOT_FOUND, name,
              _("no JACK server of that name is running"));
    fault_remedy(fault, _("start it (qjackctl), or choose another driver"));
    return ST_NOT_FOUND;
}

static enum status
set_up(struct jack_driver *self, struct fault *fault)
{
    jack_client_t *client = self->client;

    self->driver.config.rate = jack_get_sample_rate(client);
    self->driver.config.block = jack_get_buffer_size(client);
    atomic_store(&self->rate, self->driver.config.rate);
    atomic_store(&self->block, self->driver.config.block);
    self->driver.config.device = self->server;
    self->clock.rate = self->driver.config.rate;
    self->clock.devices = is_pipewire();
    if (self->clock.devices
        && !(self->played
             = calloc((size_t)self->driver.config.outputs * DRIVER_MAX_BLOCK,
                      sizeof *self->played)))
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the driver"));
    jack_on_info_shutdown(client, on_shutdown, self);
    if (jack_set_process_callback(client, jack_driver_process, self)
        || jack_set_thread_init_callback(client, on_thread, self)
        || jack_set_buffer_size_callback(client, on_buffer_size, self)
        || jack_set_sample_rate_callback(client, on_sample_rate, self)
        || jack_set_xrun_callback(client, on_xrun, self)
        || jack_set_freewheel_callback(client, on_freewheel, self)
        || !jack_wiring_watch(self)
        || (self->driver.config.chase
            && jack_set_sync_callback(client, jack_driver_sync, self)))
        return fault_set(fault, ST_IO, self->server,
                         _("the JACK server does not answer"));
    if (!jack_ports_make(self))
        return fault_set(
            fault, ST_IO, self->server,
            _("the JACK server has no room for %u inputs and %u outputs"),
            self->driver.config.inputs, self->driver.config.outputs);
    if (jack_activate(client))
        return fault_set(fault, ST_IO, self->server,
                         _("the JACK server refused us"));
    jack_wiring_make(self);
    return ST_OK;
}

static void
close_jack(struct driver *driver)
{
    struct jack_driver *self = (struct jack_driver *)driver;

    if (self->client) {
        if (atomic_load(&self->trouble) != JACK_GONE)
            jack_ports_forget(self);
        jack_leave(self->client, self);
    }
    jack_wiring_free(self);
    free(self->silence);
    free(self->nowhere);
    free(self->played);
    free(self);
}

static enum status
open_jack(struct driver **out, const struct driver_config *config,
          struct fault *fault)
{
    struct jack_driver *self = calloc(1, sizeof *self);
    jack_status_t code = 0;

    if (!self)
        return fault_set(fault, ST_NO_MEM, NULL, _("no memory for the driver"));
    self->driver = (struct driver){&driver_jack, *config};
    self->chase_due = -1;
    atomic_init(&self->ready, -1);
    self->silence = calloc(DRIVER_MAX_BLOCK, sizeof *self->silence);
    self->nowhere = calloc(DRIVER_MAX_BLOCK, sizeof *self->nowhere);
    snprintf(self->server, sizeof self->server, "%s",
             config->device ? config->device : jack_default_server());
    enum status status = ST_OK;
    if (!self->silence || !self->nowhere)
        status = fault_set(fault, ST_NO_MEM, NULL, _("no memory for the driver"));
    else if (!jack_join("remanence", config->device, self, &code))
        status = no_server(config->device, code, fault);
    else
        status = set_up(self, fault);
    if (status) {
        close_jack(&self->driver);
        return status;
    }
    *out = &self->driver;
    return ST_OK;
}

static enum status
start_jack(struct driver *driver, struct fault *fault)
{
    struct jack_driver *self = (struct jack_driver *)driver;

    if (atomic_load(&self->trouble) == JACK_GONE)
        return fault_set(fault, ST_IO, self->server,
                         _("the JACK server has ended"));
    atomic_store(&self->run, true);
    /* Only now: while the transport stands, it is asked once. */
    if (driver->config.bbt
        && jack_set_timebase_callback(self->client, 0, jack_driver_timebase, self))
        return fault_set(fault, ST_IO, self->server,
                         _("the JACK server does not answer"));
    return ST_OK;
}

static void
stop_jack(struct driver *driver)
{
    struct jack_driver *self = (struct jack_driver *)driver;
    const struct timespec moment = {.tv_nsec = 200000};

    atomic_store(&self->run, false);
    while (atomic_load(&self->inside))
        nanosleep(&moment, NULL);
}

/* jackd tells of each gap, and of others' lateness; PipeWire of none.  What both
 * know of is one xrun. */
static uint64_t
count_xruns(struct jack_driver *self)
{
    const uint64_t told = atomic_load(&self->told), gaps = atomic_load(&self->gaps);

    return told > gaps ? told : gaps;
}

static void
state(struct driver *driver, struct driver_state *out)
{
    struct jack_driver *self = (struct jack_driver *)driver;
    const enum jack_trouble trouble = atomic_load(&self->trouble);
    struct driver_state *last = &self->last;

    last->rate = atomic_load(&self->rate);
    last->block = atomic_load(&self->block);
    last->inputs = driver->config.inputs;
    last->outputs = driver->config.outputs;
    last->cycles = atomic_load(&self->cycles);
    last->xruns = count_xruns(self);
    last->missed = atomic_load(&self->missed);
    last->freewheel = atomic_load(&self->freewheel);
    last->health = trouble                   ? DRIVER_LOST
                   : atomic_load(&self->run) ? DRIVER_RUNNING
                                             : DRIVER_STOPPED;
    if (trouble == JACK_GONE) {
        snprintf(last->why, sizeof last->why, "%s", _("the JACK server has ended"));
    } else {
        jack_wiring_look(self);
        /* jackd computes them anew when the graph changes, but not with the block.
         */
        if (atomic_exchange(&self->stale, false))
            (void)jack_recompute_total_latencies(self->client);
        last->realtime = jack_is_realtime(self->client) != 0;
        last->capture_latency = jack_ports_latency(self, true);
        last->playback_latency = jack_ports_latency(self, false);
    }
    if (trouble == JACK_NEW_RATE)
        snprintf(last->why, sizeof last->why,
                 _("the JACK server runs at %u Hz now"), last->rate);
    *out = *last;
}

static void
transport(struct driver *driver, enum driver_order order, int64_t frame)
{
    struct jack_driver *self = (struct jack_driver *)driver;

    if (atomic_load(&self->trouble) == JACK_GONE)
        return;
    switch (order) {
    case DRIVER_ROLL:
        jack_transport_start(self->client);
        break;
    case DRIVER_HALT:
        jack_transport_stop(self->client);
        break;
    case DRIVER_LOCATE:
        (void)jack_transport_locate(self->client, (jack_nframes_t)frame);
        break;
    case DRIVER_READY:
        atomic_store(&self->ready, frame);
        break;
    }
}

const struct driver_kind driver_jack = {
    .name = "jack",
    .title = N_("JACK, or PipeWire as JACK"),
    .automatic = true,
    .usable = usable,
    .devices = devices,
    .open = open_jack,
    .start = start_jack,
    .stop = stop_jack,
    .close = close_jack,
    .state = state,
    .channel_name = jack_ports_channel_name,
    .label = jack_ports_label,
    .hardware = jack_ports_hardware,
    .wired = jack_ports_wired,
    .wiring = jack_wiring_tell,
    .transport = transport,
};

#endif

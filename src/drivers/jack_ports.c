/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#if HAVE_JACK

#include "base/text.h"
#include "drivers/jack_private.h"

#include <jack/metadata.h>
#include <jack/uuid.h>
#include <stdio.h>
#include <string.h>

static const char INTEGER[] = "http://www.w3.org/2001/XMLSchema#integer";
static const char ORDER[] = "http://jackaudio.org/metadata/order";
enum { MAIN_OUTPUTS = 2 };

/* What patchbays show instead of the name, and in which order.  A server without
 * metadata leaves it at the name. */
static void
describe(jack_client_t *client, jack_port_t *port, const char *pretty,
         unsigned order)
{
    const jack_uuid_t id = jack_port_uuid(port);
    char number[16];

    if (jack_uuid_empty(id))
        return;
    snprintf(number, sizeof number, "%u", order);
    (void)jack_set_property(client, id, JACK_METADATA_PRETTY_NAME, pretty,
                            "text/plain");
    (void)jack_set_property(client, id, ORDER, number, INTEGER);
}

static jack_port_t *
make(struct jack_driver *self, bool input, unsigned channel)
{
    char name[32], pretty[64];

    snprintf(name, sizeof name, input ? "in_%u" : "out_%u", channel + 1);
    if (input)
        snprintf(pretty, sizeof pretty, _("Input %u"), channel + 1);
    else if (channel < MAIN_OUTPUTS)
        snprintf(pretty, sizeof pretty, "%s",
                 channel == 0 ? _("Main left") : _("Main right"));
    else
        snprintf(pretty, sizeof pretty, _("Output %u"), channel + 1);
    jack_port_t *port
        = jack_port_register(self->client, name, JACK_DEFAULT_AUDIO_TYPE,
                             input ? JackPortIsInput : JackPortIsOutput, 0);
    if (port)
        describe(self->client, port, pretty,
                 channel + (input ? 0 : self->driver.config.inputs));
    return port;
}

bool
jack_ports_make(struct jack_driver *self)
{
    for (unsigned c = 0; c < self->driver.config.inputs; c++)
        if (!(self->in[c] = make(self, true, c)))
            return false;
    for (unsigned c = 0; c < self->driver.config.outputs; c++)
        if (!(self->out[c] = make(self, false, c)))
            return false;
    return true;
}

void
jack_ports_forget(struct jack_driver *self)
{
    for (unsigned c = 0; c < self->driver.config.inputs && self->in[c]; c++)
        (void)jack_remove_properties(self->client, jack_port_uuid(self->in[c]));
    for (unsigned c = 0; c < self->driver.config.outputs && self->out[c]; c++)
        (void)jack_remove_properties(self->client, jack_port_uuid(self->out[c]));
}

/* Their names, up to a NULL, for jack_free(); NULL: none. */
static const char **
physical(jack_client_t *client, bool capture)
{
    return jack_get_ports(client, NULL, JACK_DEFAULT_AUDIO_TYPE,
                          JackPortIsPhysical
                              | (capture ? JackPortIsOutput : JackPortIsInput));
}

unsigned
jack_ports_physical(jack_client_t *client, bool capture)
{
    const char **names = physical(client, capture);
    unsigned count = 0;

    while (names && names[count])
        count++;
    jack_free(names);
    return count;
}

void
jack_ports_connect(struct jack_driver *self, unsigned in, unsigned out)
{
    const char **sources = physical(self->client, true);
    const char **sinks = physical(self->client, false);

    for (unsigned c = 0; c < self->driver.config.inputs && sources && sources[c];
         c++)
        if (c >= in)
            (void)jack_connect(self->client, sources[c],
                               jack_port_name(self->in[c]));
    for (unsigned c = 0; c < self->driver.config.outputs && sinks && sinks[c]; c++)
        if (c >= out)
            (void)jack_connect(self->client, jack_port_name(self->out[c]),
                               sinks[c]);
    jack_free(sources);
    jack_free(sinks);
}

uint32_t
jack_ports_latency(struct jack_driver *self, bool capture)
{
    const struct driver_config *config = &self->driver.config;
    const unsigned mains
        = config->outputs < MAIN_OUTPUTS ? config->outputs : MAIN_OUTPUTS;
    const unsigned count = capture ? config->inputs : mains;
    uint32_t worst = 0;

    for (unsigned c = 0; c < count; c++) {
        jack_latency_range_t range = {0};

        jack_port_get_latency_range(
            capture ? self->in[c] : self->out[c],
            capture ? JackCaptureLatency : JackPlaybackLatency, &range);
        if (range.max > worst)
            worst = range.max;
    }
    return worst;
}

/* The pretty name of a port of somebody else's, if it has one. */
static bool
pretty_name(jack_client_t *client, const char *port_name, char *name, size_t size)
{
    const jack_port_t *port = jack_port_by_name(client, port_name);
    char *value = NULL, *type = NULL;

    if (!port
        || jack_get_property(jack_port_uuid(port), JACK_METADATA_PRETTY_NAME,
                             &value, &type)
               != 0)
        return false;
    snprintf(name, size, "%s", value);
    jack_free(value);
    jack_free(type);
    return *name != '\0';
}

void
jack_ports_channel_name(struct driver *driver, bool input, unsigned channel,
                        char *name, size_t size)
{
    struct jack_driver *self = (struct jack_driver *)driver;
    const unsigned count = input ? driver->config.inputs : driver->config.outputs;

    snprintf(name, size, input ? "in_%u" : "out_%u", channel + 1);
    if (channel >= count || atomic_load(&self->trouble) == JACK_GONE)
        return;
    const char **others = jack_port_get_all_connections(
        self->client, input ? self->in[channel] : self->out[channel]);
    if (others && others[0] && !pretty_name(self->client, others[0], name, size))
        snprintf(name, size, "%s", others[0]);
    jack_free(others);
}

/* A server's name stays when it is started with another device; its ports' aliases
 * tell of that: «alsa_pcm:hw:USB:out1».  Where there are none, their client is the
 * device («Scarlett 2i2:capture_FL»). */
static void
hardware_of(const jack_port_t *port, char *name, size_t size)
{
    char first[320] = "", second[320] = "", *const aliases[] = {first, second};

    if (jack_port_get_aliases(port, aliases) < 1)
        snprintf(first, sizeof first, "%s", jack_port_name(port));
    char *end = strrchr(first, ':');
    if (end)
        *end = '\0';
    snprintf(name, size, "%s", first);
}

void
jack_ports_hardware(struct driver *driver, char *name, size_t size)
{
    struct jack_driver *self = (struct jack_driver *)driver;
    const char **ports = NULL;
    jack_port_t *port = NULL;

    snprintf(name, size, "%s", self->server);
    if (atomic_load(&self->trouble) == JACK_GONE)
        return;
    ports = physical(self->client, true);
    if (!ports)
        ports = physical(self->client, false);
    if (ports && ports[0])
        port = jack_port_by_name(self->client, ports[0]);
    if (port)
        hardware_of(port, name, size);
    jack_free(ports);
}

bool
jack_ports_wired(struct driver *driver, unsigned channel)
{
    struct jack_driver *self = (struct jack_driver *)driver;

    return channel < driver->config.inputs
           && atomic_load(&self->trouble) != JACK_GONE
           && jack_port_connected(self->in[channel]) > 0;
}

/* Each property is written to a file, and told to all clients: of 64 tracks that
 * takes tens of milliseconds, which nobody has who wants to record. */
void
jack_ports_label(struct driver *driver, bool input, unsigned channel,
                 const char *text)
{
    struct jack_driver *self = (struct jack_driver *)driver;
    const unsigned count = input ? driver->config.inputs : driver->config.outputs;

    char *told = input && channel < count ? self->labels[channel] : NULL;

    if (channel >= count || atomic_load(&self->trouble) == JACK_GONE
        || (told && strcmp(told, text) == 0))
        return;
    if (told && strlen(text) < sizeof self->labels[channel])
        strcpy(told, text);
    else if (told)
        told[0] = '\0';
    describe(self->client, input ? self->in[channel] : self->out[channel], text,
             channel + (input ? 0 : driver->config.inputs));
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What our ports are connected to, so that it is so again when a server comes back:
 * also what was connected by hand.
 *
 * A server that ends takes its ports away before it says that it does.  Therefore a
 * change counts only when the server has outlived it by a moment. */
#include "config.h"

#if HAVE_JACK

#include "drivers/jack_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double SETTLE_SECONDS = 0.3;

static double
seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* --- as it is: «1 2» ports, then lines «in_1<tab>system:capture_1» ------------ */

static void
tell_port(struct jack_driver *self, jack_port_t *port, FILE *to)
{
    const char **others = jack_port_get_all_connections(self->client, port);

    for (size_t i = 0; others && others[i]; i++)
        fprintf(to, "%s\t%s\n", jack_port_short_name(port), others[i]);
    jack_free(others);
}

static void
keep(struct jack_driver *self)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (!to)
        return;
    fprintf(to, "%u %u\n", self->driver.config.inputs, self->driver.config.outputs);
    for (unsigned c = 0; c < self->driver.config.inputs; c++)
        tell_port(self, self->in[c], to);
    for (unsigned c = 0; c < self->driver.config.outputs; c++)
        tell_port(self, self->out[c], to);
    if (self->wanted)
        fputs(self->wanted, to);
    if (fclose(to) == 0) {
        free(self->wiring);
        self->wiring = text;
    } else {
        free(text);
    }
}

/* --- as it was ---------------------------------------------------------------- */

static jack_port_t *
port_named(struct jack_driver *self, const char *name)
{
    for (unsigned c = 0; c < self->driver.config.inputs; c++)
        if (strcmp(jack_port_short_name(self->in[c]), name) == 0)
            return self->in[c];
    for (unsigned c = 0; c < self->driver.config.outputs; c++)
        if (strcmp(jack_port_short_name(self->out[c]), name) == 0)
            return self->out[c];
    return NULL;
}

/* False: the other is not there, yet. */
static bool
connect_line(struct jack_driver *self, char *line)
{
    char *other = strchr(line, '\t');
    jack_port_t *port;

    if (!other)
        return true;
    *other++ = '\0';
    port = port_named(self, line);
    other[-1] = '\t';
    if (!port)
        return true;
    const char *name = jack_port_name(port);
    const int error = jack_port_flags(port) & JackPortIsInput
                          ? jack_connect(self->client, other, name)
                          : jack_connect(self->client, name, other);

    return error == 0 || error == EEXIST;
}

/* Connect what can be; the lines that cannot stay, in their order. */
static void
connect_wanted(struct jack_driver *self)
{
    char *from = self->wanted, *to = self->wanted, *end;

    while (from && (end = strchr(from, '\n'))) {
        const size_t length = (size_t)(end - from);

        *end = '\0';
        if (!connect_line(self, from)) {
            memmove(to, from, length);
            to += length;
            *to++ = '\n';
        }
        from = end + 1;
    }
    if (to)
        *to = '\0';
}

static void
on_connect(jack_port_id_t a, jack_port_id_t b, int connect, void *user)
{
    struct jack_driver *self = user;

    (void)a, (void)b, (void)connect;
    atomic_store(&self->rewired, true);
}

static void
on_register(jack_port_id_t port, int here, void *user)
{
    struct jack_driver *self = user;

    (void)port, (void)here;
    atomic_store(&self->rewired, true);
}

bool
jack_wiring_watch(struct jack_driver *self)
{
    return jack_set_port_connect_callback(self->client, on_connect, self) == 0
           && jack_set_port_registration_callback(self->client, on_register, self)
                  == 0;
}

void
jack_wiring_make(struct jack_driver *self)
{
    const char *before = self->driver.config.wiring;

    unsigned in = 0, out = 0;

    self->driver.config.wiring = NULL;
    if (before && sscanf(before, "%u %u\n", &in, &out) == 2)
        self->wanted = strdup(before);
    connect_wanted(self);
    jack_ports_connect(self, in, out); /* those that are new */
    keep(self);
}

void
jack_wiring_look(struct jack_driver *self)
{
    if (atomic_exchange(&self->rewired, false)) {
        connect_wanted(self);
        self->rewired_at = seconds_now();
    }
    if (self->rewired_at == 0 || seconds_now() < self->rewired_at + SETTLE_SECONDS)
        return;
    self->rewired_at = 0;
    keep(self);
}

char *
jack_wiring_tell(struct driver *driver)
{
    const struct jack_driver *self = (const struct jack_driver *)driver;

    return self->wiring ? strdup(self->wiring) : NULL;
}

void
jack_wiring_free(struct jack_driver *self)
{
    free(self->wanted);
    free(self->wiring);
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jack_join.c: how a client begins and ends.
 *
 * libjack has one state for all of a program.  When a client is opened after its
 * server has ended, all that were left are freed, those that another thread still
 * holds, too (JackLibGlobals::Init()).  So whoever joins and whoever leaves take
 * turns, and drivers whose server is gone leave it before somebody joins.  They do
 * not ask libjack for anything any more (JACK_GONE). */
#include "config.h"

#if HAVE_JACK

#include "drivers/jack_private.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static struct jack_driver *joined;

/* libjack talks to stderr; what matters is in our own faults. */
static void
hush(const char *text)
{
    (void)text;
}

const char *
jack_default_server(void)
{
    const char *name = getenv("JACK_DEFAULT_SERVER");

    return name && *name ? name : "default";
}

/* A server that has ended is a broken pipe, to which libjack may write from any
 * thread: that must not end us. */
static void
bear_broken_pipes(void)
{
    struct sigaction now;

    if (sigaction(SIGPIPE, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        (void)signal(SIGPIPE, SIG_IGN);
}

/* The default one is not named, as a PipeWire would look for a PipeWire of that
 * name. */
static jack_client_t *
open_client(const char *name, const char *server, jack_status_t *status)
{
    if (!server || strcmp(server, jack_default_server()) == 0)
        return jack_client_open(name, JackNoStartServer, status);
    return jack_client_open(name, JackNoStartServer | JackServerName, status,
                            server);
}

static void
leave_the_gone(void)
{
    for (struct jack_driver *one = joined; one; one = one->next)
        if (!one->left && atomic_load(&one->trouble) == JACK_GONE) {
            jack_client_close(one->client);
            one->left = true;
        }
}

jack_client_t *
jack_join(const char *name, const char *server, struct jack_driver *driver,
          jack_status_t *status)
{
    pthread_mutex_lock(&turn);
    bear_broken_pipes();
    jack_set_error_function(hush);
    jack_set_info_function(hush);
    leave_the_gone();
    jack_client_t *client = open_client(name, server, status);
    if (client && driver) {
        driver->client = client;
        driver->next = joined;
        joined = driver;
    }
    pthread_mutex_unlock(&turn);
    return client;
}

void
jack_leave(jack_client_t *client, struct jack_driver *driver)
{
    pthread_mutex_lock(&turn);
    for (struct jack_driver **at = &joined; driver && *at; at = &(*at)->next)
        if (*at == driver) {
            *at = driver->next;
            break;
        }
    if (!driver || !driver->left)
        jack_client_close(client);
    pthread_mutex_unlock(&turn);
}

#endif

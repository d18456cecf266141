/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plug_help.h: ALSA's plug-in for JACK, on a server that waits for whoever uses it.
 *
 * The plug-in answers its server in time whether or not its user has come along: that one
 * then has an xrun.  So another client, for which the server waits, goes on only when the
 * user has: nobody is late, on any machine. */
#ifndef TESTS_DRIVERS_PLUG_HELP_H
#define TESTS_DRIVERS_PLUG_HELP_H

#include "config.h"

#if HAVE_ALSA && HAVE_JACK
#include "tests/drivers/server_help.h"

/* Devices for ALSA: «probe», whose first channels are the ports «probe:in» and «probe:out»,
 * and «loop», likewise; in a configuration of the test's own. */
struct plug {
    char folder[64];
    struct server server;
    jack_client_t *pace;
    uint64_t passed;    /* frames */
    int64_t lead, most; /* of what was played to ALSA since the first, and the most */
    _Atomic bool waits; /* from now on */
    _Atomic unsigned cycles; /* since then */
};

/* Or the test fails, or is skipped without jackd. */
void plug_in(struct plug *plug, unsigned block);
void plug_out(struct plug *plug);

/* Who uses the plug-in runs: wait for it until plug_let_go(), which comes before it is
 * stopped.  Returns when it has caught up. */
void plug_keep_pace(struct plug *plug);
void plug_let_go(struct plug *plug);

#endif
#endif

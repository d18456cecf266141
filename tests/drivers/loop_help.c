/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#if HAVE_JACK

#include "tests/drivers/loop_help.h"

#include "drivers/jack_private.h"
#include "tests/drivers/server_help.h"
#include "tests/test.h"

#include <errno.h>

static int
process(jack_nframes_t frames, void *user)
{
    struct loop *loop = user;
    const float *in = jack_port_get_buffer(loop->in, frames);
    float *out = jack_port_get_buffer(loop->out, frames);
    const uint32_t now = jack_last_frame_time(loop->client);

    for (uint32_t i = 0; i < LOOP_RING && i < now - loop->due; i++)
        loop->ring[(now - 1 - i) % LOOP_RING] = 0;
    for (uint32_t i = 0; i < frames; i++) {
        loop->ring[(now + i) % LOOP_RING] = in[i];
        out[i] = loop->ring[(now + i - LOOP_DELAY) % LOOP_RING];
    }
    loop->due = now + frames;
    return 0;
}

void
loop_open(struct loop *loop)
{
    *loop = (struct loop){.client = jack_join("loop", NULL, NULL, NULL)};
    assert_non_null(loop->client);
    loop->in = jack_port_register(loop->client, "in", JACK_DEFAULT_AUDIO_TYPE,
                                  JackPortIsInput, 0);
    loop->out = jack_port_register(loop->client, "out", JACK_DEFAULT_AUDIO_TYPE,
                                   JackPortIsOutput, 0);
    assert_int_equal(jack_set_process_callback(loop->client, process, loop), 0);
    assert_int_equal(jack_activate(loop->client), 0);
}

void
loop_close(struct loop *loop)
{
    jack_leave(loop->client, NULL);
    loop->client = NULL;
}

void
ports_join(jack_client_t *client, const char *from, const char *to, int limit_ms)
{
    int error = -1;

    for (int ms = 0; error != 0 && error != EEXIST && ms < limit_ms; ms++) {
        error = jack_connect(client, from, to);
        if (error != 0)
            moment();
    }
    assert_true(error == 0 || error == EEXIST);
}

#endif

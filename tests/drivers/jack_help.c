/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#if HAVE_JACK

#include "tests/drivers/jack_help.h"

#include "tests/drivers/ramp.h"
#include "tests/test.h"

#include <stdio.h>
#include <time.h>

static void
gap(void *user, uint32_t frames)
{
    struct client *client = user;

    client->gaps += frames;
    if (client->by_clock) {
        client->sent += frames;
        client->expected += frames;
    }
}

static void
stall(unsigned ms)
{
    struct timespec begin, now;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - begin.tv_sec) * 1000
               + (now.tv_nsec - begin.tv_nsec) / 1000000
           < ms);
}

/* As long as no frame is lost or run twice, what is counted is what the server said. */
static void
keep_time(struct client *client)
{
    if (!client->placed)
        client->sent = server_said();
    client->placed = true;
    client->shifted += (jack_nframes_t)client->sent != server_said();
}

static void
hear(struct client *client, const float *in, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++) {
        const int64_t index = ramp_index(in[i]);

        if (!client->locked && in[i] != 0 && index >= 0) {
            client->expected = (uint64_t)index;
            client->locked = true;
        }
        if (!client->locked)
            continue;
        if (index == (int64_t)(client->expected % RAMP_PERIOD))
            client->good++;
        else
            client->bad++;
        client->expected++;
    }
}

static void
play(struct client *client, float *const *out, unsigned n_out, uint32_t frames)
{
    slate_begin(&client->slate, client->sent);
    for (unsigned c = 0; c < n_out; c++)
        for (uint32_t i = 0; i < frames; i++)
            out[c][i] = c == 0 ? ramp_at(client->sent + i) : 0.25f;
    slate_end(&client->slate, client->sent);
}

void
client_cycle(void *user, const float *const *in, unsigned n_in, float *const *out,
             unsigned n_out, uint32_t frames)
{
    struct client *client = user;

    if (client->by_clock)
        keep_time(client);
    if (client->ear.slate)
        ear_begin(&client->ear);
    if (n_in > 0)
        hear(client, in[0], frames);
    if (client->ear.slate)
        ear_end(&client->ear, in[0], frames, client->sent);
    play(client, out, n_out, frames);
    client->sent += frames;
    client->frames += frames;
    client->block = frames;
    client->cycles++;
    stall(atomic_exchange(&client->stall_ms, 0));
}

struct driver *
client_open(struct client *client, unsigned inputs)
{
    const struct driver_config config = {
        .rate = 48000,
        .block = 256,
        .inputs = inputs,
        .outputs = 2,
        .cycle = client_cycle,
        .gap = gap,
        .user = client,
    };
    struct driver *driver;
    struct fault fault = {0};

    if (driver_open(&driver, driver_named("jack"), &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    return driver;
}

struct driver_state
state_of(struct driver *driver)
{
    struct driver_state state;

    driver_state(driver, &state);
    return state;
}

void
client_join(struct client *client, struct probe *probe)
{
    char name[64];

    if (client->by_clock) {
        client->ear.slate = &probe->slate;
        probe->ear.slate = &client->slate;
    }
    /* What comes from several is mixed, into another buffer. */
    (void)jack_disconnect(probe->client, "system:capture_1", "remanence:in_1");
    snprintf(name, sizeof name, "%s:out", jack_get_client_name(probe->client));
    assert_int_equal(jack_connect(probe->client, name, "remanence:in_1"), 0);
    snprintf(name, sizeof name, "%s:in", jack_get_client_name(probe->client));
    assert_int_equal(jack_connect(probe->client, "remanence:out_1", name), 0);
}

void
await_frames(const _Atomic uint64_t *count, uint64_t more)
{
    const uint64_t until = *count + more;

    for (int ms = 0; *count < until && ms < 60000; ms++)
        moment();
    assert_true(*count >= until);
}

#endif

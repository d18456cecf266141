/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against real servers, of the test's own. */
#include "tests/test.h"

#include "config.h"
#include "drivers/driver.h"

#if HAVE_JACK
#include "app/player.h"
#include "app/session.h"
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"

#include <errno.h>
#include <jack/metadata.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* What the driver calls: sends the ramp, and checks the one that it gets. */
struct client {
    uint64_t sent;
    uint64_t expected;
    bool by_clock;
    _Atomic bool locked;
    _Atomic uint64_t frames, cycles, good, bad, gaps;
    _Atomic uint32_t block;
    _Atomic unsigned stall_ms;
};

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

static void
cycle(void *user, const float *const *in, unsigned n_in, float *const *out,
      unsigned n_out, uint32_t frames)
{
    struct client *client = user;

    for (uint32_t i = 0; i < frames && n_in > 0; i++) {
        const int64_t index = ramp_index(in[0][i]);

        if (!client->locked && in[0][i] != 0 && index >= 0) {
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
    for (unsigned c = 0; c < n_out; c++)
        for (uint32_t i = 0; i < frames; i++)
            out[c][i] = c == 0 ? ramp_at(client->sent + i) : 0.25f;
    client->sent += frames;
    client->frames += frames;
    client->block = frames;
    client->cycles++;
    stall(atomic_exchange(&client->stall_ms, 0));
}

static struct driver *
open_driver(struct client *client, unsigned inputs)
{
    const struct driver_config config = {
        .rate = 48000,
        .block = 256,
        .inputs = inputs,
        .outputs = 2,
        .cycle = cycle,
        .gap = gap,
        .user = client,
    };
    struct driver *driver;
    struct fault fault = {0};

    if (driver_open(&driver, driver_named("jack"), &config, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    return driver;
}

static struct driver_state
state_of(struct driver *driver)
{
    struct driver_state state;

    driver_state(driver, &state);
    return state;
}

static void
connect_probe(struct probe *probe)
{
    char name[64];

    snprintf(name, sizeof name, "%s:out", jack_get_client_name(probe->client));
    assert_int_equal(jack_connect(probe->client, name, "remanence:in_1"), 0);
    snprintf(name, sizeof name, "%s:in", jack_get_client_name(probe->client));
    assert_int_equal(jack_connect(probe->client, "remanence:out_1", name), 0);
}

static void
await_frames(const _Atomic uint64_t *count, uint64_t more)
{
    const uint64_t until = *count + more;

    for (int ms = 0; *count < until && ms < 60000; ms++)
        moment();
    assert_true(*count >= until);
}

/* A server that waits for its clients leaves none out, however late it is itself. */
static void
assert_exact(const struct probe *probe, const struct client *client)
{
    await_frames(&probe->good, 24000);
    await_frames(&client->good, 24000);
    assert_int_equal(probe->bad, 0);
    assert_int_equal(client->bad, 0);
    assert_int_equal(client->gaps, 0);
}

static void
sound_goes_through_exact_to_the_sample(void **state)
{
    static const unsigned BLOCKS[] = {64, 256, 1024};

    for (size_t i = 0; i < COUNT(BLOCKS); i++) {
        struct server server;
        struct client client = {.by_clock = true};
        struct probe probe;

        server_need(&server, 48000, BLOCKS[i], true);
        struct driver *driver = open_driver(&client, 2);
        assert_true(probe_open(&probe, "probe", true));
        connect_probe(&probe);
        assert_int_equal(client.frames, 0);
        assert_int_equal(driver_start(driver, NULL), ST_OK);
        assert_exact(&probe, &client);
        const struct driver_state told = state_of(driver);
        assert_int_equal(told.health, DRIVER_RUNNING);
        assert_int_equal(told.rate, 48000);
        assert_int_equal(told.block, BLOCKS[i]);
        assert_int_equal(client.block, BLOCKS[i]);
        assert_int_equal(told.missed, client.gaps);
        probe_close(&probe);
        driver_close(driver);
        server_stop(&server);
    }
}

/* From one client through the driver to another, in the graph's order: what is
 * delivered is one stream, whatever the blocks are. */
static void
a_hundred_changes_of_the_block_lose_nothing(void **state)
{
    static const unsigned BLOCKS[] = {256, 64, 1024, 128};
    struct server server;
    struct client client = {0};
    struct probe source, sink;

    server_need(&server, 48000, 128, true);
    struct driver *driver = open_driver(&client, 1);
    assert_true(probe_open(&source, "source", false));
    assert_true(probe_open(&sink, "sink", false));
    assert_int_equal(jack_connect(source.client, "source:out", "remanence:in_1"),
                     0);
    assert_int_equal(jack_connect(sink.client, "remanence:out_1", "sink:in"), 0);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    await_frames(&sink.good, 1000);
    for (unsigned i = 0; i < 100; i++) {
        const unsigned block = BLOCKS[i % COUNT(BLOCKS)];

        assert_int_equal(jack_set_buffer_size(source.client, block), 0);
        await_frames(&client.cycles, 2);
        assert_int_equal(state_of(driver).block, block);
        assert_int_equal(client.block, block);
    }
    assert_int_equal(state_of(driver).health, DRIVER_RUNNING);
    assert_int_equal(state_of(driver).missed, 0);
    await_frames(&sink.good, 1000);
    assert_int_equal(client.bad, 0);
    assert_int_equal(sink.bad, 0);
    probe_close(&source);
    probe_close(&sink);
    driver_close(driver);
    server_stop(&server);
}

/* A server that does not wait goes on without us; what comes after that is not
 * shifted. Who listens meanwhile hears what was left in the buffers. */
static void
cycles_without_us_are_xruns_and_told_as_gaps(void **state)
{
    struct server server;
    struct client client = {.by_clock = true};
    struct probe probe;

    server_need(&server, 48000, 256, false);
    struct driver *driver = open_driver(&client, 1);
    assert_true(probe_open(&probe, "probe", true));
    connect_probe(&probe);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    await_frames(&probe.good, 2000);
    for (unsigned i = 1; i <= 5; i++) {
        const uint64_t xruns = state_of(driver).xruns, missed = client.gaps;

        client.stall_ms = 40;
        for (int ms = 0; state_of(driver).xruns == xruns && ms < 60000; ms++)
            moment();
        for (int ms = 0; client.gaps - missed < 2 * 256 && ms < 60000; ms++)
            moment();
        assert_true(state_of(driver).xruns > xruns);
        assert_true(client.gaps - missed >= 2 * 256);
    }
    const uint64_t good = probe.good, heard = client.good;
    await_frames(&probe.good, 4000);
    await_frames(&client.good, 4000);
    driver_stop(driver);
    const struct driver_state told = state_of(driver);
    assert_true(told.xruns >= 5);
    assert_int_equal(told.missed, client.gaps);
    assert_true(probe.good - good >= 4000 && client.good - heard >= 4000);
    assert_true(probe.bad + client.bad
                <= told.missed + probe.missed + told.xruns * 2 * 256);
    probe_close(&probe);
    driver_close(driver);
    server_stop(&server);
}

/* One that is late by a cycle or two is called twice for one of them. */
static void
what_a_late_client_hears_is_never_shifted(void **state)
{
    struct server server;
    struct client client = {.by_clock = true};
    struct probe probe;

    server_need(&server, 48000, 64, false);
    struct driver *driver = open_driver(&client, 1);
    assert_true(probe_open(&probe, "probe", true));
    connect_probe(&probe);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    await_frames(&client.good, 2000);
    for (unsigned i = 0; i < 100; i++) {
        client.stall_ms = 1 + i % 4;
        await_frames(&client.frames, 1280);
    }
    const uint64_t good = client.good, bad = client.bad;
    await_frames(&client.frames, 24000);
    /* The machine may be busy on its own account. */
    assert_true(client.good - good > client.bad - bad);
    driver_stop(driver);
    probe_close(&probe);
    driver_close(driver);
    server_stop(&server);
}

static void
a_stopped_driver_is_silent_and_keeps_its_connections(void **state)
{
    struct server server;
    struct client client = {0};
    struct probe probe;

    server_need(&server, 48000, 128, true);
    struct driver *driver = open_driver(&client, 1);
    assert_true(probe_open(&probe, "probe", false));
    connect_probe(&probe);
    for (unsigned round = 0; round < 3; round++) {
        assert_int_equal(driver_start(driver, NULL), ST_OK);
        await_frames(&client.cycles, 5);
        driver_stop(driver);
        assert_int_equal(state_of(driver).health, DRIVER_STOPPED);
        const uint64_t cycles = client.cycles;
        const uint64_t good = probe.good;
        await_frames(&probe.bad, 3 * 128); /* silence is no ramp */
        assert_int_equal(client.cycles, cycles);
        probe.locked = false;
        assert_true(probe.good >= good);
    }
    probe_close(&probe);
    driver_close(driver);
    server_stop(&server);
}

/* libjack writes to a server that may be gone. */
static void
a_broken_pipe_does_not_end_the_program(void **state)
{
    struct server server;
    struct client client = {0};
    int ends[2];

    server_need(&server, 48000, 256, false);
    driver_close(open_driver(&client, 1));
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    sigset_t pipes, before;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    assert_int_equal(pthread_sigmask(SIG_UNBLOCK, &pipes, &before), 0);
    assert_int_equal(write(ends[1], "", 1), -1);
    assert_int_equal(errno, EPIPE);
    assert_int_equal(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
    close(ends[1]);
    server_stop(&server);
}

static void
a_killed_server_is_lost_at_once_and_joined_again(void **state)
{
    struct server server;
    struct client client = {0};

    server_need(&server, 48000, 256, false);
    for (unsigned round = 0; round < 3; round++) {
        struct driver *driver = open_driver(&client, 2);
        struct driver_state told;

        assert_int_equal(driver_start(driver, NULL), ST_OK);
        await_frames(&client.cycles, 10);
        char name[64];
        driver_channel_name(driver, true, 1, name, sizeof name);
        assert_string_equal(name, "system:capture_2");
        server_kill(&server);
        for (int ms = 0; state_of(driver).health != DRIVER_LOST && ms < 1000; ms++)
            moment();
        told = state_of(driver);
        assert_int_equal(told.health, DRIVER_LOST);
        assert_true(strlen(told.why) > 0);
        assert_int_equal(told.cycles, client.cycles);
        assert_int_not_equal(driver_start(driver, NULL), ST_OK);
        driver_channel_name(driver, true, 1, name, sizeof name);
        assert_string_equal(name, "in_2");
        driver_close(driver);
        client = (struct client){0};
        assert_true(server_start(&server, 48000, 256, false));
    }
    server_stop(&server);
}

static unsigned
latency_of(jack_client_t *client, const char *port, bool capture)
{
    jack_latency_range_t range;

    jack_port_get_latency_range(jack_port_by_name(client, port),
                                capture ? JackCaptureLatency : JackPlaybackLatency,
                                &range);
    return range.max;
}

static void
latencies_are_those_of_the_ports_it_is_connected_to(void **state)
{
    struct server server;
    struct client client = {0};
    struct probe probe;
    struct driver_state told;

    server_need(&server, 48000, 256, false);
    struct driver *driver = open_driver(&client, 1);
    assert_true(probe_open(&probe, "probe", false));
    for (unsigned block = 256; block <= 1024; block *= 4) {
        assert_int_equal(jack_set_buffer_size(probe.client, block), 0);
        const unsigned capture = latency_of(probe.client, "system:capture_1", true);
        const unsigned playback
            = latency_of(probe.client, "system:playback_1", false);
        assert_true(capture >= block && playback >= block);
        for (int ms = 0; ms < 5000; ms++) {
            told = state_of(driver);
            if (told.capture_latency == capture
                && told.playback_latency == playback)
                break;
            moment();
        }
        assert_int_equal(told.capture_latency, capture);
        assert_int_equal(told.playback_latency, playback);
    }
    assert_int_equal(
        jack_disconnect(probe.client, "system:capture_1", "remanence:in_1"), 0);
    for (int ms = 0; state_of(driver).capture_latency != 0 && ms < 5000; ms++)
        moment();
    assert_int_equal(state_of(driver).capture_latency, 0);
    probe_close(&probe);
    driver_close(driver);
    server_stop(&server);
}

static void
assert_pretty(jack_client_t *client, const char *port, const char *wanted)
{
    char *value = NULL, *type = NULL;

    assert_int_equal(
        jack_get_property(jack_port_uuid(jack_port_by_name(client, port)),
                          JACK_METADATA_PRETTY_NAME, &value, &type),
        0);
    assert_string_equal(value, wanted);
    jack_free(value);
    jack_free(type);
}

static void
ports_have_names_for_people(void **state)
{
    struct server server;
    struct client client = {0};
    struct probe probe;
    char name[64];

    server_need(&server, 48000, 256, false);
    struct driver *driver = open_driver(&client, 3);
    assert_true(probe_open(&probe, "probe", false));
    assert_pretty(probe.client, "remanence:out_2", "Main right");
    assert_pretty(probe.client, "remanence:in_1", "Input 1");
    driver_label(driver, true, 0, "Voice");
    assert_pretty(probe.client, "remanence:in_1", "Voice");
    driver_channel_name(driver, true, 0, name, sizeof name);
    assert_string_equal(name, "system:capture_1");
    driver_channel_name(driver, false, 1, name, sizeof name);
    assert_string_equal(name, "system:playback_2");
    driver_channel_name(driver, true, 2, name, sizeof name); /* not connected */
    assert_string_equal(name, "in_3");
    probe_close(&probe);
    driver_close(driver);
    server_stop(&server);
}

static void
freewheel_is_told(void **state)
{
    struct server server;
    struct client client = {0};
    struct probe probe;

    server_need(&server, 48000, 256, false);
    struct driver *driver = open_driver(&client, 1);
    assert_true(probe_open(&probe, "probe", false));
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    assert_false(state_of(driver).freewheel);
    assert_int_equal(jack_set_freewheel(probe.client, 1), 0);
    for (int ms = 0; !state_of(driver).freewheel && ms < 5000; ms++)
        moment();
    assert_true(state_of(driver).freewheel);
    await_frames(&client.frames, 480000);
    assert_int_equal(jack_set_freewheel(probe.client, 0), 0);
    for (int ms = 0; state_of(driver).freewheel && ms < 5000; ms++)
        moment();
    assert_false(state_of(driver).freewheel);
    await_frames(&client.cycles, 4);
    assert_true(state_of(driver).missed
                < 480000); /* time that ran fast is no gap */
    probe_close(&probe);
    driver_close(driver);
    server_stop(&server);
}

static void
keep_device(void *user, const struct driver_device *device)
{
    assert_string_equal(device->name, getenv("JACK_DEFAULT_SERVER"));
    *(struct driver_device *)user = *device;
}

static void
a_running_server_is_the_choice_and_none_is_started(void **state)
{
    struct server server;
    char why[256];
    struct driver_device device = {0};
    struct driver *driver;
    struct client client = {0};
    struct fault fault;
    const struct driver_config config = {
        .rate = 48000, .block = 64, .outputs = 2, .cycle = cycle, .user = &client};

    server_need(&server, 44100, 512, false);
    assert_string_equal(driver_choose(why, sizeof why)->name, "jack");
    driver_named("jack")->devices(keep_device, &device);
    assert_int_equal(device.inputs, 2);
    assert_int_equal(device.outputs, 2);
    assert_int_equal(device.rates[0], 44100);
    assert_int_equal(device.rates[1], 0);
    assert_int_equal(device.block, 512);
    driver = open_driver(&client, 1);
    assert_int_equal(state_of(driver).rate, 44100);
    driver_close(driver);
    server_stop(&server);

    assert_string_not_equal(driver_choose(why, sizeof why)->name, "jack");
    assert_non_null(strstr(why, server.name));
    assert_int_equal(driver_open(&driver, driver_named("jack"), &config, &fault),
                     ST_NOT_FOUND);
    assert_null(driver);
    assert_string_equal(fault.where, server.name);
}

/* Rather than to play too high or too low. */
static void
a_server_at_another_rate_than_the_song_is_refused(void **state)
{
    char folder[] = "/tmp/rem-jack-XXXXXX", song[64], command[64];
    const struct player_config config = {.driver = "jack", .threads = 1};
    struct server server;
    struct session *session;
    struct player *player;
    struct fault fault;
    char line[256];

    server_need(&server, 44100, 256, false);
    assert_non_null(mkdtemp(folder));
    snprintf(song, sizeof song, "%s/song.rem", folder);
    assert_int_equal(session_create(&session, song, 48000, &fault), ST_OK);
    assert_int_equal(player_open(&player, session, &config, &fault),
                     ST_UNSUPPORTED);
    assert_null(player);
    fault_line(&fault, line, sizeof line);
    assert_non_null(strstr(line, "44100 Hz"));
    assert_non_null(strstr(line, "48000 Hz"));
    server_stop(&server);
    assert_true(server_start(&server, 48000, 256, false));
    assert_int_equal(player_open(&player, session, &config, &fault), ST_OK);
    player_close(player);
    session_close(session);
    server_stop(&server);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(sound_goes_through_exact_to_the_sample),
        cmocka_unit_test(a_hundred_changes_of_the_block_lose_nothing),
        cmocka_unit_test(cycles_without_us_are_xruns_and_told_as_gaps),
        cmocka_unit_test(what_a_late_client_hears_is_never_shifted),
        cmocka_unit_test(a_stopped_driver_is_silent_and_keeps_its_connections),
        cmocka_unit_test(a_broken_pipe_does_not_end_the_program),
        cmocka_unit_test(a_killed_server_is_lost_at_once_and_joined_again),
        cmocka_unit_test(latencies_are_those_of_the_ports_it_is_connected_to),
        cmocka_unit_test(ports_have_names_for_people),
        cmocka_unit_test(freewheel_is_told),
        cmocka_unit_test(a_server_at_another_rate_than_the_song_is_refused),
        cmocka_unit_test(a_running_server_is_the_choice_and_none_is_started),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

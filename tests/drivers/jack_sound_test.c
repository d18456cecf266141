/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes through a server and our driver, to the sample. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "tests/drivers/jack_help.h"

/* A server that waits for its clients leaves none out, however late it is itself. */
static void
assert_exact(const struct probe *probe, const struct client *client)
{
    await_frames(&probe->good, 24000);
    await_frames(&client->good, 24000);
    assert_int_equal(probe->bad, 0);
    assert_int_equal(client->bad, 0);
    assert_int_equal(client->gaps, 0);
    assert_int_equal(client->shifted, 0);
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
        struct driver *driver = client_open(&client, 2);
        assert_true(probe_open(&probe, "probe", true));
        client_join(&client, &probe);
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
    struct driver *driver = client_open(&client, 1);
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

/* On a server that does not wait anybody may be late, on any machine.  But what we count is
 * always the server's time, and what was written for a frame is heard at that frame. */
static void
assert_never_shifted(const struct probe *probe, const struct client *client)
{
    assert_int_equal(client->shifted, 0);
    await_frames(&probe->ear.right, 24000);
    await_frames(&client->ear.right, 24000);
    assert_int_equal(probe->ear.wrong, 0);
    assert_int_equal(client->ear.wrong, 0);
    assert_int_equal(client->shifted, 0);
}

/* A server that does not wait goes on without us; what comes after that is not
 * shifted. */
static void
cycles_without_us_are_xruns_and_told_as_gaps(void **state)
{
    struct server server;
    struct client client = {.by_clock = true};
    struct probe probe;

    server_need(&server, 48000, 256, false);
    struct driver *driver = client_open(&client, 1);
    assert_true(probe_open(&probe, "probe", true));
    client_join(&client, &probe);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    await_frames(&client.frames, 2000);
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
    assert_never_shifted(&probe, &client);
    driver_stop(driver);
    const struct driver_state told = state_of(driver);
    assert_true(told.xruns >= 5);
    assert_int_equal(told.missed, client.gaps);
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
    struct driver *driver = client_open(&client, 1);
    assert_true(probe_open(&probe, "probe", true));
    client_join(&client, &probe);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    await_frames(&client.frames, 2000);
    for (unsigned i = 0; i < 100; i++) {
        client.stall_ms = 1 + i % 4;
        await_frames(&client.frames, 1280);
    }
    assert_true(client.gaps > 0);
    assert_never_shifted(&probe, &client);
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
    struct driver *driver = client_open(&client, 1);
    assert_true(probe_open(&probe, "probe", false));
    client_join(&client, &probe);
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
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

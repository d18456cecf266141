/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against real servers, of the test's own: joined, looked at, killed. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "app/player.h"
#include "app/session.h"
#include "tests/drivers/jack_help.h"

#include <errno.h>
#include <jack/metadata.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* libjack writes to a server that may be gone. */
static void
a_broken_pipe_does_not_end_the_program(void **state)
{
    struct server server;
    struct client client = {0};
    int ends[2];

    server_need(&server, 48000, 256, false);
    driver_close(client_open(&client, 1));
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
        struct driver *driver = client_open(&client, 2);
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

/* Whoever opens a client then, of any thread, has libjack free those that are left. */
static void
a_lost_one_may_be_closed_after_others_have_joined_anew(void **state)
{
    struct server server;
    struct client client = {0}, next = {0};
    char why[256];

    server_need(&server, 48000, 256, false);
    struct driver *lost = client_open(&client, 2);
    assert_int_equal(driver_start(lost, NULL), ST_OK);
    await_frames(&client.cycles, 10);
    server_kill(&server);
    for (int ms = 0; state_of(lost).health != DRIVER_LOST && ms < 60000; ms++)
        moment();
    assert_true(server_start(&server, 48000, 256, false));
    assert_string_equal(driver_choose(why, sizeof why)->name, "jack");
    struct driver *driver = client_open(&next, 2);
    assert_int_equal(state_of(lost).health, DRIVER_LOST);
    driver_close(lost);
    assert_int_equal(driver_start(driver, NULL), ST_OK);
    await_frames(&next.cycles, 10);
    driver_close(driver);
    server_stop(&server);
}

static void
latencies_are_those_of_the_ports_it_is_connected_to(void **state)
{
    struct server server;
    struct client client = {0};
    struct probe probe;
    struct driver_state told;

    server_need(&server, 48000, 256, false);
    struct driver *driver = client_open(&client, 1);
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
    struct driver *driver = client_open(&client, 3);
    assert_true(probe_open(&probe, "probe", false));
    assert_pretty(probe.client, "remanence:out_2", "Main right");
    assert_pretty(probe.client, "remanence:in_1", "Input 1");
    driver_label(driver, true, 0, "Voice");
    assert_pretty(probe.client, "remanence:in_1", "Voice");
    /* What is so already is not written again. */
    assert_int_equal(jack_set_property(probe.client,
                                       jack_port_uuid(jack_port_by_name(
                                           probe.client, "remanence:in_1")),
                                       JACK_METADATA_PRETTY_NAME, "Tape", "text/plain"),
                     0);
    driver_label(driver, true, 0, "Voice");
    assert_pretty(probe.client, "remanence:in_1", "Tape");
    driver_label(driver, true, 0, "Bass");
    assert_pretty(probe.client, "remanence:in_1", "Bass");
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
    struct driver *driver = client_open(&client, 1);
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
        .rate = 48000, .block = 64, .outputs = 2, .cycle = client_cycle, .user = &client};

    server_need(&server, 44100, 512, false);
    assert_string_equal(driver_choose(why, sizeof why)->name, "jack");
    driver_named("jack")->devices(keep_device, &device);
    assert_int_equal(device.inputs, 2);
    assert_int_equal(device.outputs, 2);
    assert_int_equal(device.rates[0], 44100);
    assert_int_equal(device.rates[1], 0);
    assert_int_equal(device.block, 512);
    driver = client_open(&client, 1);
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
        cmocka_unit_test(a_broken_pipe_does_not_end_the_program),
        cmocka_unit_test(a_killed_server_is_lost_at_once_and_joined_again),
        cmocka_unit_test(a_lost_one_may_be_closed_after_others_have_joined_anew),
        cmocka_unit_test(latencies_are_those_of_the_ports_it_is_connected_to),
        cmocka_unit_test(ports_have_names_for_people),
        cmocka_unit_test(freewheel_is_told),
        cmocka_unit_test(a_server_at_another_rate_than_the_song_is_refused),
        cmocka_unit_test(a_running_server_is_the_choice_and_none_is_started),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What our ports are connected to on a server, and what they are called there. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"

#include <jack/metadata.h>
#include <string.h>

enum { LIMIT_MS = 20000, BLOCK = 256 };

static const struct player_config ONE_INPUT
    = {.driver = "jack", .inputs = 1, .threads = 1};

static bool
is_connected(jack_client_t *client, const char *port, const char *other)
{
    const jack_port_t *ours = jack_port_by_name(client, port);
    const char **all = ours ? jack_port_get_all_connections(client, ours) : NULL;
    bool found = false;

    for (size_t i = 0; all && all[i]; i++)
        found |= strcmp(all[i], other) == 0;
    jack_free(all);
    return found;
}

/* Also with ports of programs that come later than we. */
static void
what_was_connected_by_hand_is_connected_again(void **state)
{
    struct server server;
    struct studio studio;
    struct probe probe;

    server_need(&server, 48000, BLOCK, false);
    studio_new(&studio);
    studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    for (int round = 0; round < 2; round++) {
        assert_true(probe_open(&probe, "probe", true));
        if (round == 0) {
            assert_int_equal(jack_disconnect(probe.client, "system:capture_1",
                                             "remanence:in_1"),
                             0);
            assert_int_equal(
                jack_connect(probe.client, "system:capture_2", "remanence:in_1"), 0);
            assert_int_equal(jack_connect(probe.client, "probe:out", "remanence:in_1"), 0);
            assert_int_equal(jack_disconnect(probe.client, "remanence:out_2",
                                             "system:playback_2"),
                             0);
        }
        for (int ms = 0; !is_connected(probe.client, "remanence:in_1", "probe:out")
                         && ms < LIMIT_MS;
             ms++) {
            deck_poll(studio.deck, &studio.state);
            moment();
        }
        assert_true(is_connected(probe.client, "remanence:in_1", "probe:out"));
        assert_true(is_connected(probe.client, "remanence:in_1", "system:capture_2"));
        assert_false(is_connected(probe.client, "remanence:in_1", "system:capture_1"));
        assert_true(is_connected(probe.client, "remanence:out_1", "system:playback_1"));
        assert_false(is_connected(probe.client, "remanence:out_2", "system:playback_2"));
        studio_poll(&studio, 500); /* it is so, and no server's last breath */
        server_kill(&server);
        probe_close(&probe);
        studio_await_lost(&studio, true);
        assert_true(server_start(&server, 48000, BLOCK, false));
        studio_await_lost(&studio, false);
    }
    studio_close(&studio);
    studio_free(&studio);
    server_stop(&server);
}

static void
an_input_that_is_added_leaves_the_others_as_they_were(void **state)
{
    struct server server;
    struct studio studio;
    struct probe probe;

    server_need(&server, 48000, BLOCK, false);
    studio_new(&studio);
    studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    assert_true(probe_open(&probe, "probe", true));
    assert_int_equal(
        jack_disconnect(probe.client, "system:capture_1", "remanence:in_1"), 0);
    assert_int_equal(jack_connect(probe.client, "probe:out", "remanence:in_1"), 0);
    studio_poll(&studio, 500);
    studio_track(&studio, "Bass", 2);
    for (int ms = 0; !is_connected(probe.client, "remanence:in_2", "system:capture_2")
                     && ms < LIMIT_MS;
         ms++)
        studio_poll(&studio, 1);
    assert_true(is_connected(probe.client, "remanence:in_2", "system:capture_2"));
    assert_true(is_connected(probe.client, "remanence:in_1", "probe:out"));
    assert_false(is_connected(probe.client, "remanence:in_1", "system:capture_1"));
    studio_close(&studio);
    probe_close(&probe);
    studio_free(&studio);
    server_stop(&server);
}

static void
an_input_that_nothing_is_connected_to_is_refused_by_name(void **state)
{
    const struct player_config three = {.driver = "jack", .inputs = 3, .threads = 1};
    const struct deck_order order = {.from = frames(0)};
    struct server server;
    struct studio studio;
    struct fault fault;
    struct probe probe;

    server_need(&server, 48000, BLOCK, false);
    studio_new(&studio);
    studio_track(&studio, "Voice", 3); /* the server has two */
    studio_open(&studio, &three, 0);
    assert_int_equal(deck_roll(studio.deck, &order, &fault), ST_NOT_FOUND);
    assert_string_equal(fault.where, "Voice");
    assert_true(probe_open(&probe, "probe", true));
    assert_int_equal(jack_connect(probe.client, "probe:out", "remanence:in_3"), 0);
    studio_roll(&studio, &order);
    studio_close(&studio);
    probe_close(&probe);
    studio_free(&studio);
    server_stop(&server);
}

static void
a_port_is_called_as_the_track_that_it_records(void **state)
{
    struct server server;
    struct studio studio;
    struct probe probe;
    char *value = NULL, *type = NULL;

    server_need(&server, 48000, BLOCK, false);
    studio_new(&studio);
    studio_track(&studio, "Voice", 1);
    studio_open(&studio, &ONE_INPUT, 0);
    assert_true(probe_open(&probe, "probe", true));
    assert_int_equal(
        jack_get_property(
            jack_port_uuid(jack_port_by_name(probe.client, "remanence:in_1")),
            JACK_METADATA_PRETTY_NAME, &value, &type),
        0);
    assert_string_equal(value, "Voice");
    jack_free(value);
    jack_free(type);
    studio_close(&studio);
    probe_close(&probe);
    studio_free(&studio);
    server_stop(&server);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(what_was_connected_by_hand_is_connected_again),
        cmocka_unit_test(an_input_that_is_added_leaves_the_others_as_they_were),
        cmocka_unit_test(an_input_that_nothing_is_connected_to_is_refused_by_name),
        cmocka_unit_test(a_port_is_called_as_the_track_that_it_records),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

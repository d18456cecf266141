/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transport that a server keeps for all its programs: followed, and led. */
#include "tests/test.h"

#include "config.h"

#if HAVE_JACK
#include "tests/drivers/ramp.h"
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"

#include <stdlib.h>

enum { LIMIT_MS = 20000, BLOCK = 256 };

static bool
server_rolls(struct probe *probe)
{
    return jack_transport_query(probe->client, NULL) == JackTransportRolling;
}

static void
it_rolls_where_the_servers_transport_rolls(void **state)
{
    const struct player_config follower = {
        .driver = "jack", .inputs = 1, .threads = 1, .transport = PLAYER_FOLLOW};
    const struct deck_order order = {.from = frames(0)};
    struct server server;
    struct studio studio;
    struct probe probe;
    int64_t at, count;

    server_need(&server, 48000, BLOCK, true);
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Copy", 1);
    studio_open(&studio, &follower, 0);
    studio_wire(&probe);
    probe.transport = true; /* its ramp is the transport's frame */
    assert_int_equal(deck_roll(studio.deck, &order, NULL), ST_OK);
    studio_poll(&studio, 200);
    assert_false(studio.state.player.rolling);
    for (int64_t take = 1; take <= 3; take++) {
        assert_int_equal(jack_transport_locate(probe.client, 48000 * take + 123), 0);
        jack_transport_start(probe.client);
        for (int ms = 0; !studio.state.player.rolling && ms < LIMIT_MS; ms++)
            studio_poll(&studio, 1);
        studio_frames(&studio, 9600);
        jack_transport_stop(probe.client);
        studio_settle(&studio);
        float *x = studio_take(&studio, track, take, &at, &count);
        assert_int_equal(at, 48000 * take + 123);
        assert_true(count >= 9600);
        for (int64_t i = 0; i < count; i++)
            assert_int_equal(ramp_index(x[i]), at + i);
        free(x);
        assert_int_equal(deck_roll(studio.deck, &order, NULL), ST_OK);
    }
    studio_close(&studio);
    probe_close(&probe);
    studio_free(&studio);
    server_stop(&server);
}

static void
the_servers_transport_goes_where_it_is_led(void **state)
{
    const struct player_config leader = {
        .driver = "jack", .inputs = 1, .threads = 1, .transport = PLAYER_LEAD};
    const struct deck_order order = {.from = frames(30000), .length = 20000};
    const struct deck_order loop = {.loop_end = frames(4800)};
    struct server server;
    struct studio studio;
    struct probe probe;
    struct fault fault;
    int64_t at, count;

    server_need(&server, 48000, BLOCK, true);
    studio_new(&studio);
    const int64_t track = studio_track(&studio, "Copy", 1);
    studio_open(&studio, &leader, 0);
    studio_wire(&probe);
    probe.transport = true;
    studio_roll(&studio, &order);
    assert_true(server_rolls(&probe));
    studio_settle(&studio);
    for (int ms = 0; server_rolls(&probe) && ms < LIMIT_MS; ms++)
        studio_poll(&studio, 1);
    assert_false(server_rolls(&probe));
    float *x = studio_take(&studio, track, 1, &at, &count);
    assert_int_equal(at, 30000);
    assert_int_equal(count, 20000);
    for (int64_t i = 0; i < count; i++)
        assert_int_equal(ramp_index(x[i]), at + i);
    free(x);
    assert_int_equal(deck_roll(studio.deck, &loop, &fault), ST_UNSUPPORTED);
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
        cmocka_unit_test(it_rolls_where_the_servers_transport_rolls),
        cmocka_unit_test(the_servers_transport_goes_where_it_is_led),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

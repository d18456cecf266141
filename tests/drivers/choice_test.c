/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which driver is chosen where nobody says, and what is said of it. */
#include "tests/test.h"

#include "config.h"
#include "drivers/driver.h"

#if HAVE_JACK
#include "tests/drivers/server_help.h"
#include "tests/drivers/studio_help.h"

#include <string.h>

enum { LIMIT_MS = 60000 };

static void
the_server_that_runs_is_the_reason(void **state)
{
    struct server server;
    char why[256];

    if (!server_start(&server, 48000, 256, false)) {
        assert_true(server.missing);
        skip();
    }
    assert_string_equal(driver_choose(why, sizeof why)->name, "jack");
    assert_non_null(strstr(why, server.name));
    assert_non_null(strstr(why, "is running"));
    server_stop(&server);
    assert_string_not_equal(driver_choose(why, sizeof why)->name, "jack");
    assert_non_null(strstr(why, server.name));
    assert_non_null(strstr(why, "no JACK server"));
}
static void
await_lost(struct studio *studio, bool lost)
{
    for (int ms = 0; studio->state.player.lost != lost && ms < LIMIT_MS; ms++) {
        deck_poll(studio->deck, &studio->state);
        moment();
    }
    assert_true(studio->state.player.lost == lost);
}

/* Who was on JACK is on JACK again, and not on the clock that is always there. */
static void
a_driver_that_was_chosen_is_waited_for_when_it_has_gone(void **state)
{
    const struct player_config any = {.inputs = 1, .threads = 1};
    struct player_latency now;
    struct server server;
    struct studio studio;
    struct fault fault;

    if (!server_start(&server, 48000, 256, true)) {
        assert_true(server.missing);
        skip();
    }
    studio_new(&studio);
    studio_open(&studio, &any, 0);
    player_latency(studio.player, &now);
    assert_string_equal(now.driver, "jack");
    server_kill(&server);
    await_lost(&studio, true);
    assert_int_equal(player_reopen(studio.player, &fault), ST_NOT_FOUND);
    assert_true(server_start(&server, 48000, 256, true));
    await_lost(&studio, false);
    player_latency(studio.player, &now);
    assert_string_equal(now.driver, "jack");
    studio_close(&studio);
    studio_free(&studio);
    server_stop(&server);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(the_server_that_runs_is_the_reason),
        cmocka_unit_test(a_driver_that_was_chosen_is_waited_for_when_it_has_gone),
#endif
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

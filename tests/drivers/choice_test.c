/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which driver is chosen where nobody says, and what is said of it. */
#include "tests/test.h"

#include "config.h"
#include "drivers/driver.h"

#if HAVE_JACK
#include "tests/drivers/server_help.h"

#include <string.h>

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
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_JACK
        cmocka_unit_test(the_server_that_runs_is_the_reason),
#endif
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

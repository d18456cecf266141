/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is listed of this machine's devices; ALSA with a configuration of the test's own. */
#include "app/devices.h"

#include "config.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct list {
    unsigned clocks, booths, stepped;
    unsigned inputs, outputs;
};

static void
on_device(void *user, const struct device_found *found)
{
    struct list *list = user;

    list->clocks += strcmp(found->driver, "built-in") == 0 && found->usable;
    list->stepped += strcmp(found->driver, "stepped") == 0;
    if (strcmp(found->name, "booth") != 0)
        return;
    assert_string_equal(found->driver, "alsa");
    assert_true(found->usable);
    assert_null(found->held);
    assert_string_equal(found->title, "The booth");
    list->booths++;
    list->inputs = found->inputs;
    list->outputs = found->outputs;
}

static void
a_clock_is_always_there_and_the_choice_has_a_reason(void **state)
{
    struct list list = {0};
    char why[256] = "";

    devices_each(on_device, &list, why, sizeof why);
    assert_int_equal(list.clocks, 1);
    assert_int_equal(list.stepped, 0);
    assert_true(strlen(why) > 0);
}

#if HAVE_ALSA
static void
a_device_is_listed_though_the_drivers_first_one_is_not_there(void **state)
{
    char path[] = "/tmp/rem-alsa-XXXXXX";
    struct list list = {0};
    char why[256] = "";
    const int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_true(dprintf(fd, "pcm.booth { type null hint { show on description \"The booth\" } }\n")
                > 0);
    close(fd);
    setenv("ALSA_CONFIG_PATH", path, 1);
    devices_each(on_device, &list, why, sizeof why);
    unlink(path);
    assert_int_equal(list.booths, 1);
    assert_true(list.inputs > 0 && list.outputs > 0);
}
#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#if HAVE_ALSA
        cmocka_unit_test(a_device_is_listed_though_the_drivers_first_one_is_not_there),
#endif
        cmocka_unit_test(a_clock_is_always_there_and_the_choice_has_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

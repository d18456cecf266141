/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/cli/cli_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first number of that name in what is JSON. */
static double
number_in(const char *json, const char *name)
{
    char quoted[64];

    snprintf(quoted, sizeof quoted, "\"%s\":", name);
    const char *at = strstr(json, quoted);
    if (!at)
        fail_msg("no %s in %s", name, json);
    return strtod(at + strlen(quoted), NULL);
}

static void
the_demo_song_is_made_by_command_and_lands_as_a_record_does(void **state)
{
    char *folder = folder_new();

    cli_expect(folder, 0, "sh \"$SRC/data/demo/build\" Demo.rem");
    cli_expect(folder, 0, "\"$R\" check Demo.rem");
    char *json = cli_output(folder, "\"$R\" bounce Demo.rem -o Demo.wav --json");
    assert_float_equal(number_in(json, "integrated_lufs"), -14.0, 0.5);
    assert_true(number_in(json, "true_peak_dbtp") <= -1.0);
    assert_true(number_in(json, "clipped") == 0);
    assert_true(number_in(json, "offline") == 0);
    assert_true(number_in(json, "frames") > 64 * 48000.0);
    assert_true(number_in(json, "frames") < 70 * 48000.0);
    cli_expect(folder, 0, "\"$R\" verify Demo.wav");
    free(json);
    folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_demo_song_is_made_by_command_and_lands_as_a_record_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

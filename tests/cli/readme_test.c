/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/cli/cli_help.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char HEADING[] = "Five minutes, from an empty song to a master\n";

/* Copy the tour's indented lines, as they stand, into a script; returns how
 * many. */
static int
take_tour(const char *readme, const char *script)
{
    FILE *in = fopen(readme, "r"), *out = fopen(script, "w");
    char line[256], before[256] = "";
    int taken = 0, sections = 0;

    assert_non_null(in);
    assert_non_null(out);
    while (sections < 2 && fgets(line, sizeof line, in)) {
        if (sections == 0)
            sections = strcmp(line, HEADING) == 0;
        else if (strncmp(line, "----", 4) == 0 && strcmp(before, HEADING) != 0)
            sections++;
        else if (strncmp(line, "    ", 4) == 0)
            taken += fputs(line + 4, out) >= 0;
        memcpy(before, line, sizeof before);
    }
    fclose(in);
    fclose(out);
    return taken;
}

static void
the_tour_of_the_readme_works_as_it_stands(void **state)
{
    char *folder = folder_new();
    char script[4096], master[4096];
    struct stat made;

    snprintf(script, sizeof script, "%s/tour.sh", folder);
    assert_true(take_tour("README", script) > 15);
    cli_expect(folder, 0,
               "ln -s \"$SRC/data\" data && ln -s \"$(dirname \"$R\")\" build");
    cli_expect(folder, 0, "sh -eu tour.sh");
    snprintf(master, sizeof master, "%s/Tour.wav", folder);
    assert_int_equal(stat(master, &made), 0);
    assert_true(made.st_size > 10 * 48000 * 6);
    folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tour_of_the_readme_works_as_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* desktop_test.c: what the desktop is told of the window, and the way from the
 * command to it. */
#include "tests/cli/cli_help.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define DATA "\"$SRC\"/data/desktop/org.remanence.Remanence"

static void
the_desktop_finds_nothing_wrong_with_what_it_is_told(void **state)
{
    cli_expect(".", 0, "desktop-file-validate " DATA ".desktop");
    cli_expect(".", 0, "appstreamcli validate --no-net " DATA ".metainfo.xml");
    cli_expect(
        ".", 0,
        "test -z \"$(groff -man -Tutf8 -wall -z \"$SRC\"/man/remanence-gtk.1 2>&1)\"");
}

static void
the_icon_is_there_in_each_size_that_it_says(void **state)
{
    cli_expect(
        ".", 0,
        "cd \"$SRC\"/data/desktop/icons && for s in 16 24 32 48 64 128 256; do "
        "test \"$(identify -format %%wx%%h $s.png)\" = ${s}x${s} || exit; done");
}

static void
a_song_is_known_by_its_database_and_any_other_database_is_not(void **state)
{
    char *folder = folder_new();

    cli_expect(folder, 0,
               "mkdir -p share/mime/packages && "
               "cp " DATA ".mime.xml /usr/share/mime/packages/freedesktop.org.xml "
               "share/mime/packages && XDG_DATA_HOME=$PWD/share "
               "update-mime-database share/mime");
    cli_expect(folder, 0,
               "\"$R\" new a.rem && mkdir b.rem && "
               "{ head -c 68 a.rem/project.db; head -c 4000 /dev/zero; } "
               ">b.rem/project.db");
    cli_expect(folder, 0,
               "export XDG_DATA_HOME=$PWD/share XDG_DATA_DIRS=$PWD/share; "
               "gio info -a standard::content-type a.rem/project.db | "
               "grep -q ' application/x-remanence-song$' && "
               "gio info -a standard::content-type b.rem/project.db | "
               "grep -q ' application/vnd.sqlite3$'");
    folder_remove(folder);
}

static void
without_a_display_the_command_says_so_and_helps(void **state)
{
    char *folder = folder_new();
    struct run *run = cli_run(folder, "\"$R\"");

    assert_int_equal(run->code, 2);
    assert_non_null(strstr(run->out, "usage: remanence VERB"));
    free(run);
    cli_expect(folder, 0, "\"$R\" new a.rem");
    run = cli_run(folder, "\"$R\" a.rem");
    assert_int_equal(run->code, 1);
    assert_non_null(strstr(run->err, "no display"));
    free(run);
    run = cli_run(folder, "\"$R\" b.rem");
    assert_int_equal(run->code, 2);
    free(run);
    folder_remove(folder);
}

/* A program of that name beside the command, or else on the path, is the window. */
static void
with_a_display_the_command_becomes_the_window(void **state)
{
    char *folder = folder_new();

    cli_expect(folder, 0,
               "\"$R\" new a.rem && mkdir bin path && cp \"$R\" bin/remanence && "
               "printf '#!/bin/sh\\necho window \"$@\"\\n' >path/remanence-gtk && "
               "chmod +x path/remanence-gtk");
    cli_expect(folder, 0,
               "export DISPLAY=:none PATH=$PWD/path:$PATH; "
               "test \"$(bin/remanence a.rem)\" = 'window a.rem' && "
               "test \"$(bin/remanence)\" = window && "
               "sed s/window/beside/ path/remanence-gtk >bin/remanence-gtk && "
               "chmod +x bin/remanence-gtk && "
               "test \"$(bin/remanence a.rem)\" = 'beside a.rem' && "
               "test \"$(bin/remanence info a.rem | head -c 6)\" != beside");
    folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_desktop_finds_nothing_wrong_with_what_it_is_told),
        cmocka_unit_test(the_icon_is_there_in_each_size_that_it_says),
        cmocka_unit_test(
            a_song_is_known_by_its_database_and_any_other_database_is_not),
        cmocka_unit_test(without_a_display_the_command_says_so_and_helps),
        cmocka_unit_test(with_a_display_the_command_becomes_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

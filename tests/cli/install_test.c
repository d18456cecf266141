/* SPDX-License-Identifier: GPL-3.0-or-later */
/* install_test.c: what make install puts where, and that make uninstall takes all
 * of it away; with TORTURE=1, that the tarball of make dist builds by itself. */
#include "tests/cli/cli_help.h"
#include "tests/test.h"

#include <stdlib.h>

/* As a user types it, without what the make that runs the tests hands down. */
#define MAKE "env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s "

#define ID "org.remanence.Remanence"

static void
what_is_installed_runs_and_can_be_uninstalled(void **state)
{
    char *folder = folder_new();

    cli_expect(
        folder, 0,
        "to=$PWD/to; cd \"$SRC\" && " MAKE
        "install B=\"${B:-build}\" DESTDIR=\"$to\" prefix=/opt/r && "
        "cd \"$to/opt/r\" && bin/remanence --version && "
        "test -s share/man/man1/remanence.1 -a "
        "-s share/man/man5/remanence-project.5 -a "
        "-s share/bash-completion/completions/remanence && "
        "cd \"$to\" && bash -n opt/r/share/bash-completion/completions/remanence && "
        "opt/r/bin/remanence new \"$to/../a.rem\"");
    cli_expect(folder, 0,
               "cd to/opt/r && if test -x bin/remanence-gtk; then cd share && "
               "test -s man/man1/remanence-gtk.1 -a -s metainfo/" ID
               ".metainfo.xml -a "
               "-s applications/" ID ".desktop -a -s mime/packages/" ID ".xml -a "
               "-s icons/hicolor/scalable/apps/" ID ".svg -a "
               "-s icons/hicolor/symbolic/apps/" ID "-symbolic.svg && "
               "for s in 16 24 32 48 64 128 256; do "
               "test -s icons/hicolor/${s}x${s}/apps/" ID ".png || exit; done; "
               "else test ! -e share/applications; fi");
    cli_expect(folder, 0,
               "to=$PWD/to; cd \"$SRC\" && " MAKE
               "uninstall B=\"${B:-build}\" DESTDIR=\"$to\" prefix=/opt/r && "
               "test -z \"$(find \"$to\" ! -type d)\"");
    folder_remove(folder);
}

static void
the_tarball_builds_by_itself(void **state)
{
    if (!getenv("TORTURE")) {
        print_message("only with TORTURE=1: it builds everything once more\n");
        skip();
    }

    char *folder = folder_new();

    cli_expect(
        folder, 0,
        "here=$PWD; cd \"$SRC\" && git archive --prefix=src/ HEAD | "
        "tar x -C \"$here\" && cd \"$here/src\" && git init -q . && "
        "git add -A && git -c user.name=t -c user.email=t@t commit -qm t && " MAKE
        "dist && tar xf remanence-*.tar.gz -C .. && cd ../remanence-* && " MAKE
        "-j2 && build/remanence --version");
    folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_installed_runs_and_can_be_uninstalled),
        cmocka_unit_test(the_tarball_builds_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

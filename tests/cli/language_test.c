/* SPDX-License-Identifier: GPL-3.0-or-later */
/* language_test.c: every language that po/ has is whole, and is spoken once installed. */
#include "tests/cli/cli_help.h"
#include "tests/test.h"

/* As a user types it, without what the make that runs the tests hands down. */
#define MAKE "env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s "

/* msgfmt -c compares the formats, too. */
static void
each_language_has_every_string(void **state)
{
    char *folder = folder_new();

    cli_expect(folder, 0,
               "for po in \"$SRC\"/po/*.po; do "
               "LC_ALL=C msgfmt -c --statistics -o /dev/null \"$po\" >said 2>&1 && "
               "grep -q '[1-9][0-9]* translated' said && "
               "! grep -E 'fuzzy|untranslated|warning' said || "
               "{ echo \"$po\"; cat said; exit 1; }; done");
    folder_remove(folder);
}

/* gettext(1) tells what the catalogue says; the locale only needs to be none of "C". */
#define SAYS(text) "\"$(TEXTDOMAINDIR=\"$to/opt/r/share/locale\" gettext remanence '" text "')\""

/* The place of the catalogues is built in: the program is linked anew, with that of a
 * DESTDIR, from the library that is there. */
static void
what_is_installed_speaks_each_language(void **state)
{
    char *folder = folder_new();

    cli_expect(folder, 0,
               "to=$PWD; cd \"$SRC\" && mkdir \"$to/b\" && "
               "ln -s \"$(realpath \"${B:-build}\")/libremanence.a\" \"$to/b/\" && " MAKE
               "install B=\"${B:-build}\" DESTDIR=\"$to\" prefix=/opt/r && " MAKE
               "-o \"$to/b/libremanence.a\" B=\"$to/b\" "
               "localedir=\"$to/opt/r/share/locale\" \"$to/b/remanence\"");
    cli_expect(folder, 0,
               "to=$PWD; unset LC_ALL LANG; export LC_ALL=C.UTF-8 LANGUAGE\n"
               "head='remanence: a multitrack studio in which nothing is ever lost'\n"
               "b/remanence new Kinds.rem && b/remanence edit Kinds.rem track-add Brass folder\n"
               "for po in \"$SRC\"/po/*.po; do LANGUAGE=$(basename \"$po\" .po)\n"
               "  line=$(b/remanence --help | head -n 1)\n"
               "  test \"$line\" != \"$head\" -a \"$line\" = " SAYS(
                   "remanence: a multitrack studio in which nothing is ever lost") " && "
               "  b/remanence nonsense 2>&1 | grep -F " SAYS("no such command") " && "
               "  b/remanence info Kinds.rem | grep -F " SAYS("folder") " || "
               "  { echo \"$LANGUAGE: $line\"; exit 1; }; done");
    folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_language_has_every_string),
        cmocka_unit_test(what_is_installed_speaks_each_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

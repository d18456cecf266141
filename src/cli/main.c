/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include "app/command.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/window.h"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What the shell's completion asks for: the verbs, the options of one, or the
 * edits. */
static enum exit_code
print_words(const char *name)
{
    if (name && strcmp(name, "edit-ops") == 0)
        for (size_t i = 0; command_table(i)->name; i++)
            puts(command_table(i)->name);
    for (size_t i = 0; VERBS[i]; i++) {
        if (!name)
            puts(VERBS[i]->name);
        else if (strcmp(VERBS[i]->name, name) == 0)
            for (int k = 0; k < OPTIONS_MAX && VERBS[i]->options[k].name; k++)
                printf("--%s%s\n", VERBS[i]->options[k].name,
                       VERBS[i]->options[k].value ? "=" : "");
    }
    return EXIT_GOOD;
}

static enum exit_code
no_such_verb(const char *name)
{
    struct fault fault;

    fault_set(&fault, ST_SYNTAX, name, _("no such command"));
    fault_remedy(&fault, _("see: remanence --help"));
    return fail(&fault);
}

static enum exit_code
run_verb(const struct verb *verb, int argc, char **argv)
{
    struct args args;
    struct fault fault;
    enum exit_code code;

    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0) {
            print_help(verb);
            return EXIT_GOOD;
        }
    if (args_read(verb, argc, argv, &args, &fault))
        code = fail(&fault);
    else
        code = verb->run(&args);
    args_free(&args);
    return code;
}

/* An answer that could not be written, to a full disk say, is none. */
static enum exit_code
end_output(enum exit_code code)
{
    struct fault fault;

    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fault_errno(&fault, errno ? errno : EIO, _("standard output"));
    return code == EXIT_GOOD ? fail(&fault) : code;
}

/* Without a verb: the window, where there can be one. */
static enum exit_code
run_window(const char *song)
{
    window_open(song);
    if (song)
        return window_refused(song);
    print_help(NULL);
    return EXIT_USAGE;
}

static enum exit_code
run(int argc, char **argv)
{
    if (argc < 2)
        return run_window(NULL);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(NULL);
        return EXIT_GOOD;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("remanence " REMANENCE_VERSION);
        return EXIT_GOOD;
    }
    if (strcmp(argv[1], "--words") == 0)
        return print_words(argc > 2 ? argv[2] : NULL);
    for (size_t i = 0; VERBS[i]; i++)
        if (strcmp(VERBS[i]->name, argv[1]) == 0)
            return run_verb(VERBS[i], argc - 2, argv + 2);
    if (argc == 2 && is_song(argv[1]))
        return run_window(argv[1]);
    return no_such_verb(argv[1]);
}

/* Where a standard file is closed, the next file opened would take its number, and
 * what is said would be written into it. */
static void
fill_standard_files(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

int
main(int argc, char **argv)
{
    fill_standard_files();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a fault, not the end */
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    bindtextdomain("remanence", REMANENCE_LOCALEDIR);
    textdomain("remanence");
    return end_output(run(argc, argv));
}

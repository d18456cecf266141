/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cli_help.h: the program itself, run as a user runs it. */
#ifndef TESTS_CLI_CLI_HELP_H
#define TESTS_CLI_CLI_HELP_H

#include <stddef.h>

enum { CLI_TEXT = 1 << 18 };

struct run {
    int code;             /* as the shell sees it; 128 + n: ended by signal n */
    char out[CLI_TEXT];   /* what it printed, cut */
    char err[CLI_TEXT];
};

/* Run a line by /bin/sh in `folder`, where $R is the program and $SRC the
 * source's folder; the answer is the caller's to free.  A line beginning with a
 * word that the program
 * knows is what a user would type:  cli_run(dir, "$R new a.rem"). */
struct run *cli_run(const char *folder, const char *line, ...)
    __attribute__((format(printf, 2, 3)));

/* The same, and fail the test (telling what was printed) if it does not
 * return `code`. */
void cli_expect(const char *folder, int code, const char *line, ...)
    __attribute__((format(printf, 3, 4)));

/* What a line that succeeds prints on standard output; the caller's to free. */
char *cli_output(const char *folder, const char *line, ...)
    __attribute__((format(printf, 2, 3)));

/* A new folder under $TMPDIR for a test, and its end with all that is in it. */
char *folder_new(void);
void folder_remove(char *folder);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bad_help.h: what must hold when a command refuses. */
#ifndef TESTS_CLI_BAD_HELP_H
#define TESTS_CLI_BAD_HELP_H

/* Run a line (cli_help.h) that must fail: with this exit code, nothing on standard
 * output, and one line on standard error that begins with «remanence: », holds
 * `says` and, after a semicolon, what to do; and every file in `folder` is as it
 * was, none new. */
void refuses(const char *folder, int code, const char *says, const char *line, ...)
    __attribute__((format(printf, 4, 5)));

/* The same, whatever it prints of the files that were well. */
void refuses_some(const char *folder, int code, const char *says, const char *line,
                  ...) __attribute__((format(printf, 4, 5)));

/* Every file in `folder`, with its size and checksum, a line each: the caller's to
 * free. What SQLite and the lock keep beside an open database does not count. */
char *listing(const char *folder);

/* Fail unless `text` is one JSON value (RFC 8259) in UTF-8. */
void assert_json(const char *text);

/* Run a shell script on a small disk of its own (a tmpfs that is gone
 * afterwards), whose folder it starts in; `..` is `folder`.  Each of its lines
 * must succeed.  Where neither root nor a user namespace can mount one, the test
 * is skipped, and says so. */
void on_small_disk(const char *folder, const char *size, const char *script);

#endif

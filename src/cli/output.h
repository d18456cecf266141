/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output.h: what the command says: one line for a failure, JSON where it is asked
 * for, a bar on a terminal and plain lines elsewhere for what takes its time. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/fault.h"
#include "cli/cli.h"

#include <stdbool.h>
#include <stdint.h>

/* Say what went wrong, on standard error, in one line; returns the exit code for
 * it. */
enum exit_code fail(const struct fault *fault);

/* Say it in the same way, where the command goes on. */
void warn(const struct fault *fault);

/* Print a name on standard output, filled up with blanks to `width` characters (0:
 * not).  What would move a terminal's cursor, or end the line, is shown as «?». */
void print_name(const char *name, int width);

/* A JSON writer on standard output: two spaces a level, commas where they belong.
 * `key` is NULL within an array and at the top.  Text that is no UTF-8 is mended
 * with U+FFFD. */
struct json {
    int depth;
    bool first;
};

void json_open(struct json *json, const char *key, char bracket); /* '{' or '[' */
void json_close(struct json *json, char bracket);                 /* '}' or ']' */
void json_text(struct json *json, const char *key, const char *value);
void json_int(struct json *json, const char *key, int64_t value);
/* Ids go as text: they do not fit a JavaScript number. */
void json_id(struct json *json, const char *key, int64_t id);
/* What is not finite is null. */
void json_real(struct json *json, const char *key, double value);
void json_bool(struct json *json, const char *key, bool value);

/* A fault as an object of an array; `user` is the struct json. */
void json_fault(void *user, const struct fault *fault);

/* Progress on standard error: a bar on a terminal, else a line each quarter of the
 * way.  Call with 1.0 (or progress_end) at last, so that the bar's line is left. */
struct progress {
    const char *what;
    bool quiet;
    bool terminal;
    bool shown;
    int quarter;
    double last; /* seconds, monotonic */
};

void progress_begin(struct progress *progress, const char *what, bool quiet);
void progress_show(struct progress *progress, double fraction, const char *more);
void progress_end(struct progress *progress);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/cli/bad_help.h"

#include "tests/cli/cli_help.h"
#include "tests/test.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *
listing(const char *folder)
{
    return cli_output(folder, "find . -type f ! -name '*-wal' ! -name '*-shm' "
                              "! -name project.lock -exec cksum {} + | sort -k3");
}

static void
check_line(const struct run *run, const char *line, const char *says)
{
    const char *end = strchr(run->err, '\n');

    if (strncmp(run->err, "remanence: ", 11) != 0 || !end || end[1])
        fail_msg("%s\nsays not one line but\n%s", line, run->err);
    if (!strstr(run->err, says))
        fail_msg("%s\ndoes not say «%s» but\n%s", line, says, run->err);
    if (!strstr(run->err, "; "))
        fail_msg("%s\ndoes not say what to do:\n%s", line, run->err);
}

static void
refuse(const char *folder, int code, const char *says, const char *line, bool alone)
{
    char *before = listing(folder);
    struct run *run = cli_run(folder, "%s", line);

    if (run->code != code)
        fail_msg("%s\nreturned %d, not %d\n%s%s", line, run->code, code, run->out,
                 run->err);
    check_line(run, line, says);
    if (alone) {
        char *after = listing(folder);

        assert_string_equal(run->out, "");
        if (strcmp(before, after) != 0)
            fail_msg("%s\nleft something behind:\n%s\ninstead of\n%s", line, after,
                     before);
        free(after);
    }
    free(before);
    free(run);
}

void
refuses(const char *folder, int code, const char *says, const char *format, ...)
{
    char line[16384];
    va_list args;

    va_start(args, format);
    assert_true(vsnprintf(line, sizeof line, format, args) < (int)sizeof line);
    va_end(args);
    refuse(folder, code, says, line, true);
}

void
refuses_some(const char *folder, int code, const char *says, const char *format,
             ...)
{
    char line[16384];
    va_list args;

    va_start(args, format);
    assert_true(vsnprintf(line, sizeof line, format, args) < (int)sizeof line);
    va_end(args);
    refuse(folder, code, says, line, false);
}

/* --- JSON --------------------------------------------------------------------- */

static const char *json_value(const char *at);

static const char *
json_blanks(const char *at)
{
    return at ? at + strspn(at, " \t\r\n") : NULL;
}

static const char *
json_string(const char *at)
{
    if (*at++ != '"')
        return NULL;
    for (; *at != '"'; at++) {
        if ((unsigned char)*at < ' ')
            return NULL;
        if (*at != '\\')
            continue;
        at++;
        if (*at == 'u') {
            for (int i = 0; i < 4; i++)
                if (!isxdigit((unsigned char)*++at))
                    return NULL;
        } else if (!*at || !strchr("\"\\/bfnrt", *at)) {
            return NULL;
        }
    }
    return at + 1;
}

static const char *
json_number(const char *at)
{
    char *end;
    const size_t length = strspn(at, "-+.0123456789eE");

    if (length == 0 || (*at != '-' && !isdigit((unsigned char)*at)))
        return NULL;
    strtod(at, &end);
    return end == at + length ? end : NULL;
}

static const char *
json_members(const char *at, char close)
{
    at = json_blanks(at);
    if (*at == close)
        return at + 1;
    for (;;) {
        if (close == '}') {
            at = json_blanks(json_string(at));
            if (!at || *at++ != ':')
                return NULL;
        }
        at = json_blanks(json_value(json_blanks(at)));
        if (!at || (*at != ',' && *at != close))
            return NULL;
        if (*at++ == close)
            return at;
        at = json_blanks(at);
    }
}

static const char *
json_value(const char *at)
{
    static const char *const WORDS[] = {"true", "false", "null"};

    if (*at == '{' || *at == '[')
        return json_members(at + 1, *at == '{' ? '}' : ']');
    if (*at == '"')
        return json_string(at);
    for (int i = 0; i < 3; i++)
        if (strncmp(at, WORDS[i], strlen(WORDS[i])) == 0)
            return at + strlen(WORDS[i]);
    return json_number(at);
}

void
assert_json(const char *text)
{
    const char *end = json_blanks(json_value(json_blanks(text)));

    if (!end || *end)
        fail_msg("no JSON: %.2000s", text);
}

/* --- a small disk ------------------------------------------------------------- */

static const char *
own_mounts(const char *folder)
{
    static const char *const WAYS[] = {"unshare -m", "unshare -rm"};

    for (int i = 0; i < 2; i++) {
        struct run *run = cli_run(
            folder, "mkdir -p disk && %s mount -t tmpfs none disk", WAYS[i]);
        const int code = run->code;

        free(run);
        if (code == 0)
            return WAYS[i];
    }
    return NULL;
}

void
on_small_disk(const char *folder, const char *size, const char *script)
{
    const char *way = own_mounts(folder);
    char path[4096];

    if (!way) {
        print_message(
            "no small disk: neither root nor a user namespace may mount one\n");
        skip();
    }
    snprintf(path, sizeof path, "%s/script", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "set -ex\nmount -t tmpfs -o size=%s none disk\ncd disk\n%s\n",
            size, script);
    assert_int_equal(fclose(file), 0);
    cli_expect(folder, 0, "%s sh script", way);
}

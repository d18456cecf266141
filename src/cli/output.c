/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/output.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void
warn(const struct fault *fault)
{
    char line[sizeof *fault + 64];

    fault_line(fault, line, sizeof line);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = '?';
    fflush(stdout);
    fprintf(stderr, "remanence: %s\n", line);
}

enum exit_code
fail(const struct fault *fault)
{
    warn(fault);
    switch (fault->status) {
    case ST_SYNTAX:
        return EXIT_USAGE;
    case ST_DIFFERS:
        return EXIT_DIFFERS;
    case ST_CANCELLED:
        return EXIT_INTERRUPTED;
    default:
        return EXIT_WORLD;
    }
}

/* The length of the UTF-8 character at `text`, 0 if it is none (RFC 3629). */
static int
utf8_length(const unsigned char *text)
{
    const unsigned char c = text[0];
    const int n = c < 0x80                ? 1
                  : c >= 0xc2 && c < 0xe0 ? 2
                  : c >= 0xe0 && c < 0xf0 ? 3
                  : c >= 0xf0 && c < 0xf5 ? 4
                                          : 0;

    for (int i = 1; i < n; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    if ((c == 0xe0 && text[1] < 0xa0) || (c == 0xed && text[1] >= 0xa0)
        || (c == 0xf0 && text[1] < 0x90) || (c == 0xf4 && text[1] >= 0x90))
        return 0;
    return n;
}

/* The controls of ASCII, and those of Latin-1 (U+0080 … U+009F). */
static bool
is_control(const unsigned char *c)
{
    return *c < ' ' || *c == 127 || (*c == 0xc2 && c[1] < 0xa0);
}

void
print_name(const char *name, int width)
{
    const unsigned char *c = (const unsigned char *)name;
    int shown = 0;

    for (int n; *c; c += n, shown++) {
        n = utf8_length(c);
        if (n == 0 || is_control(c))
            putchar('?');
        else
            fwrite(c, 1, n, stdout);
        n += n == 0;
    }
    for (; shown < width; shown++)
        putchar(' ');
}

static void
json_lead(struct json *json, const char *key)
{
    if (json->depth > 0) {
        if (!json->first)
            putchar(',');
        printf("\n%*s", json->depth * 2, "");
    }
    json->first = false;
    if (key)
        printf("\"%s\": ", key);
}

void
json_open(struct json *json, const char *key, char bracket)
{
    json_lead(json, key);
    putchar(bracket);
    json->depth++;
    json->first = true;
}

void
json_close(struct json *json, char bracket)
{
    json->depth--;
    if (!json->first)
        printf("\n%*s", json->depth * 2, "");
    putchar(bracket);
    json->first = false;
    if (json->depth == 0)
        putchar('\n');
}

static void
json_string(const char *value)
{
    const unsigned char *c = (const unsigned char *)value;

    putchar('"');
    while (*c) {
        const int n = utf8_length(c);

        if (n == 0)
            fputs("\\ufffd", stdout);
        else if (*c == '"' || *c == '\\')
            printf("\\%c", *c);
        else if (*c < ' ')
            printf("\\u%04x", *c);
        else
            fwrite(c, 1, n, stdout);
        c += n ? n : 1;
    }
    putchar('"');
}

void
json_text(struct json *json, const char *key, const char *value)
{
    json_lead(json, key);
    json_string(value);
}

void
json_int(struct json *json, const char *key, int64_t value)
{
    json_lead(json, key);
    printf("%lld", (long long)value);
}

void
json_id(struct json *json, const char *key, int64_t id)
{
    json_lead(json, key);
    printf("\"%lld\"", (long long)id);
}

void
json_real(struct json *json, const char *key, double value)
{
    json_lead(json, key);
    if (isfinite(value))
        printf("%.10g", value);
    else
        fputs("null", stdout);
}

void
json_bool(struct json *json, const char *key, bool value)
{
    json_lead(json, key);
    fputs(value ? "true" : "false", stdout);
}

void
json_fault(void *user, const struct fault *fault)
{
    struct json *json = user;

    json_open(json, NULL, '{');
    json_text(json, "status", status_name(fault->status));
    json_text(json, "where", fault->where);
    json_text(json, "what", fault->what);
    json_text(json, "remedy", fault->remedy);
    json_close(json, '}');
}

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

void
progress_begin(struct progress *progress, const char *what, bool quiet)
{
    *progress = (struct progress){.what = what, .quiet = quiet};
    progress->terminal = isatty(STDERR_FILENO);
}

static void
draw_bar(const struct progress *progress, double fraction, const char *more)
{
    enum { WIDTH = 32 };
    const int full = (int)(fraction * WIDTH + 0.5);

    fprintf(stderr, "\r%s [", progress->what);
    for (int i = 0; i < WIDTH; i++)
        fputc(i < full ? '#' : '.', stderr);
    fprintf(stderr, "] %3.0f %%  %s\033[K", fraction * 100.0, more ? more : "");
    fflush(stderr);
}

void
progress_show(struct progress *progress, double fraction, const char *more)
{
    const double at = now();

    if (progress->quiet)
        return;
    if (progress->terminal) {
        if (progress->shown && at - progress->last < 0.05 && fraction < 1.0)
            return;
        draw_bar(progress, fraction, more);
    } else if ((int)(fraction * 4.0) > progress->quarter) {
        progress->quarter = (int)(fraction * 4.0);
        fprintf(stderr, "%s: %.0f %%  %s\n", progress->what, fraction * 100.0,
                more ? more : "");
    }
    progress->shown = true;
    progress->last = at;
}

void
progress_end(struct progress *progress)
{
    if (progress->terminal && progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}

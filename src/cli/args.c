/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include "app/words.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
find(const struct verb *verb, const char *name, size_t length)
{
    for (int i = 0; i < OPTIONS_MAX && verb->options[i].name; i++)
        if (strlen(verb->options[i].name) == length
            && memcmp(verb->options[i].name, name, length) == 0)
            return i;
    return -1;
}

static enum status
unknown_option(const struct verb *verb, const char *text, struct fault *fault)
{
    fault_set(fault, ST_SYNTAX, text, _("no such option"));
    fault_remedy(fault, _("see: remanence %s --help"), verb->name);
    return ST_SYNTAX;
}

static enum status
lacks_value(const struct verb *verb, int option, const char *text,
            struct fault *fault)
{
    fault_set(fault, ST_SYNTAX, text, _("lacks its value"));
    fault_remedy(fault, _("write: %s %s"), text, verb->options[option].value);
    return ST_SYNTAX;
}

/* Take one option apart; *at stands at it, and then at its last word. */
static enum status
take_option(struct args *args, int *at, struct fault *fault)
{
    const char *text = args->argv[*at] + 2;
    const char *equals = strchr(text, '=');
    const size_t length = equals ? (size_t)(equals - text) : strlen(text);
    const int i = find(args->verb, text, length);

    if (i < 0)
        return unknown_option(args->verb, args->argv[*at], fault);
    if (!args->verb->options[i].value) {
        if (equals)
            return fault_with(fault, ST_SYNTAX, args->argv[*at],
                              _("takes no value"),
                              _("leave out what follows the ="));
        args->values[i] = "";
        return ST_OK;
    }
    if (equals) {
        args->values[i] = equals + 1;
    } else if (*at + 1 < args->argc) {
        args->values[i] = args->argv[++*at];
    } else {
        return lacks_value(args->verb, i, args->argv[*at], fault);
    }
    return ST_OK;
}

static enum status
count_words(const struct args *args, struct fault *fault)
{
    const struct verb *verb = args->verb;

    if (args->n_words >= verb->min_words && args->n_words <= verb->max_words)
        return ST_OK;
    fault_set(fault, ST_SYNTAX, verb->name,
              args->n_words < verb->min_words ? _("something is missing")
                                              : _("that is too much"));
    fault_remedy(fault, _("usage: remanence %s %s"), verb->name, verb->words);
    return ST_SYNTAX;
}

enum status
args_read(const struct verb *verb, int argc, char **argv, struct args *out,
          struct fault *fault)
{
    bool options = true;

    *out = (struct args){.verb = verb, .argc = argc, .argv = argv};
    out->words = calloc(argc + 1, sizeof *out->words);
    if (!out->words)
        return fault_errno(fault, ENOMEM, verb->name);
    for (int i = 0; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (options && strcmp(argv[i], "-o") == 0
                   && find(verb, "output", strlen("output")) >= 0) {
            if (i + 1 == argc)
                return lacks_value(verb, find(verb, "output", strlen("output")),
                                   "-o", fault);
            out->values[find(verb, "output", strlen("output"))] = argv[++i];
        } else if (options && strncmp(argv[i], "--", 2) == 0) {
            const enum status status = take_option(out, &i, fault);

            if (status)
                return status;
        } else {
            out->words[out->n_words++] = argv[i];
        }
    }
    return count_words(out, fault);
}

void
args_free(struct args *args)
{
    free(args->words);
    args->words = NULL;
}

const char *
arg(const struct args *args, const char *name)
{
    const int i = find(args->verb, name, strlen(name));

    return i < 0 ? NULL : args->values[i];
}

bool
arg_given(const struct args *args, const char *name)
{
    return arg(args, name) != NULL;
}

const char *
arg_each(const struct args *args, const char *name, int *at)
{
    const size_t length = strlen(name);

    while (*at < args->argc) {
        const char *text = args->argv[(*at)++];

        if (strcmp(text, "--") == 0) {
            *at = args->argc;
        } else if (strncmp(text, "--", 2) == 0) {
            const char *equals = strchr(text, '=');
            const size_t size
                = equals ? (size_t)(equals - text - 2) : strlen(text + 2);
            const int i = find(args->verb, text + 2, size);
            const bool same = size == length && memcmp(text + 2, name, size) == 0;

            if (equals && same)
                return equals + 1;
            if (!equals && i >= 0 && args->verb->options[i].value) {
                text = *at < args->argc ? args->argv[(*at)++] : NULL;
                if (same)
                    return text;
            }
        }
    }
    return NULL;
}

/* «--name», for a fault. */
static const char *
dashed(const char *name, char text[64])
{
    snprintf(text, 64, "--%s", name);
    return text;
}

/* Out of bounds or no number at all: either way it is the command line that is
 * wrong. */
static enum status
wrong(enum status status, struct fault *fault)
{
    if (status == ST_RANGE)
        fault->status = status = ST_SYNTAX;
    return status;
}

enum status
arg_number(const struct args *args, const char *name, double low, double high,
           double otherwise, double *out, struct fault *fault)
{
    const char *text = arg(args, name);
    char what[64];

    *out = otherwise;
    return text ? wrong(
               word_number(text, dashed(name, what), low, high, out, fault), fault)
                : ST_OK;
}

enum status
arg_whole(const struct args *args, const char *name, int64_t low, int64_t high,
          int64_t otherwise, int64_t *out, struct fault *fault)
{
    const char *text = arg(args, name);
    char what[64];

    *out = otherwise;
    return text ? wrong(word_whole(text, dashed(name, what), low, high, out, fault),
                        fault)
                : ST_OK;
}

enum status
arg_choice(const struct args *args, const char *name, const char *const *names,
           int *out, struct fault *fault)
{
    const char *text = arg(args, name);
    char what[64];

    return text ? word_choice(text, dashed(name, what), names, out, fault) : ST_OK;
}

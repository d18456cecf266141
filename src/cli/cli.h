/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cli.h: the command line: a table of verbs, each with its options, which also
 * writes --help, the list of verbs and the shell's completion, so that none of them
 * can lie. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/fault.h"

#include <stdbool.h>
#include <stdint.h>

/* What the program returns to the shell; remanence(1) documents them. */
enum exit_code {
    EXIT_GOOD = 0,
    EXIT_WORLD = 1,       /* the file, the disk, the project would not */
    EXIT_USAGE = 2,       /* the command line is wrong */
    EXIT_DIFFERS = 3,     /* verify: not the same; check: damage found */
    EXIT_INTERRUPTED = 130, /* Ctrl-C */
};

enum { OPTIONS_MAX = 48, WORDS_MAX = 4096 };

/* One option of a verb. */
struct option_spec {
    const char *name;  /* without the dashes */
    const char *value; /* what its value is called; NULL: it takes none */
    const char *help;
};

/* A command line taken apart. */
struct args {
    const struct verb *verb;
    const char *values[OPTIONS_MAX]; /* by the verb's options; NULL: not given */
    const char **words;              /* what is no option, in order */
    size_t n_words;
    int argc; /* as given, for options that may come more than once */
    char **argv;
};

struct verb {
    const char *name;
    const char *words;   /* usage of what is no option: «SONG FILE…» */
    const char *summary; /* one line */
    const char *more;    /* paragraphs under --help, or NULL */
    size_t min_words;
    size_t max_words; /* WORDS_MAX: any number */
    struct option_spec options[OPTIONS_MAX]; /* ends with a name of NULL */
    enum exit_code (*run)(const struct args *args);
};

/* All of them, in the order of --help; ends with a name of NULL. */
extern const struct verb *const VERBS[];

/* Take apart what follows the verb.  Options may stand anywhere; `--` ends them;
 * values are the next word or follow «=».  ST_SYNTAX. */
NODISCARD enum status args_read(const struct verb *verb, int argc, char **argv,
                                struct args *out, struct fault *fault);
void args_free(struct args *args);

/* The value of an option (NULL: not given), the last one where it came twice;
 * whether it was given at all; and each value in turn, from *at = 0 on, until
 * NULL. */
const char *arg(const struct args *args, const char *name);
bool arg_given(const struct args *args, const char *name);
const char *arg_each(const struct args *args, const char *name, int *at);

/* An option's value as a number within bounds, a whole one, or one of `names` (of
 * which `out` gets the index); `otherwise`, or *out as it was, where it was not
 * given.  ST_SYNTAX. */
NODISCARD enum status arg_number(const struct args *args, const char *name,
                                 double low, double high, double otherwise,
                                 double *out, struct fault *fault);
NODISCARD enum status arg_whole(const struct args *args, const char *name,
                                int64_t low, int64_t high, int64_t otherwise,
                                int64_t *out, struct fault *fault);
NODISCARD enum status arg_choice(const struct args *args, const char *name,
                                 const char *const *names, int *out,
                                 struct fault *fault);

/* Print --help of a verb, or of the whole program. */
void print_help(const struct verb *verb);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h: words that mean something, on a command line and in a script.
 *
 * Any thread.  All fail with ST_SYNTAX or, out of bounds, ST_RANGE; `what` names
 * what was looked for. */
#ifndef APP_WORDS_H
#define APP_WORDS_H

#include "base/fault.h"

#include <stdbool.h>
#include <stdint.h>

/* A number within bounds. */
NODISCARD enum status word_number(const char *text, const char *what, double low,
                                  double high, double *out, struct fault *fault);

/* A number without a fraction. */
NODISCARD enum status word_whole(const char *text, const char *what, int64_t low,
                                 int64_t high, int64_t *out, struct fault *fault);

/* on or off. */
NODISCARD enum status word_switch(const char *text, bool *out, struct fault *fault);

/* A colour, #RRGGBB. */
NODISCARD enum status word_color(const char *text, int64_t *out,
                                 struct fault *fault);

/* One of `names` (ends with NULL), in any case: *out is its index. */
NODISCARD enum status word_choice(const char *text, const char *what,
                                  const char *const *names, int *out,
                                  struct fault *fault);

/* A channel or two of the sound device, as people count them, «1» or «1,2»;
 * «none». */
struct input_channels {
    int64_t first, second; /* from 0; -1: none */
};
NODISCARD enum status word_input(const char *text, struct input_channels *out,
                                 struct fault *fault);

/* The words for enum input_monitor; ends with NULL. */
extern const char *const WORD_MONITORS[];

/* A name for something: any text but none at all. */
NODISCARD enum status word_name(const char *text, const char *what,
                                struct fault *fault);

#endif

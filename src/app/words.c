/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/words.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Why it is no number, or none that fits in the bounds. */
static enum status
no_number(struct fault *fault, enum status status, const char *what,
          const char *text, const char *why, double low, double high)
{
    fault_set(fault, status, what, "«%s» %s", text, why);
    if (low > -HUGE_VAL && high < HUGE_VAL)
        fault_remedy(fault, _("write a number from %.10g to %.10g"), low, high);
    else
        fault_remedy(fault, _("write a number"));
    return status;
}

enum status
word_number(const char *text, const char *what, double low, double high,
            double *out, struct fault *fault)
{
    char *end;
    const double value = strtod(text, &end);

    if (end == text || *end || isnan(value))
        return no_number(fault, ST_SYNTAX, what, text, _("is no number"), low,
                         high);
    if (value < low || value > high)
        return no_number(fault, ST_RANGE, what, text, _("is out of bounds"), low,
                         high);
    *out = value;
    return ST_OK;
}

enum status
word_whole(const char *text, const char *what, int64_t low, int64_t high,
           int64_t *out, struct fault *fault)
{
    double value;
    const enum status status =
        word_number(text, what, (double)low, (double)high, &value, fault);

    if (status)
        return status;
    if (value != floor(value))
        return no_number(fault, ST_SYNTAX, what, text, _("is no whole number"), low,
                         high);
    *out = (int64_t)value;
    return ST_OK;
}

enum status
word_name(const char *text, const char *what, struct fault *fault)
{
    return text[0] ? ST_OK : fault_with(fault, ST_SYNTAX, what, _("needs a name"),
                                        _("write one, not an empty word"));
}

enum status
word_switch(const char *text, bool *out, struct fault *fault)
{
    *out = strcasecmp(text, "on") == 0;
    if (*out || strcasecmp(text, "off") == 0)
        return ST_OK;
    return fault_with(fault, ST_SYNTAX, text, _("is neither on nor off"),
                      _("write one of these"));
}

enum status
word_color(const char *text, int64_t *out, struct fault *fault)
{
    const char *digits = text[0] == '#' ? text + 1 : text;

    if (strlen(digits) != 6 || strspn(digits, "0123456789abcdefABCDEF") != 6)
        return fault_with(fault, ST_SYNTAX, text, _("is no colour"),
                          _("write it as #RRGGBB"));
    *out = strtol(digits, NULL, 16);
    return ST_OK;
}

enum status
word_choice(const char *text, const char *what, const char *const *names, int *out,
            struct fault *fault)
{
    char all[200] = "";

    for (int i = 0; names[i]; i++) {
        if (strcasecmp(names[i], text) == 0) {
            *out = i;
            return ST_OK;
        }
        const size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
    }
    fault_set(fault, ST_SYNTAX, text, _("no such %s"), what);
    fault_remedy(fault, _("choose from: %s"), all);
    return ST_SYNTAX;
}

const char *const WORD_MONITORS[] = {"off", "input", "auto", NULL};

static bool
channel(const char *text, char **end, int64_t *out)
{
    const long number = strtol(text, end, 10);

    *out = number - 1;
    return *end != text && number >= 1 && number <= 1024;
}

enum status
word_input(const char *text, struct input_channels *out, struct fault *fault)
{
    char *end;

    *out = (struct input_channels){-1, -1};
    if (strcasecmp(text, "none") == 0)
        return ST_OK;
    bool good = channel(text, &end, &out->first);

    if (good && *end == ',')
        good = channel(end + 1, &end, &out->second) && out->second != out->first;
    if (good && *end == '\0')
        return ST_OK;
    fault_set(fault, ST_SYNTAX, text, _("is no input"));
    fault_remedy(fault,
                 _("write a channel from 1 on, two for stereo (1,2), or none"));
    return ST_SYNTAX;
}

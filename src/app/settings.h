/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings.h: the user's preferences, one line of text each, «key=value».
 *
 * Main thread.  They lie in $XDG_CONFIG_HOME/remanence/settings.  Lines that this
 * version does not know, and remarks (#), are kept; a value that cannot be is as if
 * it were not there.  What another program writes meanwhile is kept, but for the
 * keys changed here. */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

struct settings;

enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_SWITCH, SETTING_CHOICE };

struct setting {
    const char *key;
    enum setting_kind kind;
    const char *fallback; /* its value where there is none */
    double low, high;     /* of a number */
    const char *const *choices; /* ends with NULL */
};

/* The settings that there are; the end has no key.  Any thread. */
const struct setting *settings_table(size_t index);

/* What the file says; where it is not there, all is as it comes.  Fails, *out NULL:
 * as home_read(), and ST_NOT_FOUND: there is no home. */
NODISCARD enum status settings_open(struct settings **out, struct fault *fault);
void settings_close(struct settings *settings);

/* The value of a key, or its fallback (in any case without settings, NULL); it
 * stands until that key is set.  A key that is in no table (of keys on the
 * keyboard, windows…) has «». */
const char *settings_text(const struct settings *settings, const char *key);
double settings_number(const struct settings *settings, const char *key);
bool settings_on(const struct settings *settings, const char *key);

/* Let it be so; `value` NULL: as it comes.  Nothing is written yet.  ST_RANGE,
 * ST_SYNTAX: the value cannot be; ST_NO_MEM; it is then as before. */
NODISCARD enum status settings_set(struct settings *settings, const char *key,
                                   const char *value, struct fault *fault);
NODISCARD enum status settings_set_number(struct settings *settings,
                                          const char *key, double value,
                                          struct fault *fault);
NODISCARD enum status settings_set_on(struct settings *settings, const char *key,
                                      bool on, struct fault *fault);

/* Write what was set, if anything was.  Fails as home_write(). */
NODISCARD enum status settings_save(struct settings *settings, struct fault *fault);

#endif

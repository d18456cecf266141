/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/settings.h"

#include "app/homes.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const THEMES[] = {"system", "dark", "light", "contrast", NULL};
static const char *const BOUNCE_FILES[] = {"mix", "both", "tracks", NULL};
static const char *const BOUNCE_FORMATS[]
    = {"wav", "rf64", "aiff", "flac", "opus", "vorbis", "mp3", NULL};
static const char *const BOUNCE_BITS[] = {"16", "24", "float", NULL};
static const char *const BOUNCE_DITHERS[] = {"none", "tpdf", "shaped", NULL};
static const char *const MOTIONS[] = {"system", "full", "reduced", NULL};

static const struct setting TABLE[] = {
    /* Sound.  No driver: the best one that is there; no device: its first. */
    {"driver", SETTING_TEXT, "", 0, 0, NULL},
    {"device", SETTING_TEXT, "", 0, 0, NULL},
    {"block", SETTING_NUMBER, "256", 8, 8192, NULL},
    {"inputs", SETTING_NUMBER, "8", 0, 128, NULL},
    /* 0: as many as there are, 4 at most */
    {"threads", SETTING_NUMBER, "0", 0, 16, NULL},
    {"first-run", SETTING_SWITCH, "on", 0, 0, NULL}, /* it is still to come */
    /* New songs. */
    {"rate", SETTING_NUMBER, "48000", 8000, 384000, NULL},
    {"songs", SETTING_TEXT, "", 0, 0, NULL}, /* the folder for them; none: Music */
    /* Recording. */
    {"click-db", SETTING_NUMBER, "-12", -60, 6, NULL},
    {"click-output", SETTING_NUMBER, "1", 1, 127, NULL}, /* it and the next */
    {"listening-minutes", SETTING_NUMBER, "10", 0, 60, NULL},
    /* Listening to files. */
    {"audition-db", SETTING_NUMBER, "-6", -144, 12, NULL},
    {"audition-auto", SETTING_SWITCH, "off", 0, 0, NULL},
    /* The bounce, as it was the last time. */
    {"bounce-files", SETTING_CHOICE, "mix", 0, 0, BOUNCE_FILES},
    {"bounce-format", SETTING_CHOICE, "wav", 0, 0, BOUNCE_FORMATS},
    {"bounce-bits", SETTING_CHOICE, "24", 0, 0, BOUNCE_BITS},
    {"bounce-dither", SETTING_CHOICE, "none", 0, 0, BOUNCE_DITHERS},
    {"bounce-quality", SETTING_NUMBER, "7", 1, 10, NULL},
    {"bounce-tail", SETTING_SWITCH, "on", 0, 0, NULL},
    /* Looks. */
    {"theme", SETTING_CHOICE, "dark", 0, 0, THEMES},
    {"motion", SETTING_CHOICE, "system", 0, 0, MOTIONS},
    {"font-percent", SETTING_NUMBER, "100", 50, 300, NULL},
    {NULL, SETTING_TEXT, NULL, 0, 0, NULL},
};

/* A line of the file: of a key, or else kept as it is. */
struct line {
    char *key; /* NULL: a remark, or nothing to be read */
    char *text; /* the value, or the whole line */
    bool changed;
    bool gone;
};

struct lines {
    struct line *lines;
    size_t count, room;
};

struct settings {
    char path[HOME_PATH];
    struct lines file;
};

const struct setting *
settings_table(size_t index)
{
    return &TABLE[index < COUNT(TABLE) ? index : COUNT(TABLE) - 1];
}

static const struct setting *
find_setting(const char *key)
{
    for (size_t i = 0; TABLE[i].key; i++)
        if (strcmp(TABLE[i].key, key) == 0)
            return &TABLE[i];
    return NULL;
}

/* --- lines -------------------------------------------------------------------- */

static void
clear(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        free(lines->lines[i].key);
        free(lines->lines[i].text);
    }
    free(lines->lines);
    *lines = (struct lines){0};
}

/* Takes over both texts, whatever comes of it; NULL: no memory. */
static struct line *
append(struct lines *lines, char *key, char *text)
{
    if (lines->count == lines->room) {
        const size_t room = lines->room ? lines->room * 2 : 32;
        struct line *more
            = text ? realloc(lines->lines, room * sizeof *more) : NULL;

        if (!more) {
            free(key);
            free(text);
            return NULL;
        }
        lines->lines = more;
        lines->room = room;
    }
    lines->lines[lines->count] = (struct line){.key = key, .text = text};
    return &lines->lines[lines->count++];
}

/* The last line of a key holds. */
static struct line *
find(const struct lines *lines, const char *key)
{
    for (size_t i = lines->count; i > 0; i--)
        if (lines->lines[i - 1].key && strcmp(lines->lines[i - 1].key, key) == 0)
            return &lines->lines[i - 1];
    return NULL;
}

static bool
take_line(struct lines *lines, const char *text, size_t length)
{
    const char *equals = memchr(text, '=', length);

    if (!equals || equals == text || text[0] == '#')
        return append(lines, NULL, strndup(text, length));
    const size_t key_length = (size_t)(equals - text);
    char *key = strndup(text, key_length);
    char *value = strndup(equals + 1, length - key_length - 1);

    if (key && value)
        return append(lines, key, value);
    free(key);
    free(value);
    return false;
}

static enum status
read_lines(struct lines *lines, const char *path, struct fault *fault)
{
    char *text;
    enum status status = home_read(path, &text, fault);

    if (status)
        return status;
    for (const char *at = text; *at && !status;) {
        const size_t length = strcspn(at, "\n");

        if (!take_line(lines, at, length))
            status = fault_errno(fault, ENOMEM, path);
        at += length + (at[length] == '\n');
    }
    free(text);
    if (status)
        clear(lines);
    return status;
}

/* --- values ------------------------------------------------------------------- */

/* A number in the C locale's words. */
static bool
read_number(const char *text, double *out)
{
    char *end;

    *out = strtod(text, &end);
    return end != text && *end == '\0' && *out == *out;
}

static bool
is_sound(const struct setting *setting, const char *value)
{
    double number;

    switch (setting->kind) {
    case SETTING_NUMBER:
        return read_number(value, &number) && number >= setting->low
               && number <= setting->high;
    case SETTING_SWITCH:
        return strcmp(value, "on") == 0 || strcmp(value, "off") == 0;
    case SETTING_CHOICE:
        for (size_t i = 0; setting->choices[i]; i++)
            if (strcmp(value, setting->choices[i]) == 0)
                return true;
        return false;
    case SETTING_TEXT:
        break;
    }
    return true;
}

const char *
settings_text(const struct settings *settings, const char *key)
{
    const struct setting *setting = find_setting(key);
    const struct line *line = settings ? find(&settings->file, key) : NULL;

    if (line && !line->gone && (!setting || is_sound(setting, line->text)))
        return line->text;
    return setting ? setting->fallback : "";
}

double
settings_number(const struct settings *settings, const char *key)
{
    double number;

    return read_number(settings_text(settings, key), &number) ? number : 0.0;
}

bool
settings_on(const struct settings *settings, const char *key)
{
    return strcmp(settings_text(settings, key), "on") == 0;
}

static enum status
no_home(struct fault *fault)
{
    return fault_with(fault, ST_NOT_FOUND, NULL, _("there is no home for settings"),
                      _("set HOME"));
}

static enum status
check(const char *key, const char *value, struct fault *fault)
{
    const struct setting *setting = find_setting(key);

    if (!key[0] || key[0] == '#' || strpbrk(key, "=\n"))
        return fault_set(fault, ST_SYNTAX, key, _("is no name for a setting"));
    if (value && strchr(value, '\n'))
        return fault_set(fault, ST_SYNTAX, key, _("a setting is a single line"));
    if (value && setting && !is_sound(setting, value))
        return fault_set(fault, ST_RANGE, key, _("cannot be «%s»"), value);
    return ST_OK;
}

/* Let the key's line say so. */
static bool
put(struct lines *lines, const char *key, const char *value)
{
    struct line *line = find(lines, key);
    char *text = strdup(value ? value : "");

    if (!line && text) {
        char *name = strdup(key);

        line = name ? append(lines, name, text) : NULL;
        if (!line && !name)
            free(text);
    } else if (text) {
        free(line->text);
        line->text = text;
    }
    if (!line || !text)
        return false;
    line->gone = !value;
    line->changed = true;
    return true;
}

enum status
settings_set(struct settings *settings, const char *key, const char *value,
             struct fault *fault)
{
    const enum status status = check(key, value, fault);

    if (status)
        return status;
    if (!settings)
        return no_home(fault);
    return put(&settings->file, key, value) ? ST_OK
                                            : fault_errno(fault, ENOMEM, key);
}

enum status
settings_set_number(struct settings *settings, const char *key, double value,
                    struct fault *fault)
{
    char text[32];

    snprintf(text, sizeof text, "%.10g", value);
    return settings_set(settings, key, text, fault);
}

enum status
settings_set_on(struct settings *settings, const char *key, bool on,
                struct fault *fault)
{
    return settings_set(settings, key, on ? "on" : "off", fault);
}

/* --- the file ----------------------------------------------------------------- */

enum status
settings_open(struct settings **out, struct fault *fault)
{
    struct settings *settings = calloc(1, sizeof *settings);
    enum status status;

    *out = NULL;
    if (!settings)
        return fault_errno(fault, ENOMEM, NULL);
    if (home_path(HOME_CONFIG, "settings", settings->path))
        status = read_lines(&settings->file, settings->path, fault);
    else
        status = no_home(fault);
    if (status)
        free(settings);
    else
        *out = settings;
    return status;
}

void
settings_close(struct settings *settings)
{
    if (!settings)
        return;
    clear(&settings->file);
    free(settings);
}

static bool
is_changed(const struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->lines[i].changed)
            return true;
    return false;
}

static char *
written(const struct lines *lines, size_t *size)
{
    char *text = NULL;
    FILE *to = open_memstream(&text, size);

    if (!to)
        return NULL;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->lines[i];

        if (!line->gone)
            fprintf(to, "%s%s%s\n", line->key ? line->key : "",
                    line->key ? "=" : "", line->text);
    }
    if (fclose(to) == 0)
        return text;
    free(text);
    return NULL;
}

/* What was changed here, into what the file says by now. */
static bool
merge(struct lines *into, const struct lines *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct line *line = &from->lines[i];

        if (line->changed && !put(into, line->key, line->gone ? NULL : line->text))
            return false;
    }
    return true;
}

static void
settle(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        lines->lines[i].changed = false;
}

enum status
settings_save(struct settings *settings, struct fault *fault)
{
    struct lines now = {0};
    size_t size = 0;

    if (!settings || !is_changed(&settings->file))
        return ST_OK;
    enum status status = read_lines(&now, settings->path, fault);
    if (status)
        return status;
    char *text = merge(&now, &settings->file) ? written(&now, &size) : NULL;
    status = text ? home_write(settings->path, text, size, fault)
                  : fault_errno(fault, ENOMEM, settings->path);
    free(text);
    if (status) {
        clear(&now);
        return status;
    }
    settle(&now);
    clear(&settings->file);
    settings->file = now;
    return ST_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command_label.c: what a step of the history is called.
 *
 * A command's usage («CLIP TIME», «FROM TO NAME») tells which of its words names
 * what it is about: the first that is a thing of the song. */
#include "app/command.h"

#include "app/place.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static bool
is_kind(const char *usage, const char *kind)
{
    const size_t length = strlen(kind);

    return strncmp(usage, kind, length) == 0
           && !(usage[length] >= 'A' && usage[length] <= 'Z');
}

/* «CLIP…» */
static bool
takes_many(const char *usage)
{
    const char *dots = strstr(usage, "…");

    return dots && dots < usage + strcspn(usage, " ");
}

static const char *
name_of_clip(const struct model *model, const char *word)
{
    const char *end = strchr(word, '>'); /* CLIP>LANE */
    char clip[LABEL_SIZE];
    int64_t id;

    snprintf(clip, sizeof clip, "%.*s", end ? (int)(end - word) : -1, word);
    return place_clip(model, clip, &id, NULL)
               ? NULL
               : ((const struct row_clip *)model_row(model, TABLE_CLIP, id))->name;
}

static const char *
name_of_track(const struct model *model, const char *word)
{
    int64_t id;

    return place_track(model, word, &id, NULL)
               ? NULL
               : ((const struct row_track *)model_row(model, TABLE_TRACK, id))->name;
}

static const char *
name_of_lane(const struct model *model, const char *word)
{
    int64_t id;

    return place_lane(model, word, &id, NULL)
               ? NULL
               : ((const struct row_lane *)model_row(model, TABLE_LANE, id))->name;
}

static const struct {
    const char *kind;
    const char *(*name)(const struct model *model, const char *word); /* or itself */
} THINGS[] = {
    {"CLIP", name_of_clip},
    {"LANE", name_of_lane},
    {"TRACK", name_of_track},
    {"NAME", NULL},
};

/* What a line is about, or NULL; of a line with several of them («CLIP…») too. */
static const char *
subject(const struct model *model, const struct command_line *line)
{
    const struct command *command = command_find(line->words[0]);
    const char *usage = command ? command->words : "";

    for (size_t at = 1; at < line->count; at++) {
        for (size_t i = 0; i < COUNT(THINGS); i++) {
            if (!is_kind(usage, THINGS[i].kind))
                continue;
            if (takes_many(usage) && line->count > at + 1)
                return NULL;
            return THINGS[i].name ? THINGS[i].name(model, line->words[at])
                                  : line->words[at];
        }
        usage += strcspn(usage, " ");
        usage += strspn(usage, " ");
    }
    return NULL;
}

/* What all lines are about, or NULL; a command that takes no words is about nothing,
 * and may stand beside the others. */
static const char *
common_subject(const struct model *model, const struct command_line *lines,
               size_t count)
{
    const char *common = NULL;

    for (size_t i = 0; i < count; i++) {
        if (lines[i].count <= 1)
            continue;
        const char *about = subject(model, &lines[i]);

        if (!about || (common && strcmp(about, common) != 0))
            return NULL;
        common = about;
    }
    return common;
}

void
command_label(const struct session *session, const char *what,
              const struct command_line *lines, size_t count,
              char label[LABEL_SIZE])
{
    const struct command *first
        = count > 0 && lines[0].count > 0 ? command_find(lines[0].words[0]) : NULL;
    const char *about = common_subject(session_model(session), lines, count);

    if (!what)
        what = first ? _(first->label) : "";
    /* TRANSLATORS: a step of the history, and what it was done to:
     * «Move clip: hat» */
    if (!about || !*about
        || snprintf(label, LABEL_SIZE, _("%s: %s"), what, about) >= LABEL_SIZE)
        snprintf(label, LABEL_SIZE, "%s", what);
}

/* The label of a command that «Move clip: hat» begins with, or NULL. */
static const char *
label_before(const char *label, const char *colon)
{
    const struct command *command;

    for (size_t i = 0; (command = command_table(i))->name; i++)
        if (strlen(command->label) == (size_t)(colon - label)
            && strncmp(command->label, label, (size_t)(colon - label)) == 0)
            return command->label;
    return NULL;
}

/* Most are written in the source's language: by the command line, by scripts, and by
 * whoever has no other. */
void
command_label_told(const char *label, char told[LABEL_SIZE])
{
    const char *colon = strstr(label, ": ");
    const char *what = colon ? label_before(label, colon) : NULL;

    if (!what
        || snprintf(told, LABEL_SIZE, _("%s: %s"), _(what), colon + 2) >= LABEL_SIZE)
        snprintf(told, LABEL_SIZE, "%s", label[0] ? _(label) : "");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/template.h"

#include "app/command.h"
#include "app/homes.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_WORDS = 64, STEP_LINES = 256 };

static const char ENDING[] = ".template";

/* The words of those that come with the program; a file that is edited keeps its
 * own. */
static const char *const SHIPPED[] = {
    N_("Singer-songwriter"),
    N_("Voice and guitar, each from an input of its own, and a reverb for both"),
    N_("Band"),
    N_("Eight inputs at once: drums in a folder, bass, two guitars, voice, and a "
       "room"),
    N_("Spoken word"),
    N_("Two voices and music below them, for interviews, stories and podcasts"),
};

static const char *
translated(const char *text)
{
    for (size_t i = 0; i < COUNT(SHIPPED); i++)
        if (strcmp(SHIPPED[i], text) == 0)
            return _(SHIPPED[i]);
    return text;
}

/* --- where they lie ----------------------------------------------------------- */

static int
is_template(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);

    return entry->d_name[0] != '.' && length > strlen(ENDING)
           && strcmp(entry->d_name + length - strlen(ENDING), ENDING) == 0;
}

/* «# title: Band»: what stands behind the word; NULL: another line. */
static char *
remark(char *line, const char *word)
{
    if (line[0] != '#')
        return NULL;
    char *at = line + 1 + strspn(line + 1, " ");
    if (strncmp(at, word, strlen(word)) != 0)
        return NULL;
    at += strlen(word);
    at += strspn(at, " ");
    at[strcspn(at, "\r\n")] = '\0';
    return at;
}

static void
tell(const char *path, const char *name,
     void (*each)(void *user, const struct template_found *found), void *user)
{
    struct fault ignored;
    char *text, *line, *rest, plain[256];
    struct template_found found = {.path = path, .about = ""};

    if (home_read(path, &text, &ignored))
        return;
    snprintf(plain, sizeof plain, "%.*s", (int)(strlen(name) - strlen(ENDING)),
             name);
    found.title = plain;
    rest = text;
    while ((line = strsep(&rest, "\n")) && line[0] == '#') {
        const char *title = remark(line, "title:"), *about = remark(line, "about:");

        if (title && *title)
            found.title = translated(title);
        if (about)
            found.about = translated(about);
    }
    each(user, &found);
    free(text);
}

static void
each_in(const char *folder,
        void (*each)(void *user, const struct template_found *found), void *user)
{
    struct dirent **entries;
    const int count = scandir(folder, &entries, is_template, alphasort);
    char path[HOME_PATH];

    for (int i = 0; i < count; i++) {
        if (snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name)
            < HOME_PATH)
            tell(path, entries[i]->d_name, each, user);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* A program that was not installed lies in build/, beside data/. */
static bool
beside_program(char folder[HOME_PATH])
{
    char self[HOME_PATH - 32];
    const ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);

    if (length <= 0)
        return false;
    self[length] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(self, '/');

        if (!slash)
            return false;
        *slash = '\0';
    }
    snprintf(folder, HOME_PATH, "%s/data/templates", self);
    return access(folder, R_OK) == 0;
}

void
template_each(void (*each)(void *user, const struct template_found *found),
              void *user)
{
    char folder[HOME_PATH];

    if (home_path(HOME_DATA, "templates", folder))
        each_in(folder, each, user);
    if (beside_program(folder))
        each_in(folder, each, user);
    else
        each_in(REMANENCE_DATADIR "/remanence/templates", each, user);
}

/* --- what they do ------------------------------------------------------------- */

/* The lines of a step, up to an empty one. */
struct batch {
    struct command_line lines[STEP_LINES];
    const char *words[STEP_LINES][LINE_WORDS];
    size_t count;
};

static enum status
run_step(struct session *session, struct batch *batch, struct fault *fault)
{
    const size_t count = batch->count;

    batch->count = 0;
    return command_run_all(session, _("New song from a template"), batch->lines,
                           count, fault);
}

static enum status
take_line(struct batch *batch, char *line, const char *path, struct fault *fault)
{
    size_t count;

    if (batch->count == STEP_LINES)
        return fault_with(fault, ST_RANGE, path, _("too many lines for one step"),
                          _("part them with an empty line"));
    const char **words = batch->words[batch->count];
    const enum status status
        = command_words(line, words, LINE_WORDS, &count, fault);
    if (!status && count > 0)
        batch->lines[batch->count++] = (struct command_line){words, count};
    return status;
}

enum status
template_apply(struct session *session, const char *path, struct fault *fault)
{
    struct batch *batch = calloc(1, sizeof *batch);
    char *text = NULL, *line, *rest;
    enum status status = batch ? home_read(path, &text, fault)
                              : fault_errno(fault, ENOMEM, path);

    rest = text;
    while (!status && (line = strsep(&rest, "\n")))
        status = line[0] && line[0] != '\r' ? take_line(batch, line, path, fault)
                                            : run_step(session, batch, fault);
    if (!status)
        status = run_step(session, batch, fault);
    free(text);
    free(batch);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/round_trips.h"

#include "base/text.h"
#include "media/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_MAX_HERE = 4096, NAME_ROOM = 32, LINE = 512, MOST_FRAMES = 1 << 24 };

/* --- where it is -------------------------------------------------------------- */

/* The folder, made if need be. */
static bool
find_folder(char *path, size_t size, bool make)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int length;

    /* as the specification says: what is relative is none */
    if (state && *state == '/')
        length = snprintf(path, size, "%s/remanence", state);
    else if (home && *home == '/')
        length = snprintf(path, size, "%s/.local/state/remanence", home);
    else
        return false;
    if (length < 0 || (size_t)length >= size)
        return false;
    for (char *at = path + 1; make && at; at++) {
        at = strchr(at, '/');
        if (at)
            *at = '\0';
        (void)mkdir(path, 0700); /* what cannot be made shows when the file is */
        if (!at)
            break;
        *at = '/';
    }
    return true;
}

/* --- lines -------------------------------------------------------------------- */

/* What would end a field or a line is shown as «?». */
static void
put_field(FILE *file, const char *text)
{
    for (; *text; text++)
        fputc((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text, file);
    fputc('\t', file);
}

static void
put_line(FILE *file, const struct kept_round_trip *trip)
{
    put_field(file, trip->key.driver);
    put_field(file, trip->key.device);
    fprintf(file, "%" PRIu32 "\t%" PRIu32 "\t%" PRId64 "\t%.3f\t%" PRId64 "\n",
            trip->key.rate, trip->key.block, trip->frames, trip->confidence,
            trip->when);
}

static bool
take_field(char **at, char *out, size_t size)
{
    const char *field = strsep(at, "\t");

    return field && *field && (size_t)snprintf(out, size, "%s", field) < size;
}

static bool
read_line(char *line, struct kept_round_trip *trip)
{
    int end = 0;

    line[strcspn(line, "\n")] = '\0';
    if (*line == '#'
        || !take_field(&line, trip->key.driver, sizeof trip->key.driver)
        || !take_field(&line, trip->key.device, sizeof trip->key.device) || !line)
        return false;
    return sscanf(line, "%" SCNu32 "\t%" SCNu32 "\t%" SCNd64 "\t%lf\t%" SCNd64 "%n",
                  &trip->key.rate, &trip->key.block, &trip->frames,
                  &trip->confidence, &trip->when, &end)
               == 5
           && line[end] == '\0' && trip->frames >= 0 && trip->frames <= MOST_FRAMES;
}

/* The device as a line of the file shows it. */
static bool
same_text(const char *kept, const char *asked)
{
    for (; *kept && *asked; kept++, asked++)
        if (*kept != *asked && !(*kept == '?' && (unsigned char)*asked < ' '))
            return false;
    return *kept == *asked;
}

static bool
is_for(const struct round_trip_key *kept, const struct round_trip_key *asked)
{
    return kept->rate == asked->rate && kept->block == asked->block
           && same_text(kept->driver, asked->driver)
           && same_text(kept->device, asked->device);
}

static bool
fits(const struct round_trip_key *kept, const struct round_trip_key *like)
{
    return (!like->rate || kept->rate == like->rate)
           && (!like->block || kept->block == like->block)
           && (!*like->driver || same_text(kept->driver, like->driver))
           && (!*like->device || same_text(kept->device, like->device));
}

/* --- reading ------------------------------------------------------------------ */

void
round_trips_each(void (*each)(void *user, const struct kept_round_trip *trip),
                 void *user)
{
    char path[PATH_MAX_HERE], line[LINE];
    struct kept_round_trip trip;

    if (!find_folder(path, sizeof path - NAME_ROOM, false))
        return;
    strcat(path, "/round-trips");
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (read_line(line, &trip))
            each(user, &trip);
    if (file)
        fclose(file);
}

struct search {
    const struct round_trip_key *key;
    int64_t frames;
};

static void
look(void *user, const struct kept_round_trip *trip)
{
    struct search *search = user;

    if (is_for(&trip->key, search->key))
        search->frames = trip->frames;
}

int64_t
round_trips_find(const struct round_trip_key *key)
{
    struct search search = {key, -1};

    round_trips_each(look, &search);
    return search.frames;
}

/* --- writing ------------------------------------------------------------------ */

struct rewrite {
    FILE *file;
    const struct kept_round_trip *keep; /* instead of the one of its key, or NULL */
    const struct round_trip_key *drop;  /* or those that are like this */
    size_t dropped;
};

static void
copy(void *user, const struct kept_round_trip *trip)
{
    struct rewrite *rewrite = user;

    if (rewrite->keep ? is_for(&trip->key, &rewrite->keep->key)
                      : fits(&trip->key, rewrite->drop))
        rewrite->dropped++;
    else
        put_line(rewrite->file, trip);
}

/* All that will be in it; to be freed. */
static char *
compose(struct rewrite *rewrite, size_t *size)
{
    char *text = NULL;

    rewrite->file = open_memstream(&text, size);
    if (!rewrite->file)
        return NULL;
    fputs("# remanence: measured round trips; see remanence latency --list\n",
          rewrite->file);
    round_trips_each(copy, rewrite);
    if (rewrite->keep)
        put_line(rewrite->file, rewrite->keep);
    if (fclose(rewrite->file) == 0)
        return text;
    free(text);
    return NULL;
}

static enum status
replace(const char *path, struct rewrite *rewrite, struct fault *fault)
{
    struct newfile file;
    size_t size;
    char *text = compose(rewrite, &size);

    if (!text)
        return fault_errno(fault, ENOMEM, path);
    enum status status = newfile_begin(&file, path, fault);
    if (!status)
        status = newfile_write(&file, text, size, fault);
    if (!status)
        status = newfile_commit(&file, NEWFILE_REPLACE, true, fault);
    else
        newfile_abort(&file);
    free(text);
    return status;
}

/* As a new file in the old one's place; other programs wait meanwhile. */
static enum status
write_anew(struct rewrite *rewrite, struct fault *fault)
{
    char folder[PATH_MAX_HERE], path[PATH_MAX_HERE];

    if (!find_folder(folder, sizeof folder - NAME_ROOM, true)) {
        fault_set(fault, ST_NOT_FOUND, "HOME", _("is not set"));
        fault_remedy(fault, _("set it, or XDG_STATE_HOME"));
        return ST_NOT_FOUND;
    }
    const int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock >= 0)
        (void)flock(lock, LOCK_EX);
    snprintf(path, sizeof path, "%.*s/round-trips", PATH_MAX_HERE - NAME_ROOM,
             folder);
    const enum status status = replace(path, rewrite, fault);
    if (lock >= 0)
        close(lock);
    return status;
}

enum status
round_trips_keep(const struct kept_round_trip *trip, struct fault *fault)
{
    struct rewrite rewrite = {.keep = trip};

    return write_anew(&rewrite, fault);
}

enum status
round_trips_forget(const struct round_trip_key *like, size_t *count,
                   struct fault *fault)
{
    struct rewrite rewrite = {.drop = like};
    const enum status status = write_anew(&rewrite, fault);

    *count = status ? 0 : rewrite.dropped;
    return status;
}

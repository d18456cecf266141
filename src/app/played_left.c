/* SPDX-License-Identifier: GPL-3.0-or-later */
/* played_left.c: what killed programs left.  It is renamed at once, so that the
 * next one can listen, and read later, by whoever has the time: channels of ten
 * minutes take seconds. */
#include "app/played_internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Nobody has looked into it yet; or there is sound in it that is no take. */
static const char UNREAD[] = "unread-";
static const char LEFT[] = "played-";

static bool
is_free(const char *song, const char *prefix, const char *name)
{
    char path[PLAYED_PATH + 64];

    snprintf(path, sizeof path, "%s/%s%s", song, prefix, name);
    return access(path, F_OK) != 0;
}

void
played_set_aside(const char *song)
{
    const time_t now = time(NULL);
    struct tm when;
    char date[32], name[64], from[PLAYED_PATH], to[PLAYED_PATH];

    snprintf(from, sizeof from, "%s/%s", song, PLAYED_LISTENING);
    if (access(from, F_OK) != 0)
        return;
    localtime_r(&now, &when);
    strftime(date, sizeof date, "%Y-%m-%d %H.%M.%S", &when);
    for (int i = 1; i < 1000; i++) {
        snprintf(name, sizeof name, i > 1 ? "%s-%d" : "%s", date, i);
        if (!is_free(song, UNREAD, name) || !is_free(song, LEFT, name))
            continue;
        snprintf(to, sizeof to, "%s/%s%s", song, UNREAD, name);
        if (rename(from, to) == 0)
            return;
    }
}

/* --- what is there ------------------------------------------------------------ */

static int
is_unread(const struct dirent *entry)
{
    return strncmp(entry->d_name, UNREAD, sizeof UNREAD - 1) == 0;
}

static int
is_left(const struct dirent *entry)
{
    return strncmp(entry->d_name, LEFT, sizeof LEFT - 1) == 0;
}

static void
each_of(const char *song, int (*which)(const struct dirent *),
        void (*each)(void *user, const char *folder), void *user)
{
    char folder[PLAYED_PATH];
    struct dirent **entries;
    const int count = scandir(song, &entries, which, alphasort);

    for (int i = 0; i < count; i++) {
        snprintf(folder, sizeof folder, "%s/%s", song, entries[i]->d_name);
        each(user, folder);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void
count_one(void *user, const char *folder)
{
    (void)folder;
    ++*(unsigned *)user;
}

bool
played_is_left(const char *song)
{
    unsigned count = 0;

    each_of(song, is_unread, count_one, &count);
    each_of(song, is_left, count_one, &count);
    return count > 0;
}

/* --- reading it --------------------------------------------------------------- */

/* Whether there is sound that is no take. */
static bool
has_sound(struct played *played)
{
    struct played_piece *pieces;
    size_t count;

    if (played_find(played, PLAYED_NEWEST, &pieces, &count))
        return true; /* who knows */
    free(pieces);
    return count > 0;
}

struct sifting {
    const char *song;
    const atomic_bool *cancel;
};

static bool
is_cancelled(const struct sifting *sifting)
{
    return sifting->cancel && atomic_load(sifting->cancel);
}

static void
let_stay(const struct sifting *sifting, const char *folder)
{
    const char *date = strrchr(folder, '/') + sizeof UNREAD;
    char to[PLAYED_PATH];

    snprintf(to, sizeof to, "%s/%s%s", sifting->song, LEFT, date);
    (void)!rename(folder, to); /* else it is looked at again */
}

/* Only rings that never held a sound are no rings to load. */
static void
sift(void *user, const char *folder)
{
    const struct sifting *sifting = user;
    struct played *played;
    struct fault fault;

    if (is_cancelled(sifting))
        return;
    const enum status status = played_load(&played, folder, &fault);

    if (status == ST_NOT_FOUND) {
        played_discard(folder);
        return;
    }
    if (status == ST_OK) {
        played->cancel = sifting->cancel;
        const bool sounds = has_sound(played);

        if (is_cancelled(sifting)) { /* what was found is not all that there is */
            played_leave(played);
            return;
        }
        if (!sounds) {
            played_close(played);
            return;
        }
        played_leave(played);
    }
    let_stay(sifting, folder);
}

unsigned
played_sift(const char *song, const atomic_bool *cancel)
{
    struct sifting sifting = {song, cancel};
    unsigned count = 0;

    each_of(song, is_unread, sift, &sifting);
    each_of(song, is_left, count_one, &count);
    return count;
}

void
played_each_left(const char *song, void (*each)(void *user, const char *folder),
                 void *user)
{
    each_of(song, is_left, each, user);
}

void
played_left(const char *song, void (*each)(void *user, const char *folder),
            void *user)
{
    played_set_aside(song);
    (void)played_sift(song, NULL);
    played_each_left(song, each, user);
}

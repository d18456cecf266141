/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recent.c: a line a song, «opened seconds folder title», parted by tabs; a tab, a
 * line's end and a backslash within a text are \t, \n and \\. */
#include "app/recent.h"

#include "app/homes.h"
#include "app/place.h"
#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FIELDS = 4 };

static void
clear_song(struct recent_song *song)
{
    free(song->folder);
    free(song->title);
    *song = (struct recent_song){0};
}

void
recent_clear(struct recent *recent)
{
    for (size_t i = 0; i < recent->count; i++)
        clear_song(&recent->songs[i]);
    recent->count = 0;
}

/* --- text --------------------------------------------------------------------- */

static void
write_text(FILE *to, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '\t':
            fputs("\\t", to);
            break;
        case '\n':
            fputs("\\n", to);
            break;
        case '\\':
            fputs("\\\\", to);
            break;
        default:
            putc(*text, to);
        }
}

/* In place. */
static char *
read_text(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++) {
        if (*from != '\\' || !from[1]) {
            *to++ = *from;
            continue;
        }
        from++;
        *to++ = *from == 't' ? '\t' : *from == 'n' ? '\n' : *from;
    }
    *to = '\0';
    return text;
}

static bool
is_there(const char *folder)
{
    char path[HOME_PATH];

    snprintf(path, sizeof path, "%s/project.db", folder);
    return access(path, F_OK) == 0;
}

/* What cannot be read is left out: the list is no more than a convenience. */
static void
read_line(struct recent *recent, char *line)
{
    struct recent_song song = {0};
    char *fields[FIELDS], *rest = line;

    for (int i = 0; i < FIELDS; i++) {
        fields[i] = strsep(&rest, "\t");
        if (!fields[i])
            return;
    }
    song.opened = strtoll(fields[0], NULL, 10);
    song.seconds = strtod(fields[1], NULL);
    song.folder = strdup(read_text(fields[2]));
    song.title = strdup(read_text(fields[3]));
    if (!song.folder || !song.title || song.folder[0] != '/'
        || recent->count == RECENT_MOST) {
        clear_song(&song);
        return;
    }
    song.there = is_there(song.folder);
    recent->songs[recent->count++] = song;
}

enum status
recent_load(struct recent *out, struct fault *fault)
{
    char path[HOME_PATH], *text, *rest, *line;

    out->count = 0;
    if (!home_path(HOME_STATE, "recent", path))
        return ST_OK;
    const enum status status = home_read(path, &text, fault);
    if (status)
        return status;
    rest = text;
    while ((line = strsep(&rest, "\n")))
        read_line(out, line);
    free(text);
    return ST_OK;
}

static enum status
save(const struct recent *recent, struct fault *fault)
{
    char path[HOME_PATH], *text = NULL;
    size_t size = 0;

    if (!home_path(HOME_STATE, "recent", path))
        return ST_OK;
    FILE *to = open_memstream(&text, &size);
    for (size_t i = 0; to && i < recent->count; i++) {
        const struct recent_song *song = &recent->songs[i];

        fprintf(to, "%" PRId64 "\t%.3f\t", song->opened, song->seconds);
        write_text(to, song->folder);
        putc('\t', to);
        write_text(to, song->title);
        putc('\n', to);
    }
    const bool written = to && fclose(to) == 0;
    const enum status status = written ? home_write(path, text, size, fault)
                                       : fault_errno(fault, ENOMEM, path);
    free(text);
    return status;
}

/* --- songs -------------------------------------------------------------------- */

static void
remove_folder(struct recent *recent, const char *folder)
{
    for (size_t i = 0; i < recent->count; i++) {
        if (strcmp(recent->songs[i].folder, folder) != 0)
            continue;
        clear_song(&recent->songs[i]);
        recent->count--;
        memmove(&recent->songs[i], &recent->songs[i + 1],
                (recent->count - i) * sizeof recent->songs[i]);
        i--;
    }
}

static enum status
describe(const struct session *session, struct recent_song *out,
         struct fault *fault)
{
    const struct row_song *song
        = model_row(session_model(session), TABLE_SONG, SONG_ID);

    *out = (struct recent_song){
        .folder = realpath(session_folder(session), NULL),
        .title = strdup(song ? song->name : ""),
        .seconds
        = (double)place_end(session_model(session)).n / session_rate(session),
        .opened = time(NULL),
        .there = true,
    };
    if (out->folder && out->title)
        return ST_OK;
    clear_song(out);
    return fault_errno(fault, errno, session_folder(session));
}

enum status
recent_note(const struct session *session, struct fault *fault)
{
    struct recent recent;
    struct recent_song song;
    enum status status = recent_load(&recent, fault);

    if (!status)
        status = describe(session, &song, fault);
    if (status)
        goto out;
    remove_folder(&recent, song.folder);
    if (recent.count == RECENT_MOST)
        clear_song(&recent.songs[--recent.count]);
    memmove(&recent.songs[1], &recent.songs[0], recent.count * sizeof song);
    recent.songs[0] = song;
    recent.count++;
    status = save(&recent, fault);
out:
    recent_clear(&recent);
    return status;
}

enum status
recent_describe(const char *folder, const char *title, double seconds,
                struct fault *fault)
{
    struct recent recent;
    enum status status = recent_load(&recent, fault);

    for (size_t i = 0; i < recent.count && !status; i++) {
        struct recent_song *song = &recent.songs[i];
        char *own = strcmp(song->folder, folder) == 0 ? strdup(title) : NULL;

        if (!own)
            continue;
        free(song->title);
        song->title = own;
        song->seconds = seconds;
        status = save(&recent, fault);
    }
    recent_clear(&recent);
    return status;
}

enum status
recent_forget(const char *folder, struct fault *fault)
{
    struct recent recent;
    enum status status = recent_load(&recent, fault);

    if (status)
        return status;
    const size_t before = recent.count;
    remove_folder(&recent, folder);
    if (recent.count < before)
        status = save(&recent, fault);
    recent_clear(&recent);
    return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bounce.h"

#include "app/place.h"
#include "base/text.h"
#include "media/words.h"
#include "plugins/built_in.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* Where the ending of a path's file name begins, or where the name ends. */
static size_t
ending_at(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(path, '.');

    return dot && (!slash || dot > slash + 1) && dot != path ? (size_t)(dot - path)
                                                             : strlen(path);
}

static enum status
find_format(const struct bounce_order *order, enum soundout_format *out,
            struct fault *fault)
{
    const char *name = order->format;
    const char *ending = order->path + ending_at(order->path);

    if (!name)
        name = *ending ? ending + 1 : "wav";
    if (soundout_format_named(name, out))
        return ST_OK;
    fault_set(fault, ST_SYNTAX, name, _("no such format"));
    fault_remedy(fault, _("choose from: wav, rf64, aiff, flac, opus, vorbis, mp3"));
    return ST_SYNTAX;
}

/* «mix.wav» and «Lead Vox» make «mix - Lead Vox.wav»; a second one of that name
 * gets its number. */
static char *
stem_path(const char *master, const char *track, unsigned number)
{
    const size_t base = ending_at(master);
    char *path = NULL, name[256], twice[16] = "";

    words_filename(name, sizeof name, track);
    if (number > 1)
        snprintf(twice, sizeof twice, " %u", number);
    if (asprintf(&path, "%.*s - %s%s%s", (int)base, master, name, twice,
                 master + base)
        < 0)
        return NULL;
    return path;
}

struct files {
    struct bounce_file *files;
    struct bounce_made *made;
};

static enum status
add_file(struct files *files, char *path, int64_t track, bool loudness,
         const char *title)
{
    const unsigned i = files->made->count;

    if (!path)
        return ST_NO_MEM;
    files->made->paths[i] = path;
    files->files[i] = (struct bounce_file){
        .path = path, .track = track, .loudness = loudness, .title = title};
    files->made->count++;
    return ST_OK;
}

/* Also where the disk knows no difference between «a» and «A». */
static bool
is_taken(const struct bounce_made *made, const char *path)
{
    for (unsigned i = 0; i < made->count; i++)
        if (strcasecmp(made->paths[i], path) == 0)
            return true;
    return false;
}

static char *
free_stem_path(const struct bounce_made *made, const char *master,
               const char *track)
{
    char *path = stem_path(master, track, 1);

    for (unsigned number = 2; path && is_taken(made, path); number++) {
        free(path);
        path = stem_path(master, track, number);
    }
    return path;
}

static enum status
list_files(const struct bounce_order *order, const struct row_track *const *tracks,
           size_t count, struct files *files)
{
    enum status status = ST_OK;

    if (order->master)
        status = add_file(files, strdup(order->path), 0, true, NULL);
    for (size_t i = 0; i < count && order->stems && !status; i++)
        if (tracks[i]->kind != TRACK_MASTER)
            status = add_file(
                files, free_stem_path(files->made, order->path, tracks[i]->name),
                tracks[i]->id, false, tracks[i]->name);
    return status;
}

/* Whether `path` lies below `folder`, both whole. */
static bool
is_below(const char *path, const char *folder)
{
    const size_t length = strlen(folder);

    return strncmp(path, folder, length) == 0
           && (path[length] == '/' || !path[length]);
}

/* The folder of a file's path, whole, to be freed; NULL: there is none. */
static char *
whole_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, slash - path + 1) : strdup(".");
    char *whole = folder ? realpath(folder, NULL) : NULL;

    free(folder);
    return whole;
}

/* In the song's folder, but not where its bounces may lie. */
static bool
is_among_own(const char *song, const char *path)
{
    char *own = realpath(song, NULL), *folder = whole_folder(path);
    bool among = false;

    if (own && folder && is_below(folder, own)) {
        const char *below = folder + strlen(own);

        among = !is_below(below, "/bounces");
    }
    free(own);
    free(folder);
    return among;
}

/* Sound that the song plays from elsewhere. */
static bool
is_source(const struct model *model, const char *path)
{
    size_t count;
    const struct row_source *sources = model_rows(model, TABLE_SOURCE, &count);
    struct stat here, there;

    if (stat(path, &here) != 0)
        return false;
    for (size_t i = 0; i < count; i++)
        if (sources[i].path[0] == '/' && stat(sources[i].path, &there) == 0
            && here.st_dev == there.st_dev && here.st_ino == there.st_ino)
            return true;
    return false;
}

/* What the song lives on is never written over, whatever may be replaced. */
static enum status
keep_own(const struct session *session, const struct bounce_made *made,
         struct fault *fault)
{
    for (unsigned i = 0; i < made->count; i++) {
        const char *path = made->paths[i];

        if (!is_among_own(session_folder(session), path)
            && !is_source(session_model(session), path))
            continue;
        fault_set(fault, ST_READ_ONLY, path,
                  _("the song keeps its own files there"));
        fault_remedy(fault, _("choose another folder, or bounces in the song's"));
        return ST_READ_ONLY;
    }
    return ST_OK;
}

static enum status
render(struct session *session, const struct bounce_order *order,
       const struct bounce_file *files, struct bounce_made *made,
       struct fault *fault)
{
    const struct model *model = session_model(session);
    const struct row_song *song = model_row(model, TABLE_SONG, SONG_ID);
    struct bounce_spec spec = {
        .model = model,
        .project = {.folder = session_folder(session),
                    .step = store_here(session_store(session))},
        .from = order->from,
        .to = order->to,
        .tail = order->tail,
        .files = files,
        .count = made->count,
        .bits = order->bits,
        .dither = order->dither,
        .quality = order->quality,
        .tags = {[SOUND_TITLE] = song->name,
                 [SOUND_ARTIST] = song->artist[0] ? song->artist : NULL},
        .replace = order->replace,
        .no_receipt = order->no_receipt,
        .devices = plugins_built_in(),
        .threads = order->threads,
        .block = order->block,
        .progress = order->progress,
        .offline = order->offline,
        .user = order->user,
        .cancel = order->cancel,
    };
    for (size_t i = 0; i < SOUND_TAGS; i++)
        if (order->tags[i])
            spec.tags[i] = order->tags[i];
    enum status status = find_format(order, &spec.format, fault);

    if (!status)
        status = keep_own(session, made, fault);
    if (!status)
        status = store_digest(session_store(session), &spec.project.digest, fault);
    return status ? status : bounce_run(&spec, &made->result, made->figures, fault);
}

enum status
bounce_song(struct session *session, const struct bounce_order *order,
            struct bounce_made *made, struct fault *fault)
{
    const struct row_track **tracks = NULL;
    struct files files = {.made = made};
    size_t count = 0;

    *made = (struct bounce_made){.has_master = order->master,
                                 .rate = session_rate(session)};
    enum status status = place_tracks(session_model(session), &tracks, &count);
    if (status)
        return fault_errno(fault, ENOMEM, order->path);
    files.files = calloc(count + 1, sizeof *files.files);
    made->paths = calloc(count + 1, sizeof *made->paths);
    made->figures = calloc(count + 1, sizeof *made->figures);
    if (!files.files || !made->paths || !made->figures)
        status = ST_NO_MEM;
    else
        status = list_files(order, tracks, count, &files);
    if (status)
        fault_errno(fault, ENOMEM, order->path);
    else
        status = render(session, order, files.files, made, fault);
    free(files.files);
    free(tracks);
    if (status)
        bounce_made_clear(made);
    return status;
}

void
bounce_made_clear(struct bounce_made *made)
{
    for (unsigned i = 0; i < made->count; i++)
        free(made->paths[i]);
    free(made->paths);
    free(made->figures);
    *made = (struct bounce_made){0};
}

enum status
bounce_verify(const struct verify_spec *spec, struct verify_result *result,
              struct fault *fault)
{
    struct verify_spec whole = *spec;

    whole.devices = plugins_built_in();
    return verify_file(&whole, result, fault);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bounce.h"

#include "app/place.h"
#include "base/text.h"
#include "plugins/built_in.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* «mix.wav» and «Lead Vox» make «mix - Lead Vox.wav»; a second one of that name gets its
 * number. */
static char *
stem_path(const char *master, const char *track, unsigned number)
{
    const size_t base = ending_at(master);
    char *path = NULL, twice[16] = "";

    if (number > 1)
        snprintf(twice, sizeof twice, " %u", number);
    if (asprintf(&path, "%.*s - %s%s%s", (int)base, master, track, twice, master + base)
        < 0)
        return NULL;
    for (char *c = path + base; *c; c++)
        if (*c == '/' || (unsigned char)*c < ' ')
            *c = '_';
    return path;
}

struct files {
    struct bounce_file *files;
    struct bounce_made *made;
};

static enum status
add_file(struct files *files, char *path, int64_t track, bool loudness, const char *title)
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

static unsigned
same_name_before(const struct row_track *const *tracks, size_t at)
{
    unsigned count = 1;

    for (size_t i = 0; i < at; i++)
        count += strcmp(tracks[i]->name, tracks[at]->name) == 0;
    return count;
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
            status = add_file(files,
                              stem_path(order->path, tracks[i]->name,
                                        same_name_before(tracks, i)),
                              tracks[i]->id, false, tracks[i]->name);
    return status;
}

static enum status
render(struct session *session, const struct bounce_order *order,
       const struct bounce_file *files, struct bounce_made *made, struct fault *fault)
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
    enum status status = find_format(order, &spec.format, fault);

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

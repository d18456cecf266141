/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/media.h"

#include "app/place.h"
#include "base/text.h"
#include "media/peaks.h"
#include "media/words.h"
#include "model/check.h"
#include "model/ops_clip.h"
#include "model/ops_comp.h"
#include "model/ops_track.h"
#include "model/tables.h"
#include "model/walk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* How far each file is: written by the thread that imports it, summed by any. */
struct part {
    struct batch *batch;
    _Atomic int thousandths;
};

struct batch {
    const struct media_spec *spec;
    struct session *session;
    struct job *job; /* that reads them beside the main thread, or NULL */
    struct import_job *jobs;
    struct import_result *results;
    struct part *parts;
    frames_t next;  /* where the next one begins, of files in a row */
    bool committed; /* the song has them */

    /* What a job keeps for itself, as its spec may be gone. */
    struct media_spec own;
    char *folder;
};

static void
on_progress(void *user, double part, int64_t bytes)
{
    struct part *one = user;
    const struct batch *batch = one->batch;
    const struct media_spec *spec = batch->spec;
    long sum = 0;

    (void)bytes;
    atomic_store(&one->thousandths, (int)(part * 1000.0));
    for (size_t i = 0; i < spec->count; i++)
        sum += atomic_load(&batch->parts[i].thousandths);
    const double whole = (double)sum / (1000.0 * (double)spec->count);
    if (batch->job)
        job_progress(batch->job, whole);
    else if (spec->progress)
        spec->progress(spec->user, whole);
}

static void
fill_jobs(struct batch *batch)
{
    const struct media_spec *spec = batch->spec;

    for (size_t i = 0; i < spec->count; i++) {
        batch->parts[i].batch = batch;
        batch->jobs[i] = (struct import_job){
            .path = spec->paths[i],
            .project = session_folder(batch->session),
            .rate = session_rate(batch->session),
            .reference = spec->reference,
            .progress = on_progress,
            .user = &batch->parts[i],
            .cancel = spec->cancel,
        };
    }
}

/* A file of more than two channels becomes mono ones: do it again, split. */
static void
split_wide_files(struct batch *batch)
{
    for (size_t i = 0; i < batch->spec->count; i++) {
        struct import_result *result = &batch->results[i];

        if (result->status || result->count != 1
            || result->sources[0].channels <= 2)
            continue;
        char path[PEAKS_PATH_SIZE + IMPORT_PATH_SIZE];

        if (result->sources[0].path[0] != '/') {
            snprintf(path, sizeof path, "%s/%s", batch->jobs[i].project,
                     result->sources[0].path);
            unlink(path);
        }
        if (!peaks_path(batch->jobs[i].project, result->sources[0].path, path))
            unlink(path);
        import_result_clear(result);
        batch->jobs[i].split = true;
        (void)import_file(&batch->jobs[i], result);
    }
}

/* Take back files that no row will name. */
static void
unlink_sources(const struct batch *batch)
{
    char path[PEAKS_PATH_SIZE + IMPORT_PATH_SIZE];

    for (size_t i = 0; i < batch->spec->count; i++) {
        const struct import_result *result = &batch->results[i];

        for (size_t k = 0; !result->status && k < result->count; k++) {
            if (!peaks_path(batch->jobs[i].project, result->sources[k].path, path))
                unlink(path);
            if (result->sources[k].path[0] == '/')
                continue;
            snprintf(path, sizeof path, "%s/%s", batch->jobs[i].project,
                     result->sources[k].path);
            unlink(path);
        }
    }
}

static enum status
put_source(const struct ops *ops, const struct import_source *source,
           const struct import_job *job, int64_t *id)
{
    struct row_source row;
    char origin[PATH_SIZE];
    enum status status;

    if (!model_text_is_sound(source->path)) {
        fault_set(ops->fault, ST_UNSUPPORTED, job->path,
                  _("its path is no UTF-8 text"));
        fault_remedy(ops->fault, _("import it without --reference, or rename it"));
        return ST_UNSUPPORTED;
    }
    words_utf8(origin, sizeof origin, job->path, strlen(job->path));
    row_init(TABLE_SOURCE, &row);
    row.rate = job->rate;
    row.channels = source->channels;
    row.length = source->length;
    row.bytes = source->bytes;
    status = row_set_text(&row.path, source->path);
    if (!status)
        status = row_set_text(&row.origin, origin);
    if (!status)
        status = row_set_text(&row.hash, source->hash);
    if (!status)
        status = edit_put(ops->edit, TABLE_SOURCE, &row);
    *id = row.id;
    row_free(TABLE_SOURCE, &row);
    return status ? fault_errno(ops->fault, ENOMEM, job->path) : ST_OK;
}

/* The track for a source: the one that is asked for, or a new one of that name. */
static enum status
find_track(const struct ops *ops, const struct media_spec *spec, const char *name,
           unsigned channels, int64_t *out)
{
    struct fault ignored;

    if (spec->track) {
        *out = op_track_named(ops, spec->track);
        if (*out || !place_track(ops->model, spec->track, out, &ignored))
            return ST_OK;
        if (spec->track[0] == '#')
            return place_track(ops->model, spec->track, out, ops->fault);
    }
    const struct op_track track = {.kind = TRACK_AUDIO,
                                   .name = spec->track ? spec->track : name,
                                   .color = -1,
                                   .channels = channels >= 2 ? 2 : 1};

    return op_track_add(ops, &track, out);
}

static bool
has_active_comp(const struct ops *ops, int64_t track)
{
    struct walk walk = walk_owned(ops->edit, ops->model, TABLE_COMP, track);
    const struct row_comp *comp;

    while ((comp = walk_next(&walk)))
        if (comp->active)
            return true;
    return false;
}

/* A lane for a take: the playing one while it is empty, else a new one, which plays
 * from then on, unless a comp does. */
static enum status
take_lane(const struct ops *ops, int64_t track, const char *name, int64_t *out)
{
    *out = op_track_lane(ops, track);
    struct walk clips = walk_owned(ops->edit, ops->model, TABLE_CLIP, *out);
    if (*out && !walk_next(&clips))
        return op_set_text(ops, TABLE_LANE, *out, "name", name);

    const enum status status = op_lane_add(ops, track, name, out);
    return status || has_active_comp(ops, track) ? status : op_lane_play(ops, *out);
}

static enum status
find_lane(const struct ops *ops, const struct media_spec *spec, int64_t track,
          const char *name, int64_t *out)
{
    if (!spec->lane) {
        *out = op_track_lane(ops, track);
        if (*out)
            return ST_OK;
        return fault_with(ops->fault, ST_KIND, spec->track,
                          _("has no lane for clips"),
                          _("import to an audio track"));
    }
    if (!spec->lane[0])
        return take_lane(ops, track, name, out);
    *out = op_lane_named(ops, track, spec->lane);
    return *out ? ST_OK : op_lane_add(ops, track, spec->lane, out);
}

static struct when
find_place(struct batch *batch, const struct import_result *result)
{
    const struct media_spec *spec = batch->spec;

    if (spec->in_a_row)
        return (struct when){batch->next.n, TIME_FRAMES};
    if (spec->has_at)
        return spec->at;
    return (struct when){result->has_start ? result->start : 0, TIME_FRAMES};
}

/* One source of a file: its row, its track, its lane, its clip. */
static enum status
put_clip(struct batch *batch, const struct ops *ops, size_t file, size_t index)
{
    const struct import_result *result = &batch->results[file];
    const struct import_source *source = &result->sources[index];
    int64_t id, track, lane;
    char name[300];

    if (result->count > 1)
        snprintf(name, sizeof name, "%s %u", result->name, source->channel + 1);
    else
        snprintf(name, sizeof name, "%s", result->name);
    enum status status = put_source(ops, source, &batch->jobs[file], &id);
    if (!status)
        status = find_track(ops, batch->spec, name, source->channels, &track);
    if (!status)
        status = find_lane(ops, batch->spec, track, name, &lane);
    if (status || source->length == 0)
        return status;
    const struct op_clip clip = {.lane_id = lane,
                                 .source_id = id,
                                 .name = name,
                                 .at = find_place(batch, result)};

    return op_clip_add(ops, &clip, NULL);
}

static enum status
put_all(struct batch *batch, const struct ops *ops)
{
    const struct media_spec *spec = batch->spec;

    batch->next = spec->has_at ? when_frames(model_tempo(ops->model), spec->at)
                               : frames(0);
    for (size_t i = 0; i < spec->count; i++) {
        const struct import_result *result = &batch->results[i];

        for (size_t k = 0; !result->status && k < result->count; k++) {
            const enum status status = put_clip(batch, ops, i, k);

            if (status)
                return status;
        }
        if (!result->status && result->count > 0)
            batch->next
                = frames_add(batch->next, frames(result->sources[0].length));
    }
    return ST_OK;
}

static enum status
commit(struct batch *batch, struct fault *fault)
{
    const size_t count = batch->spec->count;
    struct edit *edit;
    char label[300];

    if (count == 1)
        snprintf(label, sizeof label, _("Import «%s»"), batch->results[0].name);
    else
        snprintf(label, sizeof label, _("Import %zu files"), count);
    if (edit_new(&edit, label))
        return fault_errno(fault, ENOMEM, NULL);
    const struct ops ops = {edit, session_model(batch->session), fault};
    enum status status = put_all(batch, &ops);
    if (!status)
        status = session_commit(batch->session, edit, fault);
    edit_free(edit);
    return status;
}

/* What to say of all files together: the first that failed; cancelling counts
 * most. */
static enum status
worst(const struct batch *batch, struct fault *fault)
{
    const struct import_result *first = NULL;

    for (size_t i = 0; i < batch->spec->count; i++) {
        const struct import_result *result = &batch->results[i];

        if (result->status && (!first || result->status == ST_CANCELLED))
            first = result;
    }
    if (!first)
        return ST_OK;
    *fault = first->fault;
    return first->status;
}

/* Any thread: read, convert, hash and write; the song does not know of it yet. */
static void
read_files(struct batch *batch)
{
    (void)import_many(batch->jobs, batch->spec->count, batch->spec->threads,
                      batch->results);
    split_wide_files(batch);
}

/* Main thread: those that could be read, into the song. */
static enum status
take_in(struct batch *batch, struct fault *fault)
{
    const struct media_spec *spec = batch->spec;
    struct fault of_commit;
    const enum status status = worst(batch, fault);

    if (status == ST_CANCELLED)
        return fault_set(fault, status, session_folder(batch->session),
                         _("the import was cancelled; nothing came in"));
    const enum status committed = commit(batch, &of_commit);
    if (committed) {
        *fault = of_commit;
        return committed;
    }
    batch->committed = true;
    for (size_t i = 0; i < spec->count && spec->done; i++)
        spec->done(spec->user, spec->paths[i], &batch->results[i]);
    return status;
}

/* What can be known before a file is read. */
static enum status
check_spec(const struct session *session, const struct media_spec *spec,
           struct fault *fault)
{
    const struct model *model = session_model(session);
    struct fault ignored;
    int64_t track;

    if (session_read_only(session))
        return fault_with(fault, ST_READ_ONLY, session_folder(session),
                          _("is open read-only"),
                          _("copy it to where you may write"));
    if (spec->track && !place_track(model, spec->track, &track, &ignored)
        && !place_playing_lane(model, track))
        return fault_with(fault, ST_KIND, spec->track, _("has no lane for clips"),
                          _("import to an audio track"));
    return ST_OK;
}

static bool
make_room(struct batch *batch)
{
    const size_t count = batch->spec->count;

    batch->jobs = calloc(count + 1, sizeof *batch->jobs);
    batch->results = calloc(count + 1, sizeof *batch->results);
    batch->parts = calloc(count + 1, sizeof *batch->parts);
    return batch->jobs && batch->results && batch->parts;
}

static void
clear(struct batch *batch)
{
    if (batch->results && batch->jobs && !batch->committed)
        unlink_sources(batch);
    for (size_t i = 0; batch->results && i < batch->spec->count; i++)
        import_result_clear(&batch->results[i]);
    free(batch->jobs);
    free(batch->results);
    free(batch->parts);
}

enum status
media_import(struct session *session, const struct media_spec *spec,
             struct fault *fault)
{
    struct batch batch = {.spec = spec, .session = session};
    enum status status = check_spec(session, spec, fault);

    if (status)
        return status;
    if (make_room(&batch)) {
        fill_jobs(&batch);
        read_files(&batch);
        status = take_in(&batch, fault);
    } else {
        status = fault_errno(fault, ENOMEM, NULL);
    }
    clear(&batch);
    return status;
}

bool
media_is_sound_name(const char *name)
{
    static const char *const ENDINGS[] = {
        "wav", "wave", "bwf", "rf64", "w64", "aif", "aiff", "aifc", "flac", "ogg",
        "oga", "opus", "mp3", "caf", "au", "snd",
    };
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < COUNT(ENDINGS); i++)
        if (strcasecmp(dot + 1, ENDINGS[i]) == 0)
            return true;
    return false;
}

/* --- beside the main thread --------------------------------------------------- */

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct batch *batch = user;

    batch->job = job;
    batch->own.cancel = job_cancel_flag(job);
    for (size_t i = 0; i < batch->own.count; i++)
        batch->jobs[i].cancel = batch->own.cancel;
    (void)fault;
    read_files(batch);
    return ST_OK;
}

static enum status
finish(void *user, enum status status, struct fault *fault)
{
    (void)status;
    return take_in(user, fault);
}

static void
release(void *user)
{
    struct batch *batch = user;

    clear(batch);
    for (size_t i = 0; batch->own.paths && i < batch->own.count; i++)
        free((char *)batch->own.paths[i]);
    free((void *)batch->own.paths);
    free((char *)batch->own.track);
    free((char *)batch->own.lane);
    free(batch->folder);
    free(batch);
}

static bool
copy_text(const char **text)
{
    if (!*text)
        return true;
    *text = strdup(*text);
    return *text;
}

static bool
copy_spec(struct batch *batch, const struct media_spec *spec)
{
    const char **paths = calloc(spec->count + 1, sizeof *paths);
    bool copied = paths;

    batch->own = *spec;
    batch->own.paths = paths;
    batch->own.threads = spec->threads ? spec->threads : job_threads();
    batch->own.progress = NULL;
    batch->spec = &batch->own;
    for (size_t i = 0; copied && i < spec->count; i++) {
        paths[i] = spec->paths[i];
        copied = copy_text(&paths[i]);
        if (!copied)
            batch->own.count = i;
    }
    copied = copy_text(&batch->own.track) && copied;
    copied = copy_text(&batch->own.lane) && copied;
    return copied && make_room(batch);
}

enum status
media_import_begin(struct job **out, struct session *session,
                   const struct media_spec *spec, struct fault *fault)
{
    static const struct job_kind KIND
        = {.work = work, .finish = finish, .release = release};
    enum status status = check_spec(session, spec, fault);

    *out = NULL;
    if (status)
        return status;
    struct batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return fault_errno(fault, ENOMEM, NULL);
    batch->session = session;
    batch->folder = strdup(session_folder(session));
    if (!batch->folder || !copy_spec(batch, spec)) {
        release(batch);
        return fault_errno(fault, ENOMEM, NULL);
    }
    fill_jobs(batch);
    for (size_t i = 0; i < batch->own.count; i++)
        batch->jobs[i].project = batch->folder;
    return job_start(out, &KIND, batch, fault);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/takes.h"

#include "base/text.h"
#include "media/recording.h"
#include "model/ops_record.h"
#include "model/ops_track.h"
#include "model/tables.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A take's file of this size has no sound in it yet. */
enum { HEADER_MAX = 512 };

static void
whole_path(const struct session *session, const char *path, char out[PATH_SIZE])
{
    snprintf(out, PATH_SIZE, "%s/%s", session_folder(session), path);
}

/* --- names -------------------------------------------------------------------- */

struct numbers {
    int64_t track, next;
};

static void
look_at_number(void *user, const struct journal_take *take)
{
    struct numbers *numbers = user;

    if (take->track == numbers->track && take->number >= numbers->next)
        numbers->next = take->number + 1;
}

int64_t
takes_next_number(struct session *session, int64_t track)
{
    const struct model *model = session_model(session);
    struct numbers numbers = {track, 1};
    const struct row_take *row;
    struct fault ignored;

    for (row = model_first(model, TABLE_TAKE, track); row;
         row = model_next(model, TABLE_TAKE, row))
        if (row->number >= numbers.next)
            numbers.next = row->number + 1;
    (void)!store_record_list(session_store(session), look_at_number,
                             &numbers, &ignored);
    return numbers.next;
}

void
takes_name(const struct session *session, int64_t id, int64_t number, char *name,
           size_t size)
{
    const struct row_track *track
        = model_row(session_model(session), TABLE_TRACK, id);

    snprintf(name, size, _("%.90s take %" PRId64), track ? track->name : _("Track"),
             number);
}

/* What a file's name can hold everywhere. */
static void
plain_name(const char *name, char *out, size_t size)
{
    size_t length = 0;

    for (; *name && length + 1 < size; name++)
        out[length++] = (unsigned char)*name < ' ' || strchr("/\\:*?\"<>|", *name)
                            ? '-'
                            : *name;
    /* Not in the midst of a character. */
    while (*name && length > 0 && ((unsigned char)*name & 0xc0) == 0x80) {
        length--;
        name--;
    }
    out[length] = '\0';
    if (out[0] == '.')
        out[0] = '-';
}

void
takes_path(const struct session *session, const char *take, time_t now,
           bool (*is_taken)(const void *user, const char *path), const void *user,
           char *path, size_t size)
{
    char name[100], date[32], whole[PATH_SIZE];
    struct stat there;
    struct tm when;

    localtime_r(&now, &when);
    plain_name(take, name, sizeof name);
    strftime(date, sizeof date, "%Y-%m-%d %H.%M.%S", &when);
    for (int i = 1; i < 1000; i++) {
        char number[16] = "";

        if (i > 1)
            snprintf(number, sizeof number, "-%d", i);
        snprintf(path, size, "audio/%s %s%s.wav", name, date, number);
        whole_path(session, path, whole);
        if (lstat(whole, &there) != 0 && !is_taken(user, path))
            return;
    }
}

enum status
takes_begin_file(struct recording **out, const struct session *session,
                 const struct journal_take *take, struct fault *fault)
{
    const int64_t first = take->start.n - take->handle;
    struct sound_origin origin = {.has = true,
                                  .time_reference = first < 0 ? 0 : first,
                                  .originator = "Remanence"};
    const struct recording_spec spec = {.rate = (uint32_t)take->rate,
                                        .channels = (unsigned)take->channels,
                                        .origin = &origin,
                                        .title = take->name};
    const time_t recorded = take->recorded;
    char path[PATH_SIZE];
    struct tm when;

    snprintf(origin.description, sizeof origin.description, "%s", take->name);
    localtime_r(&recorded, &when);
    strftime(origin.date, sizeof origin.date, "%Y-%m-%d", &when);
    strftime(origin.time, sizeof origin.time, "%H:%M:%S", &when);
    whole_path(session, take->path, path);
    return recording_begin(out, path, &spec, fault);
}

/* --- into the song ------------------------------------------------------------ */

static bool
has_sound(const struct take_over *take)
{
    const struct journal_take *journal = &take->journal;

    return take->frames > journal->handle
           && journal->start.n - journal->handle + take->frames > 0;
}

/* A track that was deleted while it recorded comes again, under the take's name. */
static enum status
find_track(const struct ops *ops, const struct journal_take *journal, int64_t *id)
{
    const struct row_track *track
        = edit_row(ops->edit, ops->model, TABLE_TRACK, journal->track);
    const struct op_track new = {.kind = TRACK_AUDIO,
                                 .name = journal->name,
                                 .color = -1,
                                 .channels = journal->channels > 1 ? 2 : 1};

    *id = journal->track;
    return track && track->kind == TRACK_AUDIO ? ST_OK
                                               : op_track_add(ops, &new, id);
}

static enum status
add_take(const struct session *session, const struct ops *ops,
         const struct take_over *over)
{
    const struct journal_take *journal = &over->journal;
    const struct op_record how = {journal->handle, over->tail, over->overdub};
    struct row_source source;
    struct row_take take;
    struct stat file;
    char path[PATH_SIZE];

    whole_path(session, journal->path, path);
    row_init(TABLE_SOURCE, &source);
    source.path = source.origin = journal->path;
    source.rate = journal->rate;
    source.channels = journal->channels;
    source.length = over->frames;
    source.bytes = stat(path, &file) == 0 ? file.st_size : 0;
    row_init(TABLE_TAKE, &take);
    take.name = journal->name;
    take.number = journal->number;
    take.start = frames(journal->start.n - journal->handle);
    take.recorded = journal->recorded;
    take.capture_latency = journal->capture_latency;
    take.playback_latency = journal->playback_latency;
    take.round_trip = journal->round_trip;
    take.device = journal->device;
    const enum status status = find_track(ops, journal, &take.track_id);

    return status ? status
                  : op_record_add(ops, &source, &take, &how, NULL);
}

static void
make_label(const struct take_over *takes, size_t count, const char *format,
           char label[LABEL_SIZE])
{
    char names[LABEL_SIZE];
    size_t sounding = 0;

    names[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const size_t at = strlen(names);

        if (has_sound(&takes[i]))
            snprintf(names + at, sizeof names - at, "%s%s", sounding++ ? ", " : "",
                     takes[i].journal.name);
    }
    snprintf(label, LABEL_SIZE, _(format), names);
}

/* The files of takes without sound; they held nothing. */
static void
remove_empty(const struct session *session, const struct take_over *takes,
             size_t count)
{
    char path[PATH_SIZE];

    for (size_t i = 0; i < count; i++)
        if (!has_sound(&takes[i]) && !takes[i].unmade) {
            whole_path(session, takes[i].journal.path, path);
            unlink(path);
        }
}

enum status
takes_commit(struct session *session, const struct take_over *takes, size_t count,
             const char *format, struct fault *fault)
{
    char label[LABEL_SIZE];
    struct edit *edit;
    int64_t *ids = calloc(count, sizeof *ids);
    enum status status = ST_OK;

    make_label(takes, count, format, label);
    if (!ids || edit_new(&edit, label)) {
        free(ids);
        return fault_errno(fault, ENOMEM, NULL);
    }
    const struct ops ops = {edit, session_model(session), fault};

    for (size_t i = 0; i < count && !status; i++) {
        ids[i] = takes[i].journal.id;
        if (has_sound(&takes[i]))
            status = add_take(session, &ops, &takes[i]);
    }
    if (!status)
        status = session_commit_recorded(session, edit, ids, count, fault);
    if (!status)
        remove_empty(session, takes, count);
    edit_free(edit);
    free(ids);
    return status;
}

/* --- what was left behind ----------------------------------------------------- */

struct left {
    struct take_over *takes;
    size_t count;
    bool failed;
};

static void
left_free(struct left *left)
{
    for (size_t i = 0; i < left->count; i++) {
        free(left->takes[i].journal.name);
        free(left->takes[i].journal.path);
        free(left->takes[i].journal.device);
    }
    free(left->takes);
}

static void
gather(void *user, const struct journal_take *journal)
{
    struct left *left = user;
    struct take_over *more
        = realloc(left->takes, (left->count + 1) * sizeof *left->takes);

    if (!more) {
        left->failed = true;
        return;
    }
    left->takes = more;
    struct take_over *take = &more[left->count++];

    *take = (struct take_over){.journal = *journal};
    take->journal.name = strdup(journal->name);
    take->journal.path = strdup(journal->path);
    take->journal.device = strdup(journal->device);
    left->failed
        |= !take->journal.name || !take->journal.path || !take->journal.device;
}

/* How long the take's file is.  False: it is there, and cannot be told; it stays as
 * it is. */
static bool
measure(const struct session *session, struct take_over *take, struct fault *fault)
{
    char path[PATH_SIZE];

    whole_path(session, take->journal.path, path);
    const enum status status = recording_recover(path, &take->frames, fault);
    struct stat file;

    if (status == ST_OK || take->frames > 0)
        return true;
    /* Killed before its header was whole, or before there was a file. */
    take->frames = 0;
    return status == ST_NOT_FOUND
           || (status == ST_KIND && stat(path, &file) == 0
               && file.st_size < HEADER_MAX);
}

static void
tell(struct session *session, const struct take_over *take,
     void (*told)(void *user, const char *name, double seconds), void *user)
{
    const struct journal_take *journal = &take->journal;
    struct incident incident = {
        .kind = INCIDENT_RECOVERED,
        .at = journal->start,
        .track = journal->track,
        .value = take->frames - journal->handle,
        .text = journal->name,
    };
    struct fault ignored;

    if (!has_sound(take))
        return;
    (void)!store_incident_add(session_store(session), &incident, 1, &ignored);
    if (told)
        told(user, journal->name, (double)incident.value / (double)journal->rate);
}

enum status
takes_recover(struct session *session,
              void (*told)(void *user, const char *name, double seconds),
              void *user, struct fault *fault)
{
    struct left left = {0};
    enum status status
        = store_record_list(session_store(session), gather, &left, fault);

    if (!status && left.failed)
        status = fault_errno(fault, ENOMEM, NULL);
    for (size_t from = 0, to; from < left.count && !status; from = to) {
        const int64_t pass = left.takes[from].journal.pass;
        bool good = true;

        for (to = from; to < left.count && left.takes[to].journal.pass == pass;
             to++)
            good = measure(session, &left.takes[to], fault) && good;
        if (!good)
            continue;
        status = takes_commit(session, &left.takes[from], to - from,
                              N_("Recovered %s"), fault);
        for (size_t i = from; i < to && !status; i++)
            tell(session, &left.takes[i], told, user);
    }
    left_free(&left);
    return status;
}

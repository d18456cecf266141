/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/keep.h"

#include "app/takes.h"
#include "base/id.h"
#include "base/text.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHUNK = 16384, NAME = 128, PATH = 512 };

struct keep_take {
    struct played_piece piece;
    char name[NAME], path[PATH];
};

struct keep {
    struct session *session;
    struct played *played;
    struct keep_take *takes;
    struct take_over *overs; /* as many */
    size_t count;
    pthread_t thread;
    _Atomic bool done;
    struct fault fault; /* when it is done; with a status: it failed */
    float x[2][CHUNK];
};

/* --- copying ------------------------------------------------------------------ */

static enum status
copy_sound(struct keep *keep, const struct played_piece *piece,
           struct recording *file)
{
    const float *const planar[2] = {keep->x[0], keep->x[1]};
    enum status status = ST_OK;

    for (int64_t at = piece->from; at < piece->end && !status;) {
        const int64_t left = piece->end - at;
        const size_t n = left < CHUNK ? (size_t)left : CHUNK;

        for (unsigned side = 0; side < 2 && !status; side++)
            if (piece->channel[side] >= 0)
                status = played_read(keep->played, piece, side, at, keep->x[side],
                                     n, &keep->fault);
        if (!status)
            status = recording_write(file, planar, n, &keep->fault);
        at += (int64_t)n;
    }
    return status;
}

static enum status
copy_take(struct keep *keep, size_t i)
{
    struct take_over *over = &keep->overs[i];
    struct fault second;
    struct recording *file;
    enum status status
        = takes_begin_file(&file, keep->session, &over->journal, &keep->fault);

    if (status)
        return status;
    over->unmade = false;
    status = copy_sound(keep, &keep->takes[i].piece, file);
    over->frames = recording_frames(file);
    const enum status closed
        = recording_close(file, status ? &second : &keep->fault);

    return status ? status : closed;
}

static void *
copy_all(void *user)
{
    struct keep *keep = user;
    enum status status = store_sync(session_store(keep->session), &keep->fault);

    pthread_setname_np(pthread_self(), "rem-keep");
    for (size_t i = 0; i < keep->count && !status; i++)
        status = copy_take(keep, i);
    keep->fault.status = status;
    atomic_store_explicit(&keep->done, true, memory_order_release);
    return NULL;
}

/* --- the takes ---------------------------------------------------------------- */

static int64_t
next_number(const struct keep *keep, size_t i)
{
    const int64_t track = keep->takes[i].piece.track;
    int64_t number = takes_next_number(keep->session, track);

    for (size_t k = 0; k < i; k++)
        if (keep->takes[k].piece.track == track
            && keep->overs[k].journal.number >= number)
            number = keep->overs[k].journal.number + 1;
    return number;
}

/* By one of those before. */
static bool
is_taken(const void *user, const char *path)
{
    const struct keep *keep = user;

    for (size_t i = 0; i < keep->count && keep->overs[i].journal.path; i++)
        if (!strcmp(keep->overs[i].journal.path, path))
            return true;
    return false;
}

static void
describe(struct keep *keep, size_t i, int64_t pass)
{
    const struct played_placing *placing = played_placing(keep->played);
    struct keep_take *take = &keep->takes[i];
    const struct played_piece *piece = &take->piece;
    const int64_t number = next_number(keep, i);
    const struct row_input *input
        = model_row(session_model(keep->session), TABLE_INPUT, piece->track);
    const time_t now = time(NULL);

    takes_name(keep->session, piece->track, number, take->name, sizeof take->name);
    takes_path(keep->session, take->name, now, is_taken, keep, take->path,
               sizeof take->path);
    keep->overs[i] = (struct take_over){
        .journal = {.track = piece->track,
                    .pass = pass,
                    .number = number,
                    .name = take->name,
                    .path = take->path,
                    .start = piece->start,
                    .handle = piece->handle,
                    .rate = session_rate(keep->session),
                    .channels = piece->channel[1] < 0 ? 1 : 2,
                    .capture_latency = placing->capture,
                    .playback_latency = placing->playback,
                    .round_trip = placing->round_trip,
                    .recorded = now,
                    .device = (char *)placing->device},
        .unmade = true,
        .overdub = input && input->overdub,
        .tail = piece->tail,
    };
}

static enum status
find(struct keep *keep, enum played_end which, struct fault *fault)
{
    struct played_piece *pieces;
    const int64_t pass = id_new();

    if (played_rate(keep->played) != session_rate(keep->session))
        return fault_set(fault, ST_UNSUPPORTED, NULL, _("was played at %u Hz"),
                         played_rate(keep->played));
    if (played_find(keep->played, which, &pieces, &keep->count))
        return fault_errno(fault, ENOMEM, NULL);
    if (keep->count == 0)
        return fault_set(fault, ST_NOT_FOUND, session_folder(keep->session),
                         _("nothing was played that is not kept already"));
    keep->takes = calloc(keep->count, sizeof *keep->takes);
    keep->overs = calloc(keep->count, sizeof *keep->overs);
    const bool room = keep->takes && keep->overs;
    for (size_t i = 0; i < keep->count && room; i++) {
        keep->takes[i].piece = pieces[i];
        describe(keep, i, pass);
    }
    free(pieces);
    return room ? ST_OK : fault_errno(fault, ENOMEM, NULL);
}

static enum status
write_down(struct keep *keep, struct fault *fault)
{
    struct journal_take *rows = calloc(keep->count, sizeof *rows);
    enum status status = rows ? ST_OK : fault_errno(fault, ENOMEM, NULL);

    for (size_t i = 0; i < keep->count && !status; i++)
        rows[i] = keep->overs[i].journal;
    if (!status)
        status = store_record_begin(session_store(keep->session), rows, keep->count,
                                    fault);
    for (size_t i = 0; i < keep->count && !status; i++)
        keep->overs[i].journal.id = rows[i].id;
    free(rows);
    return status;
}

static void
keep_free(struct keep *keep)
{
    free(keep->takes);
    free(keep->overs);
    free(keep);
}

enum status
keep_begin(struct keep **out, struct session *session, struct played *played,
           enum played_end which, struct fault *fault)
{
    struct keep *keep = calloc(1, sizeof *keep);

    *out = NULL;
    if (!keep)
        return fault_errno(fault, ENOMEM, NULL);
    keep->session = session;
    keep->played = played;
    enum status status = find(keep, which, fault);
    if (!status)
        status = write_down(keep, fault);
    if (status) {
        keep_free(keep);
        return status;
    }
    *out = keep;
    if (pthread_create(&keep->thread, NULL, copy_all, keep)) {
        keep->thread = pthread_self();
        copy_all(keep); /* it takes longer, that is all */
    }
    return ST_OK;
}

bool
keep_done(const struct keep *keep)
{
    return atomic_load_explicit(&keep->done, memory_order_acquire);
}

static void
tell(const struct keep *keep,
     void (*taken)(void *user, const char *name, frames_t start, int64_t frames),
     void *user)
{
    for (size_t i = 0; i < keep->count; i++) {
        const struct played_piece *piece = &keep->takes[i].piece;

        played_taken(keep->played, piece->track, piece->from, piece->end);
        if (taken)
            taken(user, keep->takes[i].name, piece->start,
                  piece->end - piece->from - piece->handle - piece->tail);
    }
}

enum status
keep_end(struct keep *keep,
         void (*taken)(void *user, const char *name, frames_t start,
                       int64_t frames),
         void *user, struct fault *fault)
{
    if (!pthread_equal(keep->thread, pthread_self()))
        pthread_join(keep->thread, NULL);
    struct fault failed = keep->fault, ignored;
    for (size_t i = 0; i < keep->count && failed.status; i++)
        keep->overs[i].frames = 0; /* all of it or nothing: it can be kept again */
    const enum status status
        = takes_commit(keep->session, keep->overs, keep->count, N_("Keep %s"),
                       failed.status ? &ignored : fault);

    if (failed.status)
        *fault = failed;
    else if (!status)
        tell(keep, taken, user);
    keep_free(keep);
    return failed.status ? failed.status : status;
}

enum status
keep_left(struct session *session, const char *folder,
          void (*taken)(void *user, const char *name, frames_t start,
                        int64_t frames),
          void *user, struct fault *fault)
{
    struct played *played;
    struct keep *keep;
    enum status status = played_load(&played, folder, fault);

    if (status)
        return status;
    do {
        status = keep_begin(&keep, session, played, PLAYED_OLDEST, fault);
        if (!status)
            status = keep_end(keep, taken, user, fault);
    } while (!status);
    if (status != ST_NOT_FOUND) {
        played_leave(played);
        return status;
    }
    played_close(played);
    return ST_OK;
}

enum status
keep_discard(const char *folder, double *seconds, struct fault *fault)
{
    struct played *played;
    const enum status status = played_load(&played, folder, fault);

    if (status)
        return status;
    *seconds = played_seconds(played);
    played_close(played);
    return ST_OK;
}

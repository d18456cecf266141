/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session.h"

#include "app/takes.h"
#include "base/text.h"
#include "model/ops_track.h"
#include "store/journal.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct session {
    struct store *store;
    struct model *model;
    struct session_watch *watches;
    struct session_recovered recovered;
};

static enum status
session_new(struct session **out, struct fault *fault)
{
    struct session *session = calloc(1, sizeof *session);

    if (!session || model_new(&session->model)) {
        free(session);
        return fault_errno(fault, ENOMEM, NULL);
    }
    *out = session;
    return ST_OK;
}

void
session_close(struct session *session)
{
    if (!session)
        return;
    model_free(session->model);
    store_close(session->store);
    free(session);
}

static enum status
first_edit(const struct session *session, struct edit **out, const char *folder,
           uint32_t rate, struct fault *fault)
{
    const char *slash = strrchr(folder, '/');
    char name[256];

    snprintf(name, sizeof name, "%s", slash && slash[1] ? slash + 1 : folder);
    char *dot = strrchr(name, '.');
    if (dot && dot != name && strcmp(dot, ".rem") == 0)
        *dot = '\0';
    if (edit_new(out, _("New song")))
        return fault_errno(fault, ENOMEM, folder);

    const struct ops ops = {*out, session->model, fault};
    const enum status status = op_song_new(&ops, name, rate);

    if (status) {
        edit_free(*out);
        *out = NULL;
    }
    return status;
}

enum status
session_create(struct session **out, const char *folder, uint32_t rate,
               struct fault *fault)
{
    struct session *session;
    struct edit *edit;

    *out = NULL;
    if (rate < RATE_MIN || rate > RATE_MAX)
        return fault_set(fault, ST_RANGE, folder, _("%u Hz is not within %d … %d"),
                         rate, RATE_MIN, RATE_MAX);
    enum status status = session_new(&session, fault);
    if (status)
        return status;
    status = first_edit(session, &edit, folder, rate, fault);
    if (status)
        goto out;
    status = store_create(&session->store, folder, edit, fault);
    if (!status && model_apply(session->model, edit))
        status = fault_errno(fault, ENOMEM, folder);
    edit_free(edit);
out:
    if (status)
        session_close(session);
    else
        *out = session;
    return status;
}

static void
count_recovered(void *user, const char *name, double seconds)
{
    struct session_recovered *recovered = user;

    recovered->takes++;
    if (seconds > recovered->seconds)
        recovered->seconds = seconds;
    snprintf(recovered->name, sizeof recovered->name, "%s", name);
}

const struct session_recovered *
session_recovered(const struct session *session)
{
    return &session->recovered;
}

static void
count_take(void *user, const struct journal_take *take)
{
    (void)take;
    ++*(size_t *)user;
}

size_t
session_unplaced(struct session *session)
{
    struct fault ignored; /* what cannot be read has been told */
    size_t count = 0;

    (void)!store_record_list(session->store, count_take, &count, &ignored);
    return count;
}

enum status
session_open(struct session **out, const char *folder, enum store_mode mode,
             struct fault *fault)
{
    return session_open_until(out, folder, mode, NULL, fault);
}

enum status
session_open_until(struct session **out, const char *folder, enum store_mode mode,
                   struct store_stop *stop, struct fault *fault)
{
    struct session *session;

    *out = NULL;
    enum status status = session_new(&session, fault);
    if (status)
        return status;
    status = store_open_until(&session->store, folder, mode, stop, fault);
    if (!status)
        status = store_load(session->store, session->model, fault);
    if (store_stop_wanted(stop))
        status = fault_set(fault, ST_CANCELLED, folder, _("cancelled"));
    /* From here on it is written, if only when it is closed. */
    if (!status && mode == STORE_WRITE)
        store_stop_writes(stop);
    if (!status)
        store_opened(session->store);
    /* A take that cannot be placed keeps nobody from the song: the journal has
     * it. */
    if (!status && mode == STORE_WRITE
        && takes_recover(session, count_recovered, &session->recovered,
                         &session->recovered.fault)
               == ST_OK)
        session->recovered.fault.status = ST_OK;
    if (status)
        session_close(session);
    else
        *out = session;
    return status;
}

enum status
session_open_at(struct session **out, const char *folder, int64_t step,
                struct fault *fault)
{
    struct session *session;

    *out = NULL;
    enum status status = session_new(&session, fault);
    if (status)
        return status;
    status = store_open_at(&session->store, folder, step, fault);
    if (!status)
        status = store_load(session->store, session->model, fault);
    if (status)
        session_close(session);
    else
        *out = session;
    return status;
}

const char *
session_folder(const struct session *session)
{
    return store_folder(session->store);
}

enum status
session_there(struct session *session, struct fault *fault)
{
    return store_there(session->store, fault);
}

const struct model *
session_model(const struct session *session)
{
    return session->model;
}

struct store *
session_store(struct session *session)
{
    return session->store;
}

uint32_t
session_rate(const struct session *session)
{
    const struct row_song *song = model_row(session->model, TABLE_SONG, SONG_ID);

    return song ? (uint32_t)song->rate : 48000;
}

int64_t
session_here(const struct session *session)
{
    return store_here(session->store);
}

bool
session_read_only(const struct session *session)
{
    return store_mode(session->store) == STORE_READ_ONLY;
}

/* The store has it: now the model, and everyone who watches.  If memory ends here,
 * the store is right and the model is not: the song must be opened again. */
static enum status
applied(struct session *session, const struct edit *edit, struct fault *fault)
{
    size_t count;

    edit_changes(edit, &count);
    if (count == 0)
        return ST_OK;
    for (struct session_watch *watch = session->watches; watch; watch = watch->next)
        if (watch->before)
            watch->before(watch->user);
    if (model_apply(session->model, edit)) {
        fault_errno(fault, ENOMEM, session_folder(session));
        fault_remedy(fault,
                     _("the edit is kept; close the song and open it again"));
        return ST_NO_MEM;
    }
    for (struct session_watch *watch = session->watches; watch;) {
        struct session_watch *next = watch->next;

        watch->changed(watch->user, edit);
        watch = next;
    }
    return ST_OK;
}

enum status
session_commit(struct session *session, const struct edit *edit,
               struct fault *fault)
{
    const enum status status = store_commit(session->store, edit, fault);

    return status ? status : applied(session, edit, fault);
}

enum status
session_commit_recorded(struct session *session, const struct edit *edit,
                        const int64_t *takes, size_t count, struct fault *fault)
{
    const enum status status
        = store_commit_recorded(session->store, edit, takes, count, fault);

    return status ? status : applied(session, edit, fault);
}

static enum status
take_over(struct session *session, enum status status, struct edit *edit,
          struct fault *fault)
{
    if (status)
        return status;
    status = applied(session, edit, fault);
    edit_free(edit);
    return status;
}

enum status
session_undo(struct session *session, char label[LABEL_SIZE], struct fault *fault)
{
    struct edit *edit = NULL;
    char redo[LABEL_SIZE];

    if (label)
        store_next(session->store, label, redo);
    const enum status status = store_undo(session->store, &edit, fault);
    return take_over(session, status, edit, fault);
}

enum status
session_redo(struct session *session, char label[LABEL_SIZE], struct fault *fault)
{
    struct edit *edit = NULL;
    char undo[LABEL_SIZE];

    if (label)
        store_next(session->store, undo, label);
    const enum status status = store_redo(session->store, &edit, fault);
    return take_over(session, status, edit, fault);
}

enum status
session_goto(struct session *session, int64_t step, struct fault *fault)
{
    struct edit *edit = NULL;

    const enum status status = store_goto(session->store, step, &edit, fault);

    return take_over(session, status, edit, fault);
}

void
session_next(struct session *session, char undo[LABEL_SIZE], char redo[LABEL_SIZE])
{
    static_assert((int)LABEL_SIZE == (int)STEP_LABEL_SIZE,
                  "labels are of one size");
    store_next(session->store, undo, redo);
}

void
session_watch(struct session *session, struct session_watch *watch)
{
    watch->next = session->watches;
    session->watches = watch;
}

void
session_unwatch(struct session *session, struct session_watch *watch)
{
    struct session_watch **at = &session->watches;

    while (*at && *at != watch)
        at = &(*at)->next;
    if (*at)
        *at = watch->next;
}

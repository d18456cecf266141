/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studio_open.c: a song that is opened, or made.  All of it is read and checked by
 * a job, which has the song for itself until it is there; the main thread gets it
 * whole.  Until then the window shows what it showed. */
#include "app/job.h"
#include "app/template.h"
#include "base/text.h"
#include "ui/studio_private.h"
#include "ui/view/clips.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct coming {
    struct job *job;         /* NULL: the same song is yet to be closed */
    GSource *bell;           /* wakes the main thread */
    atomic_bool rung;        /* the work is done */
    char *folder, *template; /* no template: NULL */
    struct store_stop stop;
    uint32_t rate;           /* of a song that is made; 0: it is opened */
    struct session *session; /* when it is there … */
    struct clips *clips;     /* … and its clips, sorted */
    struct fault why;        /* it is there, but not as it was wanted; ST_OK */
};

/* --- the job's thread --------------------------------------------------------- */

static enum status
make(struct coming *coming, struct fault *fault)
{
    store_stop_writes(&coming->stop);
    const enum status status = session_create(&coming->session, coming->folder,
                                              coming->rate, fault);

    if (!status && coming->template
        && !template_apply(coming->session, coming->template, &coming->why))
        coming->why.status = ST_OK;
    return status;
}

/* Whose remedies were for somebody who does not read it yet. */
static const char *
remedy_here(enum status status)
{
    switch (status) {
    case ST_BUSY:
        return _("it can be played here; to edit it, close it there and open it "
                 "again");
    case ST_READ_ONLY:
        return _("it can be played; to edit it, copy it to where you may write");
    default:
        return _("it can be played; to edit it, mend it: remanence check --repair");
    }
}

static enum status
open_it(struct coming *coming, struct fault *fault)
{
    const enum status status = session_open_until(
        &coming->session, coming->folder, STORE_WRITE, &coming->stop, fault);

    if (status != ST_BUSY && status != ST_READ_ONLY && status != ST_DAMAGED)
        return status;
    coming->why = *fault;
    fault_remedy(&coming->why, "%s", remedy_here(status));
    return session_open_until(&coming->session, coming->folder, STORE_READ_ONLY,
                              &coming->stop, fault);
}

static void
put_away(struct coming *coming)
{
    clips_free(coming->clips);
    coming->clips = NULL;
    session_close(coming->session);
    coming->session = NULL;
}

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct coming *coming = user;
    enum status status
        = coming->rate ? make(coming, fault) : open_it(coming, fault);

    if (atomic_load(job_cancel_flag(job))) { /* nobody waits for it any more */
        put_away(coming);
        status = fault_set(fault, ST_CANCELLED, coming->folder, "cancelled");
    }
    if (!status)
        coming->clips = clips_sorted(session_model(coming->session));
    atomic_store(&coming->rung, true);
    g_source_set_ready_time(coming->bell, 0);
    return status;
}

/* --- the main thread ---------------------------------------------------------- */

static void
free_coming(void *user)
{
    struct coming *coming = user;

    put_away(coming);
    g_source_unref(coming->bell);
    g_free(coming->folder);
    g_free(coming->template);
    g_free(coming);
}

/* Nobody waits for it any more; the job may still do so for the disk. */
static void
give_up(UiStudio *self)
{
    struct coming *coming = self->coming;

    self->coming = NULL;
    if (!coming)
        return;
    if (coming->job)
        ui_studio_forsake(self, coming->job, &coming->stop, coming->folder);
    else
        free_coming(coming);
}

static void
tell_recovered(UiStudio *self)
{
    const struct session_recovered *recovered = session_recovered(self->session);
    struct fault told;

    if (recovered->fault.status)
        ui_studio_tell(self, &recovered->fault);
    if (recovered->takes == 0)
        return;
    fault_set(
        &told, ST_OK, NULL,
        ngettext("%zu take was recovered after a crash: %s, %.1f s",
                 "%zu takes were recovered after a crash; the last is %s, %.1f s",
                 recovered->takes),
        recovered->takes, recovered->name, recovered->seconds);
    fault_remedy(&told, "%s", _("listen to it where it was played"));
    ui_studio_tell(self, &told);
}

static void
welcome(UiStudio *self, const struct fault *why)
{
    if (why->status)
        ui_studio_tell(self, why);
    if (!session_read_only(self->session))
        tell_recovered(self);
}

/* It is awaited until it is there: nobody sees that there is none in between.  What
 * was ordered of it meanwhile is done as soon as it can be. */
static void
end(UiStudio *self, const struct job_state *state)
{
    struct coming *coming = self->coming;
    const struct fault why = state->status ? state->fault : coming->why;
    void (*wish)(UiStudio *self) = self->wish;

    if (!state->status)
        ui_studio_take_song(self, g_steal_pointer(&coming->session),
                            g_steal_pointer(&coming->clips));
    self->coming = NULL;
    self->wish = NULL;
    job_free(coming->job); /* which frees all that it has */
    if (state->status)
        ui_studio_tell(self, &why);
    else
        welcome(self, &why);
    ui_studio_awaits_changed(self);
    if (wish && !state->status)
        wish(self);
}

static void
start(UiStudio *self)
{
    static const struct job_kind KIND
        = {.work = work, .release = free_coming, .prompt = true};
    struct coming *coming = self->coming;
    struct fault fault;

    if (ui_studio_is_leaving(self, coming->folder)
        || !job_start(&coming->job, &KIND, coming, &fault))
        return;
    self->coming = NULL; /* it is freed */
    self->wish = NULL;
    ui_studio_tell(self, &fault);
    ui_studio_awaits_changed(self);
}

void
ui_studio_look_at_coming(UiStudio *self)
{
    struct coming *coming = self->coming;
    struct job_state state;

    if (!coming)
        return;
    if (!coming->job) {
        start(self);
    } else if (atomic_load(&coming->rung)) {
        job_wait(coming->job, &state);
        end(self, &state);
    }
}

static gboolean
on_bell(gpointer user)
{
    UiStudio *self = user;

    g_source_set_ready_time(self->bell, -1);
    ui_studio_look_at_coming(self);
    return G_SOURCE_CONTINUE;
}

static gboolean
ring(GSource *source, GSourceFunc callback, gpointer user)
{
    (void)source;
    return callback(user);
}

void
ui_studio_hang_bell(UiStudio *self)
{
    static GSourceFuncs FUNCTIONS = {.dispatch = ring};

    self->bell = g_source_new(&FUNCTIONS, sizeof *self->bell);
    g_source_set_callback(self->bell, on_bell, self, NULL);
    g_source_attach(self->bell, NULL);
}

static void
begin(UiStudio *self, const char *folder, uint32_t rate, const char *template)
{
    struct coming *coming = g_new0(struct coming, 1);

    give_up(self);
    self->wish = NULL;
    coming->bell = g_source_ref(self->bell);
    coming->folder = g_strdup(folder);
    coming->template = g_strdup(template);
    coming->rate = rate;
    self->coming = coming;
    ui_studio_hurry(self);
    ui_studio_awaits_changed(self);
    start(self);
}

/* Whoever asks twice for a song has it once.  One that is gone, or was opened to be
 * read, is tried again. */
static bool
is_open(UiStudio *self, const char *folder)
{
    struct fault ignored;

    return self->session && !session_read_only(self->session)
           && ui_studio_is_same(session_folder(self->session), folder)
           && session_there(self->session, &ignored) == ST_OK;
}

static bool
is_coming(UiStudio *self, const char *folder)
{
    return self->coming && ui_studio_is_same(self->coming->folder, folder);
}

void
ui_studio_open(UiStudio *self, const char *folder)
{
    if (is_coming(self, folder))
        return;
    if (is_open(self, folder))
        ui_studio_open_cancel(self);
    else
        begin(self, folder, 0, NULL);
}

void
ui_studio_create(UiStudio *self, const char *folder, uint32_t rate,
                 const char *template)
{
    begin(self, folder, rate, template);
}

void
ui_studio_open_cancel(UiStudio *self)
{
    if (!self->coming)
        return;
    give_up(self);
    self->wish = NULL;
    ui_studio_awaits_changed(self);
}

const char *
ui_studio_awaits(UiStudio *self)
{
    return self->coming ? self->coming->folder : NULL;
}

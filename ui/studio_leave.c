/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studio_leave.c: songs that are closed, and devices that are given up.  What runs
 * is ended and put in its place, the device goes, the database is closed: all by a
 * job, which has the song for itself, while the window shows the next page. */
#include "app/job.h"
#include "ui/studio_private.h"

#include <string.h>

struct leaving {
    struct leaving *next;
    struct job *job;
    struct store_stop *stop; /* of a song that was being opened; NULL: none */
    struct session *session;
    struct player *player;
    struct deck *deck;
    char *folder; /* NULL: the song stays open */
    void (*close)(gpointer what); /* of something else; NULL: there is nothing */
    gpointer what;
    bool device; /* it has one */
};

static enum status
work(struct job *job, void *user, struct fault *fault)
{
    struct leaving *leaving = user;

    (void)job, (void)fault;
    deck_close(leaving->deck);
    player_close(leaving->player);
    session_close(leaving->session);
    if (leaving->close)
        leaving->close(leaving->what);
    return ST_OK;
}

static void
begin(UiStudio *self, const struct leaving *what)
{
    static const struct job_kind KIND
        = {.work = work, .prompt = true}; /* it stands in the list */
    struct leaving *leaving = g_new0(struct leaving, 1);
    struct fault fault;

    *leaving = *what;
    leaving->next = self->leaving;
    self->leaving = leaving;
    if (job_start(&leaving->job, &KIND, leaving, &fault))
        (void)work(NULL, leaving, &fault);
    ui_studio_hurry(self);
}

static void
forget_player(UiStudio *self)
{
    g_clear_handle_id(&self->telling, g_source_remove);
    self->n_offline = 0;
    self->player = NULL;
    self->awaited = self->looped = false;
}

void
ui_studio_leave(UiStudio *self)
{
    const char *folder = session_folder(self->session);
    const struct leaving what = {.session = self->session,
                                 .player = self->player,
                                 .device = self->player,
                                 .deck = self->deck,
                                 .folder = g_strdup(folder)};

    g_clear_handle_id(&self->opening, g_source_remove);
    ui_studio_audition_close(self);
    forget_player(self);
    self->session = NULL;
    self->deck = NULL;
    self->wish = NULL;
    memset(&self->state, 0, sizeof self->state);
    begin(self, &what);
}

void
ui_studio_leave_device(UiStudio *self)
{
    const struct leaving what = {.player = self->player, .device = true};

    player_leave(self->player);
    forget_player(self);
    begin(self, &what);
}

void
ui_studio_put_away(UiStudio *self, void (*close)(gpointer what), gpointer what,
                   bool device)
{
    const struct leaving leaving
        = {.close = close, .what = what, .device = device};

    if (what)
        begin(self, &leaving);
}

void
ui_studio_forsake(UiStudio *self, struct job *job, struct store_stop *stop,
                  const char *folder)
{
    struct leaving *leaving = g_new0(struct leaving, 1);

    store_stop(stop);
    job_cancel(job);
    *leaving = (struct leaving){.next = self->leaving,
                                .job = job,
                                .stop = stop,
                                .folder = g_strdup(folder)};
    self->leaving = leaving;
}

static void
drop(struct leaving **at)
{
    struct leaving *leaving = *at;

    *at = leaving->next;
    job_free(leaving->job);
    g_free(leaving->folder);
    g_free(leaving);
}

void
ui_studio_look_at_leaving(UiStudio *self)
{
    struct leaving **at = &self->leaving;
    struct job_state state;

    while (*at)
        if (!(*at)->job || job_poll((*at)->job, &state))
            drop(at);
        else
            at = &(*at)->next;
}

bool
ui_studio_is_same(const char *a, const char *b)
{
    g_autofree char *one = g_canonicalize_filename(a, NULL);
    g_autofree char *other = g_canonicalize_filename(b, NULL);

    return strcmp(one, other) == 0;
}

bool
ui_studio_is_leaving(UiStudio *self, const char *folder)
{
    for (struct leaving *at = self->leaving; at; at = at->next)
        if (at->folder && ui_studio_is_same(at->folder, folder))
            return true;
    return false;
}

bool
ui_studio_device_is_leaving(UiStudio *self)
{
    for (struct leaving *at = self->leaving; at; at = at->next)
        if (at->device)
            return true;
    return false;
}

void
ui_studio_await_device(UiStudio *self)
{
    struct leaving **at = &self->leaving;

    while (*at)
        if ((*at)->device)
            drop(at);
        else
            at = &(*at)->next;
}

/* A song that is still being read need not be. */
static void
let_be(struct leaving *leaving)
{
    if (!leaving->stop || !store_stop_leave(leaving->stop))
        return;
    job_leave(leaving->job);
    leaving->job = NULL;
}

void
ui_studio_settle(UiStudio *self)
{
    while (self->leaving) {
        let_be(self->leaving);
        drop(&self->leaving);
    }
}

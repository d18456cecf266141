/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell/job.h"

#include "base/text.h"

#include <math.h>

enum { LOOK_MS = 80 };

struct _UiJob {
    GObject parent_instance;
    struct job *job;
    struct job_state state;
    char *title;
    guint timer;
    bool cancelled;
};

enum { MOVED, OVER, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(UiJob, ui_job, G_TYPE_OBJECT)

const char *
ui_job_title(UiJob *self)
{
    return self->title;
}

const struct job_state *
ui_job_state(UiJob *self)
{
    return &self->state;
}

void
ui_job_cancel(UiJob *self)
{
    if (self->state.over)
        return;
    self->cancelled = true;
    job_cancel(self->job);
    g_signal_emit(self, signals[MOVED], 0);
}

char *
ui_job_time_left(UiJob *self)
{
    const double left = self->state.seconds_left;

    if (self->cancelled && !self->state.over)
        return g_strdup(_("Cancelling…"));
    if (self->state.over || left < 0.0)
        return g_strdup("");
    if (left < 90.0)
        return g_strdup_printf(_("%.0f s left"), fmax(ceil(left), 1.0));
    return g_strdup_printf(_("%.0f min left"), ceil(left / 60.0));
}

static gboolean
look(gpointer user)
{
    /* whoever hears that it is over may let go of it */
    UiJob *self = g_object_ref(user);
    const bool over = job_poll(self->job, &self->state);

    if (over)
        self->timer = 0;
    g_signal_emit(self, signals[over ? OVER : MOVED], 0);
    g_object_unref(self);
    return over ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
dispose(GObject *object)
{
    UiJob *self = UI_JOB(object);

    g_clear_handle_id(&self->timer, g_source_remove);
    g_clear_pointer(&self->job, job_free);
    g_clear_pointer(&self->title, g_free);
    G_OBJECT_CLASS(ui_job_parent_class)->dispose(object);
}

static void
ui_job_class_init(UiJobClass *class)
{
    G_OBJECT_CLASS(class)->dispose = dispose;
    signals[MOVED] = g_signal_new("moved", UI_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
    signals[OVER] = g_signal_new("over", UI_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_job_init(UiJob *self)
{
    self->state.seconds_left = -1.0;
}

UiJob *
ui_job_new(struct job *job, const char *title)
{
    UiJob *self = g_object_new(UI_TYPE_JOB, NULL);

    self->job = job;
    self->title = g_strdup(title);
    self->timer = g_timeout_add(LOOK_MS, look, self);
    return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.h: a job (app/job.h) that several parts of the window look at.
 *
 * Main thread.  Signals:
 *   moved   it is further than before
 *   over    it has ended: ui_job_state() tells how; once */
#ifndef UI_SHELL_JOB_H
#define UI_SHELL_JOB_H

#include "app/job.h"

#include <glib-object.h>

#define UI_TYPE_JOB ui_job_get_type()
G_DECLARE_FINAL_TYPE(UiJob, ui_job, UI, JOB, GObject)

/* Takes over the job; `title` says what it does («Bouncing mix.wav»).  It is looked
 * at until it is over, or the object goes, which cancels it. */
UiJob *ui_job_new(struct job *job, const char *title);

const char *ui_job_title(UiJob *self);
const struct job_state *ui_job_state(UiJob *self);
void ui_job_cancel(UiJob *self);

/* «12 s left», «3 min left», «Cancelling…», or «»; to be freed. */
char *ui_job_time_left(UiJob *self);

#endif

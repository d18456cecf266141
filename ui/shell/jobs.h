/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jobs.h: what goes on beside the song, a row each at the window's foot: what it
 * is, how far, how long still, and a way to stop it.  Nothing is to be seen where
 * nothing goes on.
 *
 * Main thread. */
#ifndef UI_SHELL_JOBS_H
#define UI_SHELL_JOBS_H

#include "ui/shell/job.h"
#include "ui/studio.h"

#include <gtk/gtk.h>

#define UI_TYPE_JOBS ui_jobs_get_type()
G_DECLARE_FINAL_TYPE(UiJobs, ui_jobs, UI, JOBS, GtkWidget)

/* Failures are told through the studio. */
GtkWidget *ui_jobs_new(UiStudio *studio);

/* Show a job until it is over, and keep it for so long.  `of_song`: it works on the
 * open song, and is cancelled where that is closed. */
void ui_jobs_add(UiJobs *self, UiJob *job, bool of_song);

#endif

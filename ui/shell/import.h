/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.h: files into the open song, beside the work in it: a row at the window's
 * foot tells how far they are.  Main thread. */
#ifndef UI_SHELL_IMPORT_H
#define UI_SHELL_IMPORT_H

#include "ui/shell/jobs.h"
#include "ui/shell/actions.h"

/* «import» asks for files; «import-files» is told which: (as paths, x track, x
 * frame); folders among them stand for the sound files in them. */
void ui_actions_add_import(UiActions *actions, UiStudio *studio, UiJobs *jobs,
                           GtkWindow *window);

#endif

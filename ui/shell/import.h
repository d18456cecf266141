/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.h: files into the open song, beside the work in it: a row at the window's foot tells
 * how far they are.  Main thread. */
#ifndef UI_SHELL_IMPORT_H
#define UI_SHELL_IMPORT_H

#include "ui/shell/jobs.h"
#include "ui/shell/actions.h"

struct ui_import {
    const char *const *paths;
    size_t count;
    int64_t track; /* 0: tracks of their own */
    frames_t at;   /* below 0: where the files say, else at the start */
    bool in_a_row; /* one behind the other, as several files are put on one track */
};

/* Begin; folders among the paths stand for the sound files in them.  What cannot be is told
 * through the studio. */
void ui_import(UiStudio *studio, UiJobs *jobs, const struct ui_import *import);

/* «import» asks for files; «import-files» is told which: (as paths, x track, x frame). */
void ui_actions_add_import(UiActions *actions, UiStudio *studio, UiJobs *jobs,
                           GtkWindow *window);

#endif

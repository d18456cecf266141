/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.h: what the window remembers of each song: how it was looked at, and where
 * the playhead stood.  Main thread.
 *
 * It lies beside no song but in a small file for each in the program's state
 * folder, named after the song's path: a song that was moved is looked at anew, and
 * nothing else is lost. */
#ifndef UI_SHELL_MEMORY_H
#define UI_SHELL_MEMORY_H

#include "ui/studio.h"

#include <gtk/gtk.h>

/* From now on each song that is opened looks as it was left: the window's size,
 * where it is parted, the view, the playhead. */
void ui_memory_follow(UiStudio *studio, GtkWindow *window, GtkPaned *paned);

#endif

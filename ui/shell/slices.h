/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slices.h: how long the window's thread is at work before it looks at the pointer
 * again.
 *
 * Main thread.  Where REMANENCE_SLICES is a number of milliseconds, each piece of
 * work that takes as long is a line on standard error: when it began (seconds of
 * the clock that always runs), how long it took, what of that the processor was at
 * it, and what of it went into frames, all in milliseconds; and in one word what
 * was done, where somebody has said so. */
#ifndef UI_SHELL_SLICES_H
#define UI_SHELL_SLICES_H

#include <gtk/gtk.h>

/* Before anything else is done; the first piece begins here. */
void ui_slices_begin(void);

/* What is done in this piece; `what` stands as long as the program.  The last one
 * counts. */
void ui_slices_name(const char *what);

/* Its frames are told apart. */
void ui_slices_watch(GtkWidget *window);

#endif

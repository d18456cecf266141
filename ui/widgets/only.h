/* SPDX-License-Identifier: GPL-3.0-or-later */
/* only.h: windows of which another has one at a time.  Main thread. */
#ifndef UI_WIDGETS_ONLY_H
#define UI_WIDGETS_ONLY_H

#include <gtk/gtk.h>
#include <stdbool.h>

/* The window of that name, brought before the others; false: there is none. */
bool ui_only_again(GtkWindow *owner, const char *name);

/* From now on that is it, until it is hidden or goes; `name` outlives it. */
void ui_only_is(GtkWindow *owner, const char *name, GtkWindow *window);

#endif

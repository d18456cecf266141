/* SPDX-License-Identifier: GPL-3.0-or-later */
/* beforehand.h: a window's widgets find their looks, their fonts and their sizes in
 * pieces, before it is shown.  GTK does all of that in one when it is, and then
 * finds it done.
 *
 * Main thread. */
#ifndef UI_WIDGETS_BEFOREHAND_H
#define UI_WIDGETS_BEFOREHAND_H

#include <gtk/gtk.h>

/* Those that are there now, at idle's usual priority.  It ends with the window, or
 * when that is shown; a widget that goes meanwhile stays as long. */
void ui_beforehand(GtkWindow *window);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* past.h: widgets that nobody needs any more go one at a time, when there is
 * nothing else to do: many at once would keep the main thread.
 *
 * Main thread. */
#ifndef UI_WIDGETS_PAST_H
#define UI_WIDGETS_PAST_H

#include <gtk/gtk.h>

struct past;

struct past *past_new(void);

/* It is to go from its parent, where nobody may see it by then. */
void past_add(struct past *past, GtkWidget *widget);

/* All that are left go now: before others take their place, and before their parent
 * goes. */
void past_clear(struct past *past);
void past_free(struct past *past);

#endif

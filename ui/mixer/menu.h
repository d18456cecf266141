/* SPDX-License-Identifier: GPL-3.0-or-later */
/* menu.h: what can be done with a strip, an insert, a send, as menus; and the
 * actions that they run, in a group «mixer» that each part of a mixer finds above
 * itself.
 *
 * Main thread.  Targets are ids, so that a menu outlives what it was opened on. */
#ifndef UI_MIXER_MENU_H
#define UI_MIXER_MENU_H

#include "ui/studio.h"

#include <gtk/gtk.h>

/* Show a menu, which is taken over, under `over`, or at a place in it. */
void menu_pop(GtkWidget *over, GMenu *menu, const GdkRectangle *at);

/* All are the caller's. */
GMenu *menu_devices(UiStudio *studio, int64_t track); /* to insert one */
GMenu *menu_insert(UiStudio *studio, int64_t insert);
/* inserts that find no room */
GMenu *menu_more(UiStudio *studio, int64_t track, size_t from);
GMenu *menu_buses(UiStudio *studio, int64_t track);   /* to send to one */
GMenu *menu_send(UiStudio *studio, int64_t send);
GMenu *menu_strip(UiStudio *studio, int64_t track);
GMenu *menu_outputs(UiStudio *studio, int64_t track);

/* The actions.  `open` is called to open an insert; `rename` to write a track's
 * name in its strip; `console` to open a strip's console. */
struct menu_host {
    void (*open)(gpointer user, int64_t insert);
    void (*rename)(gpointer user, int64_t track);
    void (*console)(gpointer user, int64_t track);
    gpointer user;
};
GActionGroup *menu_actions(UiStudio *studio, const struct menu_host *host);

#endif

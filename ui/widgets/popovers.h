/* SPDX-License-Identifier: GPL-3.0-or-later */
/* popovers.h: what stands over a widget that lays its children out by itself.  Main
 * thread. */
#ifndef UI_WIDGETS_POPOVERS_H
#define UI_WIDGETS_POPOVERS_H

#include <gtk/gtk.h>

/* To be called by its size_allocate: only then does a popover get the size that it
 * wants, as a menu does once its parting lines are there. */
void ui_popovers_present(GtkWidget *widget);

/* Let it appear; when it closes, the focus goes back to where it was: else it may
 * be left in what is not seen any more, a submenu say, and no key would do
 * anything. */
void ui_popover_pop_up(GtkWidget *popover);

/* A menu over a widget, at that place in it.  `popover`, of which NULL is the first
 * value, is made for the first one and is the widget's child, to be unparented with
 * it. */
void ui_menu_pop_up(GtkWidget **popover, GtkWidget *over, GMenuModel *menu,
                    double x, double y);

/* A button's menu, instead of the one it had; it is made when it is opened for the
 * first time. */
void ui_menu_later(GtkMenuButton *button, GMenuModel *menu);

#endif

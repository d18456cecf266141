/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gallery.h: a window with each control in each of its states: `remanence-gtk
 * --gallery`.  Main thread. */
#ifndef UI_WIDGETS_GALLERY_H
#define UI_WIDGETS_GALLERY_H

#include <gtk/gtk.h>

GtkWidget *ui_gallery_new(GtkApplication *application);

#endif

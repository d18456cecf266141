/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show_folder.h: a file, shown in the desktop's file manager.  Main thread. */
#ifndef UI_SHELL_SHOW_FOLDER_H
#define UI_SHELL_SHOW_FOLDER_H

#include <gtk/gtk.h>

/* Selected in its folder where the file manager can (org.freedesktop.FileManager1),
 * else the folder alone. */
void ui_show_in_folder(GtkWindow *window, const char *path);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* device_choice.h: one of the sound devices that there are, as a list to choose
 * from.  Main thread. */
#ifndef UI_SHELL_DEVICE_CHOICE_H
#define UI_SHELL_DEVICE_CHOICE_H

#include <gtk/gtk.h>
#include <stdbool.h>

/* The first is «the best one»; what cannot be opened says why.  Some drivers have to
 * ask for them: they stand there when they
 * have answered. */
GtkWidget *ui_device_choice_new(void);

/* Whom to tell that another one was chosen, and that all that there are are known:
 * what is said of the chosen one may be another.  Nobody is told when the choice
 * stands in no window any more. */
void ui_device_choice_watch(GtkWidget *choice, void (*on_chosen)(gpointer user),
                            void (*on_known)(gpointer user), gpointer user);

/* By the names of the settings; «» and «»: the best one.  A device that is not
 * there is added, as one that is missing. */
void ui_device_choice_set(GtkWidget *choice, const char *driver,
                          const char *device);

/* NULL: the best one, or the driver's first. */
const char *ui_device_choice_driver(GtkWidget *choice);
const char *ui_device_choice_device(GtkWidget *choice);

/* What can be said of the chosen one: its channels and rates, or why not; to be
 * freed. */
char *ui_device_choice_about(GtkWidget *choice);

/* Frames a cycle, as a list of those that devices take; `is` or the next below
 * it. */
GtkWidget *ui_block_choice_new(double is);
int ui_block_choice_value(GtkWidget *choice);

#endif

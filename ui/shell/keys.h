/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.h: which keys run which action: read, kept, bound and told.  Main thread.
 *
 * Keys are written as GTK writes accelerators, several parted by blanks:
 * «<Control>z», «Home KP_Home».  The user's own are kept in keys.ini in the
 * program's configuration folder, a line each action. */
#ifndef UI_SHELL_KEYS_H
#define UI_SHELL_KEYS_H

#include <gtk/gtk.h>
#include <stdbool.h>

/* The user's own keys; the caller's to unref.  A file that cannot be read is
 * empty. */
GKeyFile *ui_keys_read(void);
void ui_keys_write(GKeyFile *kept);

/* Set the keys of an action in `kept`, NULL: forget them. */
void ui_keys_keep(GKeyFile *kept, const char *action, const char *keys);

/* Whether one of `keys` is `key`; the rest without it, and all of them as people
 * read them: both the caller's to free. */
bool ui_keys_has(const char *keys, const char *key);
char *ui_keys_without(const char *keys, const char *key);
char *ui_keys_label(const char *keys);

/* A controller for a window, and keys that run «win.NAME» through it.  A text that
 * is written into gets what it is typed: most keys work where nobody else wanted
 * them, in the bubble phase; the space bar, which any focused button would take, in
 * the capture phase. */
GtkEventController *ui_keys_controller(GtkPropagationPhase phase);
void ui_keys_bind(GtkEventController *bubble, GtkEventController *capture,
                  const char *action, const char *keys);

/* While the focus is in this widget, the space bar is its own and not the
 * transport's. */
void ui_keys_own_space(GtkWidget *widget);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* portal.h: which colours the desktop is asked for, as GNOME, KDE and others tell
 * all programs: org.freedesktop.appearance of the settings portal, and when it
 * changes.  Main thread; nothing waits for the bus. */
#ifndef UI_SHELL_PORTAL_H
#define UI_SHELL_PORTAL_H

#include <gio/gio.h>
#include <stdbool.h>

struct portal;

/* As the portal counts them; without one, or before it has answered: none. */
enum portal_scheme { PORTAL_NONE, PORTAL_DARK, PORTAL_LIGHT };

/* `changed` is called once it has answered, and whenever it says another thing. */
struct portal *portal_new(void (*changed)(gpointer user), gpointer user);
void portal_free(struct portal *portal); /* NULL is none */

enum portal_scheme portal_scheme(const struct portal *portal);
bool portal_contrast(const struct portal *portal);

#endif

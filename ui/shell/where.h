/* SPDX-License-Identifier: GPL-3.0-or-later */
/* where.h: what the window shows, and where, for who cannot see it: tests, scripts, tools
 * that help people.  On the session bus, at the application's path:
 *
 *     interface org.remanence.Window
 *         Where () -> (a{sv})
 *
 * without a song, an empty one; else
 *     song          s    its folder
 *     read-only     b
 *     sound         s    the device; empty: none yet
 *     position      x    of the playhead, in frames
 *     rolling, recording, waiting   b
 *     armed         u    how many tracks
 *
 * Main thread. */
#ifndef UI_SHELL_WHERE_H
#define UI_SHELL_WHERE_H

#include <gtk/gtk.h>
#include <stdbool.h>

/* Offer it at this path, as long as the connection lasts. */
bool ui_where_offer(GtkApplication *application, GDBusConnection *connection,
                    const char *path, GError **error);

#endif

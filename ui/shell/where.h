/* SPDX-License-Identifier: GPL-3.0-or-later */
/* where.h: what the window shows, and where, for who cannot see it: tests, scripts,
 * tools that help people.  On the session bus, at the application's path:
 *
 *     interface org.remanence.Window
 *         Where () -> (a{sv})
 *
 * told when what was done before has been drawn, in each of our windows:
 *     held          b    there while a button of the pointer is down
 *     awaits        s    the folder of a song that is being opened
 * and where one is open
 *     song          s    its folder
 *     read-only     b
 *     sound         s    the device; empty: none yet
 *     position      x    of the playhead, in frames
 *     rolling, recording, waiting   b
 *     armed         u    how many tracks
 *     tool          u    enum tool of view/view.h
 *     tracks, range ax   that are selected; from and to, if there is one
 *     drop          ax while files are held over the canvas: the track they would
 *                   lie on
 *                        (0: new ones), and the frame
 *     start, scale  d    the frame at the canvas's left edge; frames a pixel
 *     canvas        (iiii)  x, y, width, height in the window, as all that follow
 *     rulers        a(siiii) sections, markers, tempo, ranges, bars, time: those
 *                   shown
 *     rows          a(sxxiiii)  name, track, lane (0: the track's own row), box
 *     clips         a(sxxxxbiiii) name, id, lane, start and end in frames, whether
 *                   it is
 *                        selected, box; those that are in sight, in part at least
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.h: what the window remembers of each song, beside the song: how it was looked at.
 * Main thread.
 *
 * A small file for each song in the program's state folder, named after the song's path:
 * a song that was moved is looked at anew, and nothing else is lost. */
#ifndef UI_SHELL_MEMORY_H
#define UI_SHELL_MEMORY_H

#include <glib.h>

/* What is remembered of the song in that folder; empty where nothing is.  The caller's to
 * unref. */
GKeyFile *ui_memory_read(const char *folder);

/* Remember it.  What cannot be written is forgotten, without a word to the user. */
void ui_memory_write(const char *folder, GKeyFile *memory);

#endif

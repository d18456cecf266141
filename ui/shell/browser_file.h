/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browser_file.h: a folder's files and folders, looked for and into beside the main
 * thread.
 *
 * Main thread. */
#ifndef UI_SHELL_BROWSER_FILE_H
#define UI_SHELL_BROWSER_FILE_H

#include "base/fault.h"

#include <gio/gio.h>
#include <stdbool.h>

/* A file, or a folder.  Its signal «told»: what it is has been found out. */
#define UI_TYPE_BROWSER_FILE ui_browser_file_get_type()
G_DECLARE_FINAL_TYPE(UiBrowserFile, ui_browser_file, UI, BROWSER_FILE, GObject)

const char *ui_browser_file_name(UiBrowserFile *self);
const char *ui_browser_file_path(UiBrowserFile *self);
bool ui_browser_file_is_folder(UiBrowserFile *self);

/* Whether both have one name; and whether one content. */
bool ui_browser_file_is(UiBrowserFile *self, UiBrowserFile *other, bool *content);

/* «3:24 · 48 kHz · stereo», or «»: not known yet. */
const char *ui_browser_file_about(UiBrowserFile *self);

/* Find out what it is, unless that is known; `cancel` gives it up. */
void ui_browser_file_ask(UiBrowserFile *self, GCancellable *cancel);

/* The files and folders of a folder whose names have `filter` in them: `done` gets
 * a list of them, which is its own, and why there is none (NULL: it could be read);
 * never after a cancel. */
void ui_browser_files(const char *folder, const char *filter, GCancellable *cancel,
                      void (*done)(gpointer user, GPtrArray *files,
                                   const struct fault *fault),
                      gpointer user);

#endif

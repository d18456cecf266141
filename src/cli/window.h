/* SPDX-License-Identifier: GPL-3.0-or-later */
/* window.h: from the command to the window, which is a program of its own
 * (remanence-gtk) and need not be there. */
#ifndef CLI_WINDOW_H
#define CLI_WINDOW_H

#include "cli/cli.h"

#include <stdbool.h>

/* Whether a word is a song's folder. */
bool is_song(const char *word);

/* Main thread: become the window, with a song or (NULL) without.  Returns where
 * there is no display, or no such program. */
void window_open(const char *song);

/* Main thread: say why it did not. */
enum exit_code window_refused(const char *song);

#endif

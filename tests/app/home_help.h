/* SPDX-License-Identifier: GPL-3.0-or-later */
/* home_help.h: a home of the test's own. */
#ifndef TESTS_APP_HOME_HELP_H
#define TESTS_APP_HOME_HELP_H

struct app_song;

/* XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_DATA_HOME below the song's folder. */
void home_use(const struct app_song *song);

/* Write a file below the folder, and read one: the text is the caller's, «» where
 * there is none. */
void home_put(const struct app_song *song, const char *name, const char *text);
char *home_get(const struct app_song *song, const char *name);

#endif

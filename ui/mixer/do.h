/* SPDX-License-Identifier: GPL-3.0-or-later */
/* do.h: the mixer's gestures as commands, each one step of the history.
 *
 * Main thread.  False: nothing has changed, and why was told. */
#ifndef UI_MIXER_DO_H
#define UI_MIXER_DO_H

#include "ui/studio.h"

#include <gdk/gdk.h>

/* «#ID», as commands name things. */
enum { NAME_SIZE = 24 };
const char *do_name(int64_t id, char out[NAME_SIZE]);

/* A command whose words are a track and a number, a switch, or text. */
bool do_number(UiStudio *studio, const char *command, int64_t track, double value);
bool do_switch(UiStudio *studio, const char *command, int64_t track, bool on);
bool do_text(UiStudio *studio, const char *command, int64_t track,
             const char *text);

/* Arm a track, or not; one without an input gets the first that no track has, so that
 * it can be recorded at once. */
bool do_arm(UiStudio *studio, int64_t track, bool on);

/* A click on a track's solo: with Shift or Alt (which some desktops keep for
 * themselves) it alone; with Ctrl it is safe from others' solo, or not; else solo,
 * or not. */
void do_solo_click(UiStudio *studio, int64_t track, GdkModifierType held);

/* Rows of the open song; NULL where there is no song, or no such row. */
const struct row_track *do_track(UiStudio *studio, int64_t id);
const struct row_strip *do_strip(UiStudio *studio, int64_t id);

#endif
